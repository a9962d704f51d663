/** What a provider says of a person, as we understand it. Pure. */
import type { Identity } from '../../../access/index.ts';
import { isAccountName, type RoleName } from '../../../contract/index.ts';

export type Claims = Readonly<Record<string, unknown>>;

export interface OidcMapping {
  /** The claim that names people. */
  readonly nameClaim: string;
  /** The claim that lists their roles; dots lead into objects. */
  readonly roleClaim: string;
  /** Its values, and the role here that each gives. */
  readonly roles: Readonly<Record<string, RoleName>>;
  /** The claim that lists their groups; it may be that of the roles. */
  readonly groupClaim: string;
  /** Its values, and the group of ours that each puts people into. */
  readonly groups: Readonly<Record<string, string>>;
}

const MAX_NAME_LENGTH = 64;
/** More is no list of roles. */
const MAX_VALUES = 10_000;

export function personOf(claims: Claims, mapping: OidcMapping): Identity {
  return {
    issuer: String(claims.iss),
    subject: String(claims.sub),
    name: accountNameOf(claims, mapping.nameClaim),
    roles: mapped(valuesOf(claims, mapping.roleClaim), mapping.roles),
    groups: mapped(valuesOf(claims, mapping.groupClaim), mapping.groups),
  };
}

/** What values stand for, each once; others stand for nothing. */
function mapped<Ours extends string>(
  values: readonly string[],
  table: Readonly<Record<string, Ours>>,
): Ours[] {
  return [...new Set(values.flatMap((value) => (Object.hasOwn(table, value) ? [table[value]!] : [])))];
}

/** A claim by its whole name, which may have dots, or by a path; undefined when it is not said. An address that nobody checked is none. */
export function claimNamed(claims: Claims, name: string): unknown {
  if (name === 'email' && claims.email_verified !== true) return undefined;
  return name in claims ? claims[name] : name.split('.').reduce(inside, claims as unknown);
}

function valuesOf(claims: Claims, name: string): string[] {
  return [claimNamed(claims, name)]
    .flat()
    .slice(0, MAX_VALUES)
    .filter((value) => typeof value === 'string');
}

const inside = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Claims)[key]
    : undefined;

/** In the letters that names of accounts have; the subject when nothing else fits. */
function accountNameOf(claims: Claims, nameClaim: string): string {
  const wanted = [claims[nameClaim], claims.preferred_username, claims.email, claims.sub];
  const names = wanted.filter((value) => typeof value === 'string').map(inOurLetters);
  return names.find(isAccountName) ?? 'person';
}

const inOurLetters = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9._@-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, MAX_NAME_LENGTH);
