/** What people change of their own account over the API: only in a session of theirs, lately begun where it makes a way in. */
import { generate } from 'otplib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  api,
  type CreatedToken,
  everything,
  type ListedToken,
  type PlainRoute,
  type TotpSetUpAnswer,
  type WaysIn,
} from '../../src/contract/index.ts';
import { Browser } from '../support/browser.ts';
import { PagesDoor, password } from '../support/pages-door.ts';
import { tester } from '../support/temp-archive.ts';

const next = 'another horse battery';
const day = 86_400_000;

let pages: PagesDoor;
let ada: Browser;

beforeEach(async () => {
  pages = await PagesDoor.open();
  await pages.addAdministrator('ada');
  ada = await pages.loggedIn('ada');
});
afterEach(async () => {
  await pages[Symbol.asyncDispose]();
});

const later = () => {
  pages.now += 16 * 60_000;
};
const inDays = (days: number) => new Date(pages.now + days * day).toISOString();
const isIn = async (who: Browser) => (await who.ask('/api/me')).status === 200;
const waysIn = async (who = ada) => (await who.ask<WaysIn>('/api/me/ways-in')).json;

describe('a password', () => {
  const change = (who: Browser, old: string, password: string) =>
    who.ask<{ code: string }>('/api/me/password', 'POST', { old, password });

  it('is changed by who knows the old one, and ends the sessions elsewhere', async () => {
    const other = await pages.loggedIn('ada');
    // Nor does it take a login of not long ago: the old one is asked for.
    later();
    expect((await change(ada, password, next)).status).toBe(200);
    expect([await isIn(ada), await isIn(other)]).toEqual([true, false]);
    expect((await pages.browser().post('/login', { name: 'ada', password })).status).toBe(401);
    expect((await pages.browser().post('/login', { name: 'ada', password: next })).status).toBe(303);
  });

  it('stays when the old one is wrong or the new one weak; guessing it takes longer and longer', async () => {
    expect((await change(ada, password, 'short')).json.code).toBe('access/weak-password');
    const codes: string[] = [];
    for (let i = 0; i < 8; i++) codes.push((await change(ada, `guess ${i}`, next)).json.code);
    expect(codes[0]).toBe('access/wrong-password');
    expect(codes.at(-1)).toBe('access/too-many-attempts');
    expect(await isIn(ada)).toBe(true);
  });
});

describe('an authenticator app', () => {
  const begin = (who = ada) => who.ask<TotpSetUpAnswer>('/api/me/totp', 'POST');
  const confirm = (who: Browser, body: object) =>
    who.ask<{ recoveryCodes: string[]; code: string }>('/api/me/totp/confirm', 'POST', body);
  const codeOf = (secret: string) => generate({ secret, epoch: Math.floor(pages.now / 1_000) });

  it('is asked for once a code of it came back, and until it is turned off', async () => {
    const other = await pages.loggedIn('ada');
    const { secret, address, ticket } = (await begin()).json;
    expect(address).toBe(
      `otpauth://totp/Isocenter%20127.0.0.1:ada?secret=${secret}&issuer=Isocenter%20127.0.0.1`,
    );
    expect((await confirm(ada, { ticket, code: '000000' })).json.code).toBe('access/wrong-code');
    expect(await waysIn()).toMatchObject({ hasTotp: false, recoveryCodes: 0 });
    const { recoveryCodes } = (await confirm(ada, { ticket, code: await codeOf(secret) })).json;
    expect(recoveryCodes).toHaveLength(10);
    expect([await isIn(ada), await isIn(other)]).toEqual([true, false]);
    expect(await waysIn()).toMatchObject({ hasTotp: true, recoveryCodes: 10 });
    expect((await pages.browser().post('/login', { name: 'ada', password })).location).toMatch('/login/code');
    const renewed = await ada.ask<{ recoveryCodes: string[] }>('/api/me/recovery-codes', 'POST');
    expect(renewed.json.recoveryCodes).toHaveLength(10);
    expect(renewed.json.recoveryCodes).not.toContain(recoveryCodes[0]);
    expect((await ada.ask('/api/me/totp', 'DELETE')).status).toBe(200);
    expect((await pages.browser().post('/login', { name: 'ada', password })).location).toBe('/');
    expect((await ada.ask('/api/me/recovery-codes', 'POST')).status, 'without an app').toBe(400);
  });

  it('is not set up with the ticket of somebody else', async () => {
    await pages.addAdministrator('eve');
    const eve = await pages.loggedIn('eve');
    const { secret, ticket } = (await begin()).json;
    expect((await confirm(eve, { ticket, code: await codeOf(secret) })).json.code).toBe('access/wrong-code');
    expect(['ada', 'eve'].some((name) => pages.access.secondFactor.isOn(name))).toBe(false);
  });
});

