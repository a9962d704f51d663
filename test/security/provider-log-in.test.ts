/** Logging in at an OpenID Connect provider: with a real one, and with one that lies. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import {
  exportJWK,
  exportSPKI,
  generateKeyPair,
  importJWK,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { everything, type ResultFor, type WaysIn } from '../../src/contract/index.ts';
import type { OidcSettings } from '../../src/http/index.ts';
import type { Browser } from '../support/browser.ts';
import { DishonestIssuer } from '../support/dishonest-issuer.ts';
import { clientId, clientSecret, OidcProvider } from '../support/oidc-provider.ts';
import { PagesDoor, password } from '../support/pages-door.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { drain, tester } from '../support/temp-archive.ts';

const day = 86_400_000;
const directory = new TemporaryDirectory('oidc');
const secretFile = directory.join('secret');
writeFileSync(secretFile, `${clientSecret}\n`);

const settingsFor = (issuer: string): OidcSettings => ({
  ...{ issuer, clientId, clientSecretFile: secretFile, scopes: ['openid', 'profile', 'email'] },
  ...{ nameClaim: 'preferred_username', roleClaim: 'roles', label: 'the clinic' },
  roles: { admins: 'administrator', readers: 'viewer', senders: 'uploader' },
  ...{
    groupClaim: 'groups',
    groups: { 'neuro imaging': 'neuro', cardiology: 'heart', 'heart team': 'heart' },
  },
});

let pages: PagesDoor;
const rightsOf = (name: string) => [...pages.access.user(name, '').rights].sort();
const names = () => pages.access.users().map(({ name }) => name);

describe('with a provider', () => {
  let provider: OidcProvider;
  const ada = { sub: 'f7c1', preferred_username: 'Ada', roles: ['readers', 'cooks'] };

  beforeEach(async () => {
    provider = await OidcProvider.open();
    pages = await PagesDoor.open({ oidc: settingsFor(provider.issuer) });
    await provider.registerClient(`${pages.url}/login/provider/callback`);
    provider.person = ada;
  });
  afterEach(async () => {
    await pages[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });

  /** Away and back. Resolves to the last answer, and the address that the provider sent the browser to. */
  async function logIn(browser: Browser, from = '/login/provider') {
    const away = await browser.get(from);
    expect(away.status, away.text).toBe(303);
    const back = (await provider.visit(away.location!)).replace(pages.url, '');
    return { answer: await browser.get(back), back };
  }

  const rightsIn = async (browser: Browser) =>
    (await browser.ask<ResultFor<'me'>>('/api/me')).json.may.map(({ right }) => right);
  const providerOf = async (browser: Browser) => (await browser.ask<WaysIn>('/api/me/ways-in')).json.provider;

  it('makes an account with the roles of the provider, and finds it again by issuer and subject', async () => {
    const browser = pages.browser();
    expect((await browser.get('/login')).text).toContain('Log in with the clinic');
    const { answer } = await logIn(browser, '/login/provider?next=/somewhere');
    expect(answer).toMatchObject({ status: 303, location: '/somewhere' });
    expect(await rightsIn(browser)).toEqual(['find', 'view', 'download']);
    expect(rightsOf('ada')).toEqual(['download', 'find', 'view']);
    provider.person = { ...ada, preferred_username: 'lovelace' };
    await logIn(pages.browser());
    expect(names()).toEqual(['ada']);
  });

  it('follows the roles at each login, and leaves alone what was granted here', async () => {
    await logIn(pages.browser());
    await pages.access.grant(tester, 'ada', { rights: ['send'], scope: everything, expiresAt: null });
    provider.person = { ...ada, roles: ['senders'] };
    await logIn(pages.browser());
    expect(rightsOf('ada')).toEqual(['send', 'store']);
    provider.person = { ...ada, roles: [] };
    expect((await logIn(pages.browser())).answer.status).toBe(303);
    expect(rightsOf('ada')).toEqual(['send']);
  });

  describe('groups', () => {
    const whole = { scope: everything, expiresAt: null };
    const members = (name: string) => pages.access.groups.list().find((one) => one.name === name)!.members;
    const comeWith = async (...groups: string[]) => {
      provider.person = { ...ada, roles: [], groups };
      return (await logIn(pages.browser())).answer.status;
    };
    beforeEach(async () => {
      await pages.addAdministrator('root');
      const { groups } = pages.access;
      await groups.add(tester, { name: 'neuro', grant: { ...whole, rights: ['find', 'view', 'download'] } });
      await groups.add(tester, { name: 'heart', members: ['root'], grant: { ...whole, rights: ['store'] } });
      await groups.add(tester, { name: 'empty' });
    });

    it('follow the provider at each login, and whom somebody put in by hand stays', async () => {
      expect(await comeWith('neuro imaging', 'heart team', 'cardiology', 'cooks')).toBe(303);
      expect([members('neuro'), members('heart'), rightsOf('ada')]).toEqual([
        ...[['ada'], ['root', 'ada'], ['download', 'find', 'store', 'view']],
      ]);
      await pages.access.groups.join(tester, 'neuro', ['ada']);
      expect(await comeWith('cardiology')).toBe(303);
      expect([members('neuro'), members('heart')]).toEqual([['ada'], ['root', 'ada']]);
      expect(await comeWith()).toBe(303);
      expect([members('neuro'), members('heart'), rightsOf('ada')]).toEqual([
        ...[['ada'], ['root'], ['download', 'find', 'view']],
      ]);
    });

    it('let in who has no role, once they allow something', async () => {
      expect(await comeWith('cooks')).toBe(403);
      await pages.access.groups.remove(tester, 'heart');
      expect(await comeWith('cardiology')).toBe(403);
      await pages.access.groups.add(tester, { name: 'heart' });
      expect(await comeWith('cardiology')).toBe(403);
      expect(names()).toEqual(['root']);
      await pages.access.groups.grant(tester, 'heart', { ...whole, rights: ['find'] });
      expect(await comeWith('cardiology')).toBe(303);
      expect(rightsOf('ada')).toEqual(['find']);
    });

    it('are left 30 days after the last login, and with the account or its connection', async () => {
      await comeWith('neuro imaging');
      pages.now += 29 * day;
      expect(await comeWith('neuro imaging')).toBe(303);
      pages.now += 29 * day;
      expect([members('neuro'), rightsOf('ada')]).toEqual([['ada'], ['download', 'find', 'view']]);
      pages.now += 2 * day;
      expect([members('neuro'), rightsOf('ada')]).toEqual([[], []]);
      await comeWith('neuro imaging');
      await pages.access.removeUser(tester, 'ada');
      await pages.access.addUser(tester, { name: 'ada' });
      expect(members('neuro')).toEqual([]);
      provider.person = { ...ada, groups: ['neuro imaging'] };
      const root = await pages.loggedIn('root');
      await logIn(root, '/login/provider/connect');
      expect(members('neuro')).toEqual(['root']);
      await root.ask('/api/me/provider', 'DELETE');
      expect([members('neuro'), members('heart')]).toEqual([[], ['root']]);
    });

    it('are on record', async () => {
      await comeWith('neuro imaging');
      await drain(
        pages.temporary.archive.rebuild(tester, { parametersOnly: false }, new AbortController().signal),
      );
      await pages.reopen();
      expect(pages.access.groups.list().find(({ name }) => name === 'neuro')).toMatchObject({
        ...{ members: ['ada'], fromProvider: ['ada'] },
      });
    });
  });

  it('lets nobody in who has no role, nor any longer', async () => {
    provider.person = { ...ada, roles: ['cooks'] };
    expect((await logIn(pages.browser())).answer).toMatchObject({
      status: 403,
      text: expect.stringContaining('knows you, but nothing there says what you may do here'),
    });
    expect(names()).toEqual([]);
    provider.person = ada;
    await logIn(pages.browser());
    provider.person = { ...ada, roles: [] };
    expect((await logIn(pages.browser())).answer.status).toBe(403);
    expect(rightsOf('ada')).toEqual([]);
  });

  it('lets the rights of whoever stays away for 30 days end', async () => {
    await logIn(pages.browser());
    pages.now += 29 * day;
    await logIn(pages.browser());
    pages.now += 29 * day;
    expect(rightsOf('ada')).toEqual(['download', 'find', 'view']);
    pages.now += 2 * day;
    expect(rightsOf('ada')).toEqual([]);
  });

  it('never gives an account to somebody of the same name', async () => {
    await pages.addAdministrator('ada');
    expect((await logIn(pages.browser())).answer).toMatchObject({
      status: 409,
      text: expect.stringContaining('There is an account named ada already'),
    });
    expect(rightsOf('ada')).toContain('administer');
  });

  it('is connected with an account by who is logged in to both, and disconnected', async () => {
    await pages.addAdministrator('root');
    const browser = await pages.loggedIn('root');
    await logIn(browser, '/login/provider/connect');
    expect(await providerOf(browser)).toEqual({ label: 'the clinic', isConnected: true });
    const other = pages.browser();
    await logIn(other);
    expect((await other.get('/api/me')).text).toContain('"root"');
    expect((await browser.ask('/api/me/provider', 'DELETE')).status).toBe(200);
    expect(await providerOf(browser)).toMatchObject({ isConnected: false });
    await logIn(pages.browser());
    expect(names()).toEqual(['ada', 'root']);
  });

  it('is not connected by a link of another site, by a login of long ago, nor in the session of somebody else', async () => {
    await pages.addAdministrator('root');
    const browser = await pages.loggedIn('root');
    const linked = await browser.get('/login/provider/connect', { 'sec-fetch-site': 'cross-site' });
    expect(linked.location).toBe('/account');
    const away = await browser.get('/login/provider/connect');
    const back = (await provider.visit(away.location!)).replace(pages.url, '');
    await pages.addAdministrator('eve');
    const eve = await pages.loggedIn('eve');
    eve.cookies.set('isocenter-step', browser.cookies.get('isocenter-step')!);
    expect((await eve.get(back)).location).toBe('/login?next=/account');
    pages.now += 16 * 60_000;
    expect((await browser.get('/login/provider/connect')).status).toBe(403);
    expect(pages.access.users().filter(({ identity }) => identity)).toEqual([]);
  });

  it('keeps the connection over a rebuild', async () => {
    await logIn(pages.browser());
    await drain(
      pages.temporary.archive.rebuild(tester, { parametersOnly: false }, new AbortController().signal),
    );
    await pages.reopen();
    expect(pages.access.users()[0]).toMatchObject({
      name: 'ada',
      hasPassword: false,
      identity: { issuer: provider.issuer, subject: 'f7c1' },
    });
  });

  it('takes an answer once, in the browser that asked for it, for ten minutes', async () => {
    const browser = pages.browser();
    const { back } = await logIn(browser);
    expect((await browser.get(back)).status).toBe(401);
    const away = await pages.browser().get('/login/provider');
    const answer = (await provider.visit(away.location!)).replace(pages.url, '');
    expect((await pages.browser().get(answer)).status).toBe(401);
    const late = pages.browser();
    const lateBack = (await provider.visit((await late.get('/login/provider')).location!)).replace(
      pages.url,
      '',
    );
    pages.now += 11 * 60_000;
    expect((await late.get(lateBack)).status).toBe(401);
  });

  it('tells of a provider that does not answer, and lets people log in in another way', async () => {
    await provider[Symbol.asyncDispose]();
    await pages.addAdministrator('root');
    const browser = pages.browser();
    expect(await browser.get('/login/provider')).toMatchObject({
      status: 503,
      text: expect.stringContaining('the clinic does not answer'),
    });
    expect((await browser.post('/login', { name: 'root', password })).status).toBe(303);
    // It is asked again after a while, and not by everybody who comes.
    provider = await OidcProvider.open(Number(new URL(provider.issuer).port));
    await provider.registerClient(`${pages.url}/login/provider/callback`);
    expect((await browser.get('/login/provider')).status).toBe(503);
    pages.now += 6_000;
    expect((await browser.get('/login/provider')).status).toBe(303);
  });
});

