import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { api, everything, type ResultFor } from '../../src/contract/index.ts';
import { Browser } from '../support/browser.ts';
import { PagesDoor, password } from '../support/pages-door.ts';
import { tester } from '../support/temp-archive.ts';

const hour = 3_600_000;
const ada = { name: 'ada', password };

let pages: PagesDoor;
let browser: Browser;

beforeEach(() => open());
afterEach(async () => {
  await pages[Symbol.asyncDispose]();
});

async function open(trustedProxies: string[] = []): Promise<void> {
  pages = await PagesDoor.open({ trustedProxies });
  browser = pages.browser();
}

const addAda = () => pages.addAdministrator('ada');

describe('set-up', () => {
  const form = (key: string, more = {}) => ({ ...ada, again: password, key, ...more });

  it('makes the first administrator with the link, once', async () => {
    const key = pages.access.setUpKey!;
    expect((await browser.get(`/setup?key=${key}`)).text).toContain('name="password"');
    expect(await browser.post('/setup', form(key))).toMatchObject({ status: 303, location: '/' });
    expect((await browser.get('/api/me')).text).toContain('administer');
    expect(pages.access.setUpKey).toBeUndefined();
    expect((await browser.post('/setup', form(key, { name: 'eve' }))).status).toBe(404);
    expect(pages.access.users().map(({ name }) => name)).toEqual(['ada']);
  });

  it('is not there without the key, for who forwards, and under another name', async () => {
    const key = pages.access.setUpKey!;
    for (const [path, headers] of [
      ['/setup', {}],
      [`/setup?key=${key.slice(1)}x`, {}],
      [`/setup?key=${key}`, { 'x-forwarded-for': '127.0.0.1' }],
      [`/setup?key=${key}`, { forwarded: 'for=127.0.0.1' }],
      [`/setup?key=${key}`, { via: '1.1 tunnel' }],
    ] as const) {
      expect((await browser.get(path, headers)).status).toBe(404);
      expect(
        (await browser.post('/setup', form(key), 'via' in headers ? headers : { via: '1' })).status,
      ).toBe(404);
    }
    expect(pages.access.users()).toEqual([]);
  });

  it('is not done by another site, nor with a weak password', async () => {
    const key = pages.access.setUpKey!;
    expect((await browser.post('/setup', form(key), { origin: 'https://evil.example' })).status).toBe(403);
    const weak = await browser.post('/setup', form(key, { password: 'password', again: 'password' }));
    expect(weak).toMatchObject({ status: 400, text: expect.stringContaining('fewer than 10 characters') });
    expect(pages.access.users()).toEqual([]);
  });

  it('is over when an account was made in another way', async () => {
    const key = pages.access.setUpKey!;
    await addAda();
    expect((await browser.get(`/setup?key=${key}`)).status).toBe(404);
  });
});

