/** Passkeys in a real browser, whose authenticator is virtual, and what attackers would send instead. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ResultFor, WaysIn } from '../../src/contract/index.ts';
import { hasChromium, openChromium, VirtualAuthenticator } from '../support/chromium.ts';
import { PagesDoor, password } from '../support/pages-door.ts';
import { tester } from '../support/temp-archive.ts';

let chromium: Browser;
let pages: PagesDoor;
let context: BrowserContext;
let page: Page;
let authenticator: VirtualAuthenticator;
let site: string;

describe.skipIf(!hasChromium)('a passkey', () => {
  beforeAll(async () => {
    chromium = await openChromium();
  });
  afterAll(async () => {
    await chromium.close();
  });
  beforeEach(async () => {
    pages = await PagesDoor.open();
    await pages.addAdministrator('ada');
    // Passkeys do not work on bare addresses.
    site = pages.url.replace('127.0.0.1', 'localhost');
    context = await chromium.newContext();
    context.setDefaultTimeout(10_000);
    page = await context.newPage();
    authenticator = await VirtualAuthenticator.add(context, page);
  });
  afterEach(async () => {
    await context.close();
    await pages[Symbol.asyncDispose]();
  });

  async function logInWithPassword(): Promise<void> {
    await page.goto(`${site}/login`);
    await page.getByLabel('Account').fill('ada');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Log in', exact: true }).click();
    await page.waitForURL(`${site}/`);
  }

  /** What a page of ours asks of the API. */
  async function ask<Result>(
    path: string,
    method: 'GET' | 'POST' | 'DELETE' | 'PATCH' = 'GET',
    data?: object,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; json: Result }> {
    const response = await context.request.fetch(`${site}/api/me/${path}`, {
      ...{ method, headers: { origin: site, ...headers } },
      ...(data && { data }),
    });
    return { status: response.status(), json: (await response.json()) as Result };
  }

  /** The dialog is that of the browser; the page that has the script stands for any of ours. */
  async function addPasskey(name: string): Promise<void> {
    const { options, ticket } = (await ask<ResultFor<'myPasskeyBegin'>>('passkeys/begin', 'POST')).json;
    await page.goto(`${site}/login`);
    const answer = await page.evaluate<object>(
      `SimpleWebAuthnBrowser.startRegistration({ optionsJSON: ${JSON.stringify(options)} })`,
    );
    expect((await ask('passkeys', 'POST', { ticket, name, answer })).status).toBe(200);
  }

  async function logOut(): Promise<void> {
    await page.goto(site);
    await page.getByRole('button', { name: 'Log out' }).click();
  }

  async function logInWithPasskey(): Promise<void> {
    await page.goto(`${site}/login`);
    await page.getByRole('button', { name: 'Log in with a passkey' }).click();
  }

  /** What the page would send to log in; it is caught on its way, and the challenge stays unused. */
  async function caughtAnswer(): Promise<string> {
    const caught = Promise.withResolvers<string>();
    await page.route('**/login/passkey', (route) => {
      caught.resolve(new URLSearchParams(route.request().postData() ?? '').get('answer') ?? '');
      return route.abort();
    });
    await logInWithPasskey();
    const answer = await caught.promise;
    await page.unroute('**/login/passkey');
    return answer;
  }

  /** Sends an answer as a page of ours would, with the cookies of this browser. Resolves to the status. */
  async function send(answer: string, headers: Record<string, string> = {}): Promise<number> {
    const response = await context.request.post(`${site}/login/passkey`, {
      form: { answer },
      headers: { origin: site, ...headers },
      maxRedirects: 0,
    });
    return response.status();
  }

  /** A challenge for this browser that nobody has answered. */
  async function freshChallenge(): Promise<void> {
    await context.request.post(`${site}/login/passkey/begin`, { headers: { origin: site } });
  }

  const stepCookie = async () => (await context.cookies()).find(({ name }) => name === 'isocenter-step')!;

  it('is added, logs in without name or password, is listed and removed', async () => {
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await logInWithPassword();
    await addPasskey('my phone');
    expect(await authenticator.credentials()).toHaveLength(1);
    await logOut();
    await logInWithPasskey();
    await page.waitForURL(`${site}/`);
    const { passkeys, passkeySite } = (await ask<WaysIn>('ways-in')).json;
    expect([passkeys, passkeySite]).toMatchObject([[{ name: 'my phone', site: 'localhost' }], 'localhost']);
    expect(pages.access.users()[0]).toMatchObject({ passkeys: 1 });
    const path = `passkeys/${passkeys[0]!.id}`;
    expect((await ask(path, 'PATCH', { name: 'old phone' })).json).toMatchObject({ name: 'old phone' });
    expect((await ask('passkeys/none', 'PATCH', { name: 'nobody' })).status).toBe(404);
    expect((await ask(path, 'DELETE')).status).toBe(200);
    await logOut();
    await logInWithPasskey();
    await page.getByText('This passkey was not accepted.').waitFor();
    // Nothing that the policy of the pages forbids was tried; a refused login is a 401.
    expect(said.filter((text) => !/401/.test(text))).toEqual([]);
  });

  it('is not removed, nor a provider disconnected, by its owner when nothing else lets them in', async () => {
    const identity = {
      issuer: 'https://id.example.org',
      subject: '1',
      name: 'eve',
      roles: ['viewer' as const],
      groups: [],
    };
    const { caller, session } = await pages.access.logInAs(identity, 'Example', { address: '', agent: '' });
    await context.addCookies([{ name: 'isocenter', value: session, url: site }]);
    await page.goto(site);
    await addPasskey('phone');
    const [{ id } = { id: '' }] = pages.access.passkeysOf('eve');
    // Each leaves the other way in, as long as the other does not go at the same moment.
    const both = await Promise.allSettled([
      pages.access.disconnect(caller.actor, 'eve'),
      pages.access.removePasskey(caller.actor, 'eve', id),
    ]);
    expect(both).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'input/invalid' } },
    ]);
    expect(await ask(`passkeys/${id}`, 'DELETE')).toMatchObject({
      ...{ status: 400, json: { title: expect.stringContaining('no other way into the account') } },
    });
    // An administrator may: the device is in the hands of somebody else.
    await pages.access.removePasskey(tester, 'eve', id);
    expect(pages.access.passkeysOf('eve')).toEqual([]);
  });

  it('stands for the code of the authenticator app too', async () => {
    await logInWithPassword();
    await addPasskey('key');
    const { ticket, secret } = await pages.access.secondFactor.begin('ada', 'Isocenter', '');
    const { generate } = await import('otplib');
    await pages.access.secondFactor.confirm(
      ticket,
      'ada',
      await generate({ secret, epoch: Math.floor(pages.now / 1_000) }),
    );
    await logOut();
    await logInWithPasskey();
    await page.waitForURL(`${site}/`);
  });

  it('leads to where one wanted to go', async () => {
    await logInWithPassword();
    await addPasskey('key');
    await logOut();
    await page.goto(`${site}/login?next=/api/users`);
    await page.getByRole('button', { name: 'Log in with a passkey' }).click();
    await page.waitForURL('**/api/users');
  });

  it('answers a challenge once, and only in the browser that got it', async () => {
    await logInWithPassword();
    await addPasskey('key');
    await logOut();
    const answer = await caughtAnswer();
    const cookie = await stepCookie();
    await context.clearCookies();
    expect(await send(answer)).toBe(401);
    await context.addCookies([cookie]);
    expect(await send(answer)).toBe(303);
    await context.clearCookies();
    await context.addCookies([cookie]);
    expect(await send(answer)).toBe(401);
    await freshChallenge();
    expect(await send(answer)).toBe(401);
  });

  it('answers within five minutes', async () => {
    await logInWithPassword();
    await addPasskey('key');
    await logOut();
    const answer = await caughtAnswer();
    pages.now += 5 * 60_000;
    expect(await send(answer)).toBe(401);
  });

  it('is refused when anything of its answer was changed', async () => {
    await logInWithPassword();
    await addPasskey('key');
    await logOut();
    const changes: readonly ((answer: Answer) => void)[] = [
      ({ response }) => {
        response.signature = flipped(response.signature, 20);
      },
      ({ response }) => {
        // The flag that says the owner was recognized.
        response.authenticatorData = flipped(response.authenticatorData, 32);
      },
      ({ response }) => {
        const said = JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString()) as object;
        const other = JSON.stringify({ ...said, origin: 'https://evil.example' });
        response.clientDataJSON = Buffer.from(other).toString('base64url');
      },
      ({ response }) => {
        response.userHandle = 'AAAA';
      },
      (answer) => {
        answer.id = answer.rawId = 'AAAA';
      },
      (answer) => {
        answer.response = {} as Answer['response'];
      },
    ];
    for (const change of changes) {
      const answer = JSON.parse(await caughtAnswer()) as Answer;
      change(answer);
      expect(await send(JSON.stringify(answer))).toBe(401);
    }
    for (const text of ['', 'null', '{', '[]', '"x"', '{"__proto__":{"id":"x"}}']) {
      await freshChallenge();
      expect(await send(text)).toBe(401);
    }
  });

  it('is refused when its counter did not go up: then there is a copy of it', async () => {
    await logInWithPassword();
    await addPasskey('key');
    await logOut();
    await logInWithPasskey();
    await page.waitForURL(`${site}/`);
    await logOut();
    await authenticator.turnBackCounter(0);
    await logInWithPasskey();
    await page.getByText('This passkey was not accepted.').waitFor();
  });

  it('is refused when its device did not look who is there', async () => {
    await logInWithPassword();
    await addPasskey('key');
    await logOut();
    await authenticator.recognizes(false);
    await logInWithPasskey();
    await page.getByText('The passkey dialog was closed, or took too long.').waitFor();
  });

  it('of one host name is worth nothing under another, also through a relay that says it is us', async () => {
    await logInWithPassword();
    await addPasskey('key');
    await logOut();
    const answer = await caughtAnswer();
    const { value } = await stepCookie();
    const cookie = `__Host-isocenter-step=${value}`;
    const relayed = {
      cookie,
      host: 'evil.example',
      'x-forwarded-proto': 'https',
      origin: 'https://evil.example',
    };
    expect(await send(answer, relayed)).toBe(401);
    // What was shown to the relay is used up.
    expect(await send(answer)).toBe(401);
  });

  it('is not offered under a bare address', async () => {
    await page.goto(`${pages.url}/login`);
    expect(await page.getByRole('button', { name: 'Log in with a passkey' }).count()).toBe(0);
    const response = await context.request.post(`${pages.url}/login/passkey/begin`, {
      headers: { origin: pages.url },
    });
    expect(response.status()).toBe(400);
  });

  it('is not added for another account, by another site, nor by a login of long ago', async () => {
    await logInWithPassword();
    await pages.addAdministrator('eve');
    const own = await pages.access.passkeys.beginRegistration(
      'ada',
      { origin: site, id: 'localhost' },
      '127.0.0.1',
    );
    await expect(
      pages.access.passkeys.register(own.ticket, 'eve', 'key', {}, { origin: site, id: 'localhost' }),
    ).rejects.toMatchObject({ code: 'access/passkey-refused' });
    const foreign = await ask('passkeys/begin', 'POST', undefined, { origin: 'https://evil.example' });
    expect(foreign.status).toBe(403);
    pages.now += 16 * 60_000;
    expect((await ask('passkeys/begin', 'POST')).status).toBe(403);
  });
});

interface Answer {
  id: string;
  rawId: string;
  response: { clientDataJSON: string; authenticatorData: string; signature: string; userHandle?: string };
}

/** Base64url with one bit of a byte changed. */
function flipped(text: string, at: number): string {
  const bytes = Buffer.from(text, 'base64url');
  bytes[at]! ^= 0x04;
  return bytes.toString('base64url');
}