describe('a token of one’s own', () => {
  const make = (who: Browser, terms: object = {}) =>
    who.ask<CreatedToken & { code: string }>('/api/me/tokens', 'POST', {
      ...{ name: 'script', rights: ['find'], expiresAt: inDays(30), ...terms },
    });

  it('reaches as far as its owner, is listed without its secret, and ends with them', async () => {
    const grant = { rights: ['find' as const], scope: everything, expiresAt: null };
    await pages.access.addUser(tester, { name: 'bob', password, grant });
    const bob = await pages.loggedIn('bob');
    expect((await make(bob, { rights: ['find', 'administer'] })).status).toBe(403);
    const { token, id } = (await make(bob)).json;
    expect([...pages.access.byToken(token, '').rights]).toEqual(['find']);
    const listed = await bob.ask<{ tokens: ListedToken[] }>('/api/me/tokens');
    expect(listed.json.tokens).toMatchObject([{ id, name: 'script', owner: 'bob' }]);
    expect(JSON.stringify(listed.json)).not.toContain(token);
    expect((await ada.ask<{ tokens: ListedToken[] }>('/api/me/tokens')).json.tokens).toEqual([]);
    expect((await ada.ask(`/api/me/tokens/${id}`, 'DELETE')).status, 'of somebody else').toBe(404);
    expect((await bob.ask(`/api/me/tokens/${id}`, 'DELETE')).status).toBe(200);
    expect(() => pages.access.byToken(token, '')).toThrow('not known');
    const another = (await make(bob)).json.token;
    await pages.access.removeUser(tester, 'bob');
    expect(() => pages.access.byToken(another, '')).toThrow('not known');
  });

  it('works for a year at most', async () => {
    for (const expiresAt of [inDays(367), inDays(-1), null])
      expect((await make(ada, { expiresAt })).status).toBe(400);
    expect((await make(ada, { expiresAt: inDays(366) })).status).toBe(200);
  });
});

it('passkeys are said not to work at a bare address', async () => {
  expect(await waysIn()).toMatchObject({ passkeys: [], passkeySite: null, publicUrl: null, provider: null });
  expect((await ada.ask<{ code: string }>('/api/me/passkeys/begin', 'POST')).json.code).toBe(
    'access/no-passkeys-here',
  );
});

it('all sessions but this one are ended at once', async () => {
  const others = [await pages.loggedIn('ada'), await pages.loggedIn('ada')];
  expect((await ada.ask('/api/me/sessions', 'DELETE')).json).toEqual({ ended: 2 });
  expect(await Promise.all([ada, ...others].map(isIn))).toEqual([true, false, false]);
});

/** The routes of one's own account, and something to ask each with. */
const own = (Object.entries(api) as [string, PlainRoute][])
  .filter(([name, { path }]) => name.startsWith('my') && path.startsWith('/api/me/'))
  .map(([name, route]) => ({ name, ...route, path: route.path.replace(/:(id|name)$/, 'none') }));
const bodies: Readonly<Record<string, object>> = {
  myPassword: { old: password, password: next },
  myTotpConfirm: { ticket: 'none', code: '000000' },
  myPasskeyAdd: { ticket: 'none', answer: {} },
  myPasskeyRename: { name: 'mine' },
  myViewSave: { name: 'mine', search: {}, sizing: {} },
};
const bodyOf = (name: string) =>
  name === 'myTokenCreate' ? { name: 'mine', rights: ['find'], expiresAt: inDays(1) } : bodies[name];

it('what makes a way in asks for a login of not long ago, and says so before', async () => {
  expect(await waysIn()).toMatchObject({ mayChange: true });
  later();
  expect(await waysIn()).toMatchObject({ mayChange: false });
  for (const { name, path, method, recentLogIn } of own) {
    const { json } = await ada.ask<{ code?: string }>(path, method, bodyOf(name));
    expect({ name, isAsked: json.code === 'access/log-in-again' }).toEqual({
      name,
      isAsked: recentLogIn === true,
    });
  }
});

it('is for who is logged in with a browser: no token, no password that comes along, and no other site', async () => {
  const { token } = await pages.access.createToken(
    tester,
    { name: 'program', rights: ['administer'], scope: everything, expiresAt: null },
    'ada',
  );
  const basic = Buffer.from(`ada:${password}`).toString('base64');
  const program = new Browser(pages.url);
  for (const { name, path, method } of own) {
    const ask = (who: Browser, headers: Record<string, string>) =>
      who.ask(path, method, bodyOf(name), headers).then(({ status }) => status);
    for (const authorization of [`Bearer ${token}`, `Basic ${basic}`])
      expect({ name, status: await ask(program, { authorization }) }).toEqual({ name, status: 403 });
    expect({ name, status: await ask(program, {}) }).toEqual({ name, status: 401 });
    if (method !== 'GET')
      expect({ name, status: await ask(ada, { origin: 'https://evil.example' }) }).toEqual({
        name,
        status: 403,
      });
  }
  expect(await waysIn()).toMatchObject({ hasPassword: true, hasTotp: false });
});