describe('a session', () => {
  beforeEach(addAda);
  const logIn = () => browser.post('/login', { ...ada, next: '/somewhere' });

  it('begins with the right password, in a cookie that scripts and other sites do not get', async () => {
    expect(await logIn()).toMatchObject({ status: 303, location: '/somewhere' });
    expect(browser.lastSetCookies[0]).toMatch(/^isocenter=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    expect((await browser.get('/api/users')).status).toBe(200);
    expect((await browser.get('/api/me')).text).toContain('Test/1.0');
  });

  it('is a new one at each login, and the one that the browser brought is worth nothing', async () => {
    browser.cookies.set('isocenter', 'A'.repeat(43));
    await logIn();
    const first = browser.cookies.get('isocenter')!;
    expect(first).not.toBe('A'.repeat(43));
    await logIn();
    const second = browser.cookies.get('isocenter')!;
    expect(second).not.toBe(first);
    browser.cookies.set('isocenter', first);
    expect((await browser.get('/api/users')).status).toBe(401);
  });

  it('ends when nothing is done for an hour, and after three hours whatever is done', async () => {
    await logIn();
    for (let i = 0; i < 5; i++) {
      pages.now += 0.55 * hour;
      expect((await browser.get('/api/users')).status).toBe(200);
    }
    pages.now += 0.55 * hour;
    expect((await browser.get('/api/users')).status).toBe(401);
    await logIn();
    pages.now += 1.1 * hour;
    expect((await browser.get('/api/users')).status).toBe(401);
  });

  it('outlives a restart, and ends with the account', async () => {
    await logIn();
    const { cookies } = browser;
    await pages.reopen();
    browser = pages.browser();
    for (const [name, value] of cookies) browser.cookies.set(name, value);
    expect((await browser.get('/api/users')).status).toBe(200);
    await pages.access.removeUser(tester, 'ada');
    expect((await browser.get('/api/users')).status).toBe(401);
  });

  it('ends by logging out, by an administrator, and by a new password elsewhere', async () => {
    await logIn();
    const other = new Browser(browser.base);
    await other.post('/login', ada);
    const next = 'another horse battery';
    const changed = await browser.ask('/api/me/password', 'POST', { old: password, password: next });
    expect(changed.status).toBe(200);
    expect((await other.get('/api/users')).status).toBe(401);
    expect((await browser.get('/api/users')).status).toBe(200);
    await browser.post('/logout', {});
    expect(browser.cookies.has('isocenter')).toBe(false);
    await other.post('/login', { ...ada, password: next });
    await pages.access.setPassword('ada', password);
    expect((await other.get('/api/users')).status).toBe(401);
  });

  it('of one browser is ended from another', async () => {
    await logIn();
    const other = new Browser(browser.base);
    await other.post('/login', ada);
    const { sessions } = (await browser.ask<ResultFor<'mySessions'>>('/api/me/sessions')).json;
    const { id } = sessions.find(({ isCurrent }) => !isCurrent)!;
    await browser.ask(`/api/me/sessions/${id}`, 'DELETE');
    expect((await other.get('/api/users')).status).toBe(401);
    expect((await browser.get('/api/users')).status).toBe(200);
  });

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['an origin that only begins alike', { origin: 'http://127.0.0.1' }],
    ['no origin', { origin: '' }],
    ['what the browser calls another site', { 'sec-fetch-site': 'cross-site' }],
    ['a sibling site', { 'sec-fetch-site': 'same-site' }],
  ])('does nothing for %s', async (_, headers) => {
    await logIn();
    for (const path of ['/logout', '/login'])
      expect((await browser.post(path, { label: 'x', right: 'find' }, headers)).status).toBe(403);
    const response = await fetch(`${browser.base}/api/users/ada`, {
      method: 'DELETE',
      headers: { cookie: `isocenter=${browser.cookies.get('isocenter')}`, ...headers },
    });
    expect(response.status).toBe(403);
    expect(pages.access.tokens()).toEqual([]);
  });
});

describe('logging in', () => {
  beforeEach(addAda);

  it('says the same to an unknown name and a wrong password', async () => {
    const wrong = await browser.post('/login', { name: 'ada', password: 'wrong' });
    const unknown = await browser.post('/login', { name: 'eve', password: 'wrong' });
    expect(wrong.status).toBe(401);
    expect(unknown).toMatchObject({ status: 401, text: wrong.text });
  });

  it('leads to our own pages only', async () => {
    for (const next of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
      '/\n/x',
    ])
      expect((await browser.post('/login', { ...ada, next })).location).toBe('/');
    expect((await browser.post('/login', { ...ada, next: '/somewhere?else=1' })).location).toBe(
      '/somewhere?else=1',
    );
  });

  it('shows what was typed as text', async () => {
    const page = await browser.get(`/login?next=${encodeURIComponent('/"><script>alert(1)</script>')}`);
    expect(page.text).not.toContain('<script>');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self';/);
  });

  it('goes on from a browser that logged in before while others guess from its address', async () => {
    await browser.post('/login', ada);
    const guesser = new Browser(browser.base);
    for (let i = 0; i < 8; i++) await guesser.post('/login', { name: 'ada', password: `guess ${i}` });
    expect((await guesser.post('/login', ada)).status).toBe(429);
    expect((await browser.post('/login', ada)).status).toBe(303);
  });

  it('says over a proxy that is not trusted what is missing', async () => {
    const page = await browser.get('/login', {
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '203.0.113.5',
    });
    expect(page.text).toContain('trustedProxies');
  });
});

