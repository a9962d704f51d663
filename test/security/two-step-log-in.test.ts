/** The code of an authenticator app beside the password: that it is asked for, once for each code, and not to be guessed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'otplib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TotpSetUpAnswer, WaysIn } from '../../src/contract/index.ts';
import type { Browser } from '../support/browser.ts';
import { PagesDoor, password } from '../support/pages-door.ts';
import { drain, tester } from '../support/temp-archive.ts';

const ada = { name: 'ada', password };
const step = 30_000;

interface Codes {
  readonly recoveryCodes: string[];
}

let pages: PagesDoor;
let browser: Browser;
let secret: string;
let recoveryCodes: string[];

const codeAt = (milliseconds: number): Promise<string> =>
  generate({ secret, epoch: Math.floor(milliseconds / 1_000) });
const code = (): Promise<string> => codeAt(pages.now);
const codesLeft = async (who: Browser): Promise<number> =>
  (await who.ask<WaysIn>('/api/me/ways-in')).json.recoveryCodes;
const isIn = async (who: Browser): Promise<boolean> => (await who.get('/api/users')).status === 200;

beforeEach(async () => {
  pages = await PagesDoor.open();
  await pages.addAdministrator('ada');
  browser = await pages.loggedIn('ada');
  await turnOn();
  // What was used to turn it on is not taken again.
  pages.now += step;
});
afterEach(async () => {
  await pages[Symbol.asyncDispose]();
});

async function turnOn(): Promise<void> {
  const begun = await browser.ask<TotpSetUpAnswer>('/api/me/totp', 'POST');
  secret = begun.json.secret;
  const { ticket } = begun.json;
  const done = await browser.ask<Codes>('/api/me/totp/confirm', 'POST', { ticket, code: await code() });
  ({ recoveryCodes } = done.json);
}

/** Up to the page that asks for the code. */
async function firstStep(): Promise<Browser> {
  const who = pages.browser();
  expect(await who.post('/login', { ...ada, next: '/somewhere' })).toMatchObject({
    status: 303,
    location: '/login/code?next=%2Fsomewhere',
  });
  return who;
}

it('shows the codes for who loses the phone once', async () => {
  expect(recoveryCodes).toHaveLength(10);
  expect(await codesLeft(browser)).toBe(10);
  const { text } = await browser.get('/api/me/ways-in');
  for (const one of [...recoveryCodes, secret]) expect(text).not.toContain(one);
});

it('lets nobody in with the password alone', async () => {
  const who = await firstStep();
  expect(await isIn(who)).toBe(false);
  expect((await who.get('/login/code')).text).toContain('autocomplete="one-time-code"');
  const basic = `Basic ${Buffer.from(`ada:${password}`).toString('base64')}`;
  expect((await who.get('/api/users', { authorization: basic })).status).toBe(401);
});

it('lets in with a code of the app, to where one wanted to go', async () => {
  const who = await firstStep();
  expect(await who.post('/login/code', { code: await code(), next: '/somewhere' })).toMatchObject({
    status: 303,
    location: '/somewhere',
  });
  expect(await isIn(who)).toBe(true);
  expect(who.cookies.has('isocenter-step')).toBe(false);
});

it('takes a code as apps show it, in two groups', async () => {
  const who = await firstStep();
  const [digits] = [await code()];
  await who.post('/login/code', { code: `${digits.slice(0, 3)} ${digits.slice(3)}` });
  expect(await isIn(who)).toBe(true);
});

it('takes no code twice, nor one from before the last', async () => {
  const used = await code();
  const before = await codeAt(pages.now - step);
  await (await firstStep()).post('/login/code', { code: used });
  for (const replayed of [used, before]) {
    const who = await firstStep();
    expect(await who.post('/login/code', { code: replayed })).toMatchObject({
      status: 401,
      text: expect.stringContaining('not right, or was used before'),
    });
    expect(await isIn(who)).toBe(false);
  }
});