describe('with an issuer that lies', () => {
  let issuer: DishonestIssuer;
  let browser: Browser;
  let asked: URLSearchParams;

  beforeEach(async () => {
    issuer = await DishonestIssuer.open();
    pages = await PagesDoor.open({ oidc: settingsFor(issuer.issuer) });
    browser = pages.browser();
  });
  afterEach(async () => {
    await pages[Symbol.asyncDispose]();
    await issuer[Symbol.asyncDispose]();
  });

  async function leave(): Promise<void> {
    asked = new URL((await browser.get('/login/provider')).location!).searchParams;
  }

  const comeBack = (more: Record<string, string | undefined> = {}) => {
    const query = { code: 'code', state: asked.get('state') ?? '', iss: issuer.issuer, ...more };
    const present = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
    return browser.get(`/login/provider/callback?${new URLSearchParams(present)}`);
  };

  const signed = (claims: JWTPayload = {}, header = {}, key = issuer.key) =>
    issuer.signed({ nonce: asked.get('nonce') ?? '', ...claims }, header, key);

  async function expectRefused(more: Record<string, string | undefined> = {}): Promise<void> {
    expect((await comeBack(more)).status).toBe(401);
    expect((await browser.get('/api/users')).status).toBe(401);
    expect(names()).toEqual([]);
  }

  it('a token that is right lets in, so that what follows means something; the code is bound by PKCE', async () => {
    await leave();
    issuer.idToken = await signed();
    expect((await comeBack()).status).toBe(303);
    expect(names()).toEqual(['ada']);
    const [{ codeVerifier, clientSecret: sent } = { codeVerifier: '', clientSecret: '' }] =
      issuer.tokenRequests;
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect(createHash('sha256').update(codeVerifier).digest('base64url')).toBe(asked.get('code_challenge'));
    expect(sent).toBe(clientSecret);
    expect(asked.toString()).not.toContain(encodeURIComponent(clientSecret));
  });

  it('is not asked for more once the token has said roles and groups, wherever in it', async () => {
    await pages[Symbol.asyncDispose]();
    const settings = { ...settingsFor(issuer.issuer), roleClaim: 'realm_access.roles' };
    pages = await PagesDoor.open({ oidc: settings });
    browser = pages.browser();
    // Where it says more there is nothing.
    issuer.metadata = { userinfo_endpoint: `${issuer.issuer}/nowhere` };
    await leave();
    issuer.idToken = await signed({ roles: undefined, realm_access: { roles: ['readers'] }, groups: [] });
    expect((await comeBack()).status).toBe(303);
    expect(rightsOf('ada')).toEqual(['download', 'find', 'view']);
  });

  const soon = () => Math.floor(Date.now() / 1_000);
  it.each<[string, () => JWTPayload]>([
    ['of another audience', () => ({ aud: 'another-client' })],
    ['for several audiences and another party', () => ({ aud: ['isocenter', 'other'], azp: 'other' })],
    ['of another issuer', () => ({ iss: 'https://issuer.example' })],
    ['with another nonce', () => ({ nonce: 'another' })],
    ['without a nonce', () => ({ nonce: undefined })],
    ['that is over', () => ({ exp: soon() - 600 })],
    ['of the future', () => ({ iat: soon() + 3_600, nbf: soon() + 3_600 })],
    ['that never ends', () => ({ exp: undefined })],
    ['of nobody', () => ({ sub: undefined })],
  ])('a token %s is refused', async (_, claims) => {
    await leave();
    issuer.idToken = await signed(claims());
    await expectRefused();
  });

  it('a token without a signature is refused', async () => {
    await leave();
    const payload = JSON.parse(
      Buffer.from((await signed()).split('.')[1]!, 'base64url').toString(),
    ) as JWTPayload;
    issuer.idToken = new UnsecuredJWT(payload).encode();
    await expectRefused();
    await leave();
    issuer.idToken = `${(await signed()).split('.').slice(0, 2).join('.')}.`;
    await expectRefused();
  });

  it('a token that is signed with a secret everybody knows is refused (algorithm confusion)', async () => {
    const key = await importJWK(issuer.publicKey, 'RS256', { extractable: true });
    const pem = await exportSPKI(key as typeof issuer.key);
    for (const secret of [pem, pem.trim(), JSON.stringify(issuer.publicKey), clientSecret]) {
      await leave();
      const payload = JSON.parse(
        Buffer.from((await signed()).split('.')[1]!, 'base64url').toString(),
      ) as JWTPayload;
      issuer.idToken = await new SignJWT(payload)
        .setProtectedHeader({ alg: 'HS256', kid: 'first' })
        .sign(Buffer.from(secret.padEnd(32, '\0')));
      await expectRefused();
    }
  });

  it('a token that is signed with a key of somebody else is refused (key mix-up)', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = await exportJWK(publicKey);
    for (const header of [
      { kid: 'first' },
      { kid: 'second' },
      { kid: undefined },
      { kid: 'first', jwk },
      { kid: 'second', jku: `${issuer.issuer}/keys` },
    ]) {
      await leave();
      issuer.idToken = await signed({}, header, privateKey);
      await expectRefused();
    }
    const elliptic = await generateKeyPair('ES256');
    await leave();
    issuer.idToken = await signed({}, { alg: 'ES256' }, elliptic.privateKey);
    await expectRefused();
  });

  it.each([
    ['another state', { state: 'another' }],
    ['no state', { state: undefined }],
    ['another issuer (RFC 9207)', { iss: 'https://issuer.example' }],
    ['no issuer, where it always says it', { iss: undefined }],
    ['an error', { code: undefined, error: 'access_denied' }],
  ])('an answer with %s is refused, and the login is over', async (_, more) => {
    await leave();
    issuer.idToken = await signed();
    await expectRefused(more);
    await expectRefused();
  });

  it.each<[string, Record<string, unknown>]>([
    ['another issuer', { issuer: 'https://issuer.example' }],
    ['keys where a cloud keeps its secrets', { jwks_uri: 'http://169.254.169.254/keys' }],
    ['tokens from a private network without TLS', { token_endpoint: 'http://10.0.0.1/token' }],
    ['tokens from a file', { token_endpoint: 'file:///etc/passwd' }],
  ])('metadata that name %s lead nowhere', async (_, metadata) => {
    issuer.metadata = metadata;
    const { status, location } = await browser.get('/login/provider');
    expect([303, 503]).toContain(status);
    if (status !== 303) return;
    asked = new URL(location!).searchParams;
    issuer.idToken = await signed();
    await expectRefused();
  });
});
