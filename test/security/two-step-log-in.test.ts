/** The code of an authenticator app beside the password: that it is asked for, once for each code, and not to be guessed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import jsQR from 'jsqr';
import { generate } from 'otplib';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Browser } from '../support/browser.ts';
import { PagesDoor, password } from '../support/pages-door.ts';
import { drain, tester } from '../support/temp-archive.ts';

const ada = { name: 'ada', password };
const step = 30_000;

let pages: PagesDoor;
let browser: Browser;
let secret: string;
let recoveryCodes: string[];

const codeAt = (milliseconds: number): Promise<string> =>
  generate({ secret, epoch: Math.floor(milliseconds / 1_000) });
const code = (): Promise<string> => codeAt(pages.now);
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
  const page = await browser.get('/account/two-step');
  const ticket = /name="ticket" value="([^"]+)"/.exec(page.text)![1]!;
  secret = /class="secret">([A-Z2-7 ]+)</.exec(page.text)![1]!.replaceAll(' ', '');
  const done = await browser.post('/account/two-step', { ticket, code: await code() });
  recoveryCodes = [...done.text.matchAll(/<li><code>([^<]+)</g)].map(([, one]) => one!);
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

it('shows a QR code that is drawn here, and the codes for who loses the phone, once', async () => {
  expect(recoveryCodes).toHaveLength(10);
  const page = await browser.get('/account');
  expect(page.text).toContain('10 recovery codes are left');
  for (const one of [...recoveryCodes, secret]) expect(page.text).not.toContain(one);
});

it('draws a picture that apps can read, without anything from elsewhere', async () => {
  await pages.addAdministrator('bob');
  const page = await (await pages.loggedIn('bob')).get('/account/two-step');
  const key = /class="secret">([A-Z2-7 ]+)</.exec(page.text)![1]!.replaceAll(' ', '');
  const drawing = Buffer.from(/<svg .*<\/svg>/.exec(page.text)![0]);
  const { data, info } = await sharp(drawing).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const read = jsQR.default(new Uint8ClampedArray(data), info.width, info.height)?.data;
  expect(read).toBe(`otpauth://totp/Isocenter%20127.0.0.1:bob?secret=${key}&issuer=Isocenter%20127.0.0.1`);
  expect(page.headers.get('content-security-policy')).not.toMatch(/http|script-src/);
});

it('lets nobody in with the password alone', async () => {
  const who = await firstStep();
  expect(await isIn(who)).toBe(false);
  expect((await who.get('/account')).location).toBe('/login?next=/account');
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
  expect((await who.get('/account')).text).toContain('9 recovery codes are left');
  expect((await (await firstStep()).post('/login/code', { code: first })).status).toBe(401);
  expect((await (await firstStep()).post('/login/code', { code: second })).status).toBe(303);
});

it('gives new recovery codes, and the old ones are worth nothing', async () => {
  const page = await browser.post('/account/two-step/codes', {});
  expect(page.text).not.toContain(recoveryCodes[0]);
  expect((await (await firstStep()).post('/login/code', { code: recoveryCodes[0]! })).status).toBe(401);
});

it('is changed only by who logged in not long ago, and by no other site', async () => {
  for (const path of ['/account/two-step', '/account/two-step/off', '/account/two-step/codes'])
    expect((await browser.post(path, {}, { origin: 'https://evil.example' })).status).toBe(403);
  pages.now += 16 * 60_000;
  expect((await browser.post('/account/two-step/off', {})).status).toBe(403);
  expect((await browser.post('/account/two-step/codes', {})).status).toBe(403);
  expect(pages.access.secondFactor.isOn('ada')).toBe(true);
});

it('is not set up with the ticket of somebody else, nor with a wrong code', async () => {
  await pages.addAdministrator('bob');
  const bob = await pages.loggedIn('bob');
  const page = await bob.get('/account/two-step');
  const ticket = /name="ticket" value="([^"]+)"/.exec(page.text)![1]!;
  await pages.addAdministrator('eve');
  const eve = await pages.loggedIn('eve');
  const bobs = /class="secret">([A-Z2-7 ]+)</.exec(page.text)![1]!.replaceAll(' ', '');
  const right = await generate({ secret: bobs, epoch: Math.floor(pages.now / 1_000) });
  expect((await eve.post('/account/two-step', { ticket, code: right })).status).toBe(401);
  expect((await bob.post('/account/two-step', { ticket, code: '000000' })).text).toContain(bobs.slice(0, 4));
  expect(['bob', 'eve'].some((name) => pages.access.secondFactor.isOn(name))).toBe(false);
});

it('ends the sessions that were there before it was turned on', async () => {
  await pages.addAdministrator('bob');
  const [other, own] = [await pages.loggedIn('bob'), await pages.loggedIn('bob')];
  browser = own;
  await turnOn();
  expect([await isIn(other), await isIn(own)]).toEqual([false, true]);
});

it('is turned off by its owner, and by whoever administers', async () => {
  await browser.post('/account/two-step/off', {});
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
