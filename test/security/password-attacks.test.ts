/** What can be tried at the login page without a password: measuring it, drowning it, preparing it for somebody else. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { everything } from '../../src/contract/index.ts';
import { PagesDoor, password } from '../support/pages-door.ts';
import { tester } from '../support/temp-archive.ts';

let pages: PagesDoor;

beforeEach(async () => {
  pages = await PagesDoor.open();
  await pages.addAdministrator('ada');
});
afterEach(async () => {
  await pages[Symbol.asyncDispose]();
});

/** A browser in another place, as a proxy that is trusted says. */
const from = (place: number) => ({ 'x-forwarded-for': `203.0.${place >> 8}.${place & 0xff}` });

/** The least of several: what else the machine does only adds to it. CPU time of this process, microseconds. */
async function costOf(name: string, place: number): Promise<number> {
  const costs: number[] = [];
  for (let i = 0; i < 7; i++) {
    const before = process.cpuUsage();
    await pages.browser().post('/login', { name, password: `guess ${i}` }, from(place + i));
    const { user, system } = process.cpuUsage(before);
    costs.push(user + system);
  }
  return Math.min(...costs);
}

it('a login costs the same work whether the account is there, has a password, or is not', async () => {
  await pages.access.addUser(tester, {
    name: 'nopass',
    grant: { rights: ['find'], scope: everything, expiresAt: null },
  });
  await costOf('warm-up', 0);
  const known = await costOf('ada', 100);
  for (const [name, place] of [
    ['nobody', 200],
    ['nopass', 300],
  ] as const) {
    const cost = await costOf(name, place);
    // Argon2 is nearly all of it: skipping it would leave a tenth.
    expect(cost / known).toBeGreaterThan(0.2);
    expect(cost / known).toBeLessThan(5);
  }
});

it('many logins at once take bounded work: the rest is refused at once, and the server goes on', async () => {
  const before = process.memoryUsage().rss;
  const flood = Array.from({ length: 400 }, (_, i) =>
    pages.browser().post('/login', { name: `account${i}`, password: 'guess' }, from(1_000 + i)),
  );
  const health = await pages.browser().get('/health');
  expect(health.status).toBe(200);
  const statuses = (await Promise.all(flood)).map(({ status }) => status);
  const looked = statuses.filter((status) => status === 401).length;
  expect(statuses.filter((status) => status === 503)).toHaveLength(400 - looked);
  expect(looked).toBeLessThan(400);
  // Two at a time of 19 MiB each, not four hundred.
  expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024);
  const after = await pages.browser().post('/login', { name: 'ada', password }, from(9));
  expect(after.status).toBe(303);
});

it('who was refused because too much was asked has not failed', async () => {
  const { logIns } = pages.access;
  const code = (asking: Promise<unknown>): Promise<unknown> =>
    asking.then(
      () => 'in',
      ({ code: why }) => why,
    );
  const others = Array.from({ length: 66 }, (_, i) =>
    code(logIns.byPassword('ada', 'guess', `203.0.113.${i}`)),
  );
  for (let i = 0; i < 10; i++)
    expect(await code(logIns.byPassword('ada', password, '198.51.100.1'))).toBe('access/busy');
  expect(new Set(await Promise.all(others))).toEqual(new Set(['access/unauthenticated']));
  expect(await code(logIns.byPassword('ada', password, '198.51.100.1'))).toBe('in');
});

it('a session, a device or a second step that somebody else prepared is worth nothing after the login', async () => {
  const attacker = await pages.loggedIn('ada');
  const prepared = pages.browser();
  for (const name of ['isocenter', 'isocenter-device', 'isocenter-step'])
    prepared.cookies.set(name, 'A'.repeat(43));
  await prepared.post('/login', { name: 'ada', password });
  for (const name of ['isocenter', 'isocenter-device'])
    expect(prepared.cookies.get(name)).not.toBe('A'.repeat(43));
  // The session of somebody else that a browser was given ends with the login, and does not become theirs.
  await pages.addAdministrator('eve');
  const victim = pages.browser();
  victim.cookies.set('isocenter', attacker.cookies.get('isocenter')!);
  await victim.post('/login', { name: 'eve', password });
  expect((await attacker.get('/api/users')).status).toBe(401);
  expect((await victim.get('/api/me')).text).toContain('"eve"');
});

it('the name of the host, the scheme and cookies that are not of this host change nothing', async () => {
  const browser = pages.browser();
  await browser.post('/login', { name: 'ada', password });
  const session = browser.cookies.get('isocenter')!;
  const elsewhere = pages.browser();
  // Through a proxy only the cookie counts that TLS and this host protect.
  elsewhere.cookies.set('isocenter', session);
  expect((await elsewhere.get('/api/users', from(1))).status).toBe(401);
});
