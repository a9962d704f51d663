/** Links by which people choose the password of their account, and accounts that are disabled. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { everything, roles } from '../../src/contract/index.ts';
import type { Browser } from '../support/browser.ts';
import { PagesDoor, password } from '../support/pages-door.ts';
import { tester } from '../support/temp-archive.ts';

const day = 86_400_000;
const other = 'another horse, wrong battery';

let pages: PagesDoor;
let browser: Browser;

beforeEach(async () => {
  pages = await PagesDoor.open();
  browser = pages.browser();
  await pages.addAdministrator('ada');
});
afterEach(() => pages[Symbol.asyncDispose]());

/** Path and secret of a new link. */
async function invite(name: string): Promise<readonly [path: string, secret: string]> {
  const { path } = await pages.access.invite(name);
  const [place = '', secret = ''] = path.split('#');
  return [place, secret];
}

const choose = (path: string, secret: string, chosen = other) =>
  browser.post(path, { secret, password: chosen, again: chosen });

describe('a link to an account', () => {
  it('sets the password once, logs in, and ends what was logged in with the old one', async () => {
    const before = await pages.loggedIn('ada');
    const [path, secret] = await invite('ada');
    expect((await browser.get(path)).text).toContain('name="password"');
    expect(await choose(path, secret)).toMatchObject({ status: 303, location: '/' });
    expect((await browser.get('/api/me')).status).toBe(200);
    expect((await before.get('/api/me')).status).toBe(401);
    expect((await choose(path, secret)).status).toBe(401);
    await expect(pages.access.logIns.byPassword('ada', password, '')).rejects.toThrow();
    await pages.access.logIns.byPassword('ada', other, '');
  });

  it('is worth nothing with another secret, for another account, after a newer one, after a week', async () => {
    await pages.access.addUser(tester, { name: 'bob' });
    const [path, older] = await invite('ada');
    const [, newer] = await invite('ada');
    for (const [where, secret] of [
      [path, ''],
      [path, older],
      ['/invitation/bob', newer],
      ['/invitation/nobody', newer],
      ['/invitation/__proto__', newer],
    ] as const)
      expect((await choose(where, secret)).status).toBe(401);
    pages.now += 7 * day;
    expect((await choose(path, newer)).status).toBe(401);
    await pages.access.logIns.byPassword('ada', password, '');
  });

  it('stays worth something after a weak password, and is not used by another site', async () => {
    const [path, secret] = await invite('ada');
    expect((await choose(path, secret, 'password')).status).toBe(400);
    const foreign = { origin: 'https://evil.example' };
    expect((await browser.post(path, { secret, password: other, again: other }, foreign)).status).toBe(403);
    expect((await choose(path, secret)).status).toBe(303);
  });
});

describe('a disabled account', () => {
  it('does nothing, by whatever way it comes, until it is enabled', async () => {
    const grant = { rights: [...roles.viewer], scope: everything, expiresAt: null };
    await pages.access.addUser(tester, { name: 'bob', password, grant });
    const { token } = await pages.access.createToken(tester, { name: 'backup', ...grant }, 'bob');
    const bob = await pages.loggedIn('bob');
    const [path, secret] = await invite('bob');
    expect(await pages.access.setDisabled(tester, 'bob', true)).toMatchObject({ isDisabled: true });
    expect((await bob.get('/api/me')).status).toBe(401);
    expect((await browser.post('/login', { name: 'bob', password })).status).toBe(401);
    expect((await choose(path, secret)).status).toBe(401);
    expect(() => pages.access.byToken(token, '')).toThrow(/gone or disabled/);
    expect(() => pages.access.admit({ kind: 'user', name: 'bob' }, '')).toThrow(/it is gone/);
    expect([...pages.access.reachOfUser('bob').rights]).toEqual(roles.viewer);
    await pages.access.setDisabled(tester, 'bob', false);
    pages.access.byToken(token, '');
    expect((await browser.post('/login', { name: 'bob', password })).status).toBe(303);
  });

  it('is not the one that somebody uses', async () => {
    await expect(pages.access.setDisabled({ kind: 'user', name: 'ada' }, 'ada', true)).rejects.toThrow(
      /the account they are using/,
    );
  });
});

it('says when it was last used, and tokens do', async () => {
  const grant = { rights: [...roles.viewer], scope: everything, expiresAt: null };
  const { token } = await pages.access.createToken(tester, { name: 'backup', ...grant });
  expect(pages.access.users()).toMatchObject([{ name: 'ada', seenAt: null }]);
  expect(pages.access.tokens()).toMatchObject([{ usedAt: null }]);
  const loggedInAt = pages.clock.now().toISOString();
  const ada = await pages.loggedIn('ada');
  await ada.post('/logout', {});
  pages.now += day;
  expect(pages.access.users()).toMatchObject([{ seenAt: loggedInAt }]);
  pages.access.byToken(token, '');
  expect(pages.access.tokens()).toMatchObject([{ usedAt: pages.clock.now().toISOString() }]);
});