it('behind a trusted proxy with TLS, cookies are for this host alone, and the address is that of the person', async () => {
  await pages[Symbol.asyncDispose]();
  await open(['127.0.0.1']);
  await addAda();
  const host = 'images.example';
  const headers = {
    ...{ 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.5', 'x-forwarded-host': host },
    origin: `https://${host}`,
  };
  expect((await browser.post('/login', ada, headers)).status).toBe(303);
  expect(browser.lastSetCookies[0]).toMatch(
    /^__Host-isocenter=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
  );
  expect((await browser.get('/api/me', headers)).text).toContain('203.0.113.5');
});

describe('what makes a way in, over the API', () => {
  const terms = { name: 'script', rights: ['find'], scope: { kind: 'everything' } };
  const make = (credentials: Record<string, string>) =>
    fetch(`${pages.url}/api/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: pages.url, ...credentials },
      body: JSON.stringify(terms),
    });
  const cookieOf = ({ cookies }: Browser) => ({ cookie: `isocenter=${cookies.get('isocenter')}` });
  const later = () => {
    pages.now += 16 * 60_000;
  };

  it('asks the session of a browser for a login of the last 15 minutes, and says so', async () => {
    await addAda();
    const ada = await pages.loggedIn('ada');
    expect((await make(cookieOf(ada))).status).toBe(200);
    later();
    const old = await make(cookieOf(ada));
    expect([old.status, await old.json()]).toEqual([
      403,
      expect.objectContaining({ code: 'access/log-in-again', params: { minutes: 15 } }),
    ]);
    // Nor in the place of the other cookie.
    const moved = { cookie: `isocenter=none; isocenter-share=${ada.cookies.get('isocenter')}` };
    expect(await (await make(moved)).json()).toMatchObject({ code: 'access/log-in-again' });
    expect(pages.access.tokens()).toHaveLength(1);
    expect((await ada.get('/api/users')).status).toBe(200);
    expect((await make(cookieOf(await pages.loggedIn('ada')))).status).toBe(200);
  });

  it('is not for who lacks the right, however lately they came', async () => {
    const grant = { rights: ['find' as const], scope: everything, expiresAt: null };
    await pages.access.addUser(tester, { name: 'bob', password, grant });
    const bob = await pages.loggedIn('bob');
    later();
    expect(await (await make(cookieOf(bob))).json()).toMatchObject({ code: 'archive/forbidden' });
  });

  it('asks neither tokens nor passwords that come with the request', async () => {
    await addAda();
    const { token } = await pages.access.createToken(tester, {
      ...{ name: 'program', rights: ['administer'], scope: everything, expiresAt: null },
    });
    later();
    expect((await make({ authorization: `Bearer ${token}` })).status).toBe(200);
    const basic = Buffer.from(`ada:${password}`).toString('base64');
    expect((await make({ authorization: `Basic ${basic}` })).status).toBe(200);
  });

  it('is every route that makes a token, a password, an account or a grant to one', () => {
    const asking = Object.entries(api).filter(([, route]) => 'recentLogIn' in route);
    expect(asking.map(([name]) => name).sort()).toEqual([
      ...['groupAdd', 'groupGrant', 'groupJoin', 'myPasskeyAdd', 'myPasskeyBegin', 'myPasskeyRemove'],
      ...['myProviderDisconnect', 'myRecoveryCodes', 'myTokenCreate', 'myTotpBegin', 'myTotpConfirm'],
      ...['myTotpOff', 'tokenCreate', 'userAdd', 'userEnable', 'userGrant'],
      ...['userInvite', 'userPasskeyRemove', 'userPassword', 'userTotpOff'],
    ]);
  });
});