it('takes one code for one of two that come at the same time', async () => {
  const both = [await firstStep(), await firstStep()];
  const sent = await code();
  const answers = await Promise.all(both.map((who) => who.post('/login/code', { code: sent })));
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 401]);
});

it('remembers over a restart which code was the last, and forgets logins that were not complete', async () => {
  const used = await code();
  await (await firstStep()).post('/login/code', { code: used });
  const waiting = await firstStep();
  await pages.reopen();
  const { cookies } = waiting;
  const who = pages.browser();
  for (const [name, value] of cookies) who.cookies.set(name, value);
  expect((await who.post('/login/code', { code: await code() })).location).toBe('/login?next=%2F');
  expect((await (await firstStep()).post('/login/code', { code: used })).status).toBe(401);
});

it('is over after five minutes, after a new password, and when the account is gone', async () => {
  const late = await firstStep();
  pages.now += 5 * 60_000;
  expect((await late.post('/login/code', { code: await code() })).location).toBe('/login?next=%2F');
  const changed = await firstStep();
  await pages.access.setPassword('ada', 'another horse battery');
  expect((await changed.post('/login/code', { code: await code() })).status).toBe(401);
  expect(await isIn(changed)).toBe(false);
  await pages.access.setPassword('ada', password);
  const gone = await firstStep();
  await pages.access.removeUser(tester, 'ada');
  expect((await gone.post('/login/code', { code: await code() })).status).toBe(401);
});

it('cannot be guessed: the place waits longer and longer, also with new passwords in between', async () => {
  for (let i = 0; i < 5; i++)
    expect((await (await firstStep()).post('/login/code', { code: '000000' })).status).toBe(401);
  const who = await firstStep();
  expect((await who.post('/login/code', { code: await code() })).status).toBe(429);
  expect(await isIn(who)).toBe(false);
});

it('takes each recovery code once, however it is typed', async () => {
  const [first = '', second = ''] = recoveryCodes;
  const who = await firstStep();
  await who.post('/login/code', { code: first.toUpperCase().replaceAll('-', ' ') });
  expect(await isIn(who)).toBe(true);
  expect(await codesLeft(who)).toBe(9);
  expect((await (await firstStep()).post('/login/code', { code: first })).status).toBe(401);
  expect((await (await firstStep()).post('/login/code', { code: second })).status).toBe(303);
});

it('gives new recovery codes, and the old ones are worth nothing', async () => {
  const renewed = await browser.ask<Codes>('/api/me/recovery-codes', 'POST');
  expect(renewed.json.recoveryCodes).not.toContain(recoveryCodes[0]);
  expect((await (await firstStep()).post('/login/code', { code: recoveryCodes[0]! })).status).toBe(401);
});

it('ends the sessions that were there before it was turned on', async () => {
  await pages.addAdministrator('bob');
  const [other, own] = [await pages.loggedIn('bob'), await pages.loggedIn('bob')];
  browser = own;
  await turnOn();
  expect([await isIn(other), await isIn(own)]).toEqual([false, true]);
});

it('is turned off by its owner, and by whoever administers', async () => {
  await browser.ask('/api/me/totp', 'DELETE');
  expect((await pages.browser().post('/login', ada)).location).toBe('/');
  await turnOn();
  expect((await pages.access.turnOffTotp('ada')).hasTotp).toBe(false);
  expect((await pages.browser().post('/login', ada)).location).toBe('/');
});

it('survives a rebuild, and can be read in no file of the data directory', async () => {
  const { archive, directory } = pages.temporary;
  await drain(archive.rebuild(tester, { parametersOnly: false }, new AbortController().signal));
  await pages.reopen();
  expect(pages.access.secondFactor.isOn('ada')).toBe(true);
  const all = readdirSync(directory.path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
  for (const one of [secret, ...recoveryCodes]) expect(all).not.toContain(one);
});
