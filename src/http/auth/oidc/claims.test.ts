import { expect, it } from 'vitest';
import { type Claims, personOf } from './claims.ts';

const mapping = {
  nameClaim: 'preferred_username',
  roleClaim: 'roles',
  roles: { admins: 'administrator', readers: 'viewer' },
  groupClaim: 'groups',
  groups: { 'Neuro Imaging': 'neuro', neuro: 'neuro', cardiology: 'heart' },
} as const;
const known = { iss: 'https://issuer.example', sub: 'f7c1' };
const nameOf = (claims: Claims): string => personOf({ ...known, ...claims }, mapping).name;
const rolesOf = (roleClaim: string, claims: Claims) =>
  personOf({ ...known, ...claims }, { ...mapping, roleClaim }).roles;

it.each([
  ['ada', 'ada'],
  ['Ada Lovelace', 'ada-lovelace'],
  ['Zoë.Müller@Klinik.example', 'zoe.muller@klinik.example'],
  ['--x', 'x'],
  ['山田', 'f7c1'],
  ['', 'f7c1'],
  ['anonymous', 'f7c1'],
  ['../../etc', 'etc'],
  ['a'.repeat(200), 'a'.repeat(64)],
])('%j is called %j', (claim, name) => {
  expect(nameOf({ preferred_username: claim })).toBe(name);
});

it('roles are found in lists, texts and objects, and only those that are mapped', () => {
  expect(rolesOf('roles', { roles: ['readers', 'cooks', 'readers'] })).toEqual(['viewer']);
  expect(rolesOf('roles', { roles: 'admins' })).toEqual(['administrator']);
  expect(rolesOf('realm_access.roles', { realm_access: { roles: ['admins'] } })).toEqual(['administrator']);
  expect(rolesOf('https://example.org/roles', { 'https://example.org/roles': ['admins'] })).toEqual([
    'administrator',
  ]);
});

it('groups are mapped as roles are, out of a claim of their own', () => {
  const groupsOf = (claims: Claims, groupClaim = 'groups') =>
    personOf({ ...known, ...claims }, { ...mapping, groupClaim }).groups;
  expect(groupsOf({ groups: ['Neuro Imaging', 'neuro', 'cooks', 'cardiology'] })).toEqual(['neuro', 'heart']);
  expect(groupsOf({ roles: ['cardiology'] }, 'roles')).toEqual(['heart']);
  for (const groups of [undefined, null, 7, [['neuro']], ['constructor', '__proto__']])
    expect(groupsOf({ groups })).toEqual([]);
});

it('what is no list of roles gives none', () => {
  for (const roles of [
    undefined,
    null,
    7,
    {},
    [['admins']],
    [{ admins: 1 }],
    ['toString', '__proto__', 'constructor'],
  ])
    expect(rolesOf('roles', { roles })).toEqual([]);
  expect(rolesOf('__proto__.roles', {})).toEqual([]);
});

it('an address that nobody checked gives no role', () => {
  const roles = { 'ada@example.org': 'administrator' } as const;
  const of = (claims: Claims) =>
    personOf({ ...known, ...claims }, { ...mapping, roleClaim: 'email', roles }).roles;
  expect(of({ email: 'ada@example.org', email_verified: true })).toEqual(['administrator']);
  expect(of({ email: 'ada@example.org', email_verified: false })).toEqual([]);
  expect(of({ email: 'ada@example.org' })).toEqual([]);
});
