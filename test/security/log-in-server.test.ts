/** A whole server: accounts from the command line, people who log in to them, and what the audit log says of it. */
import { generate } from 'otplib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AuditRecord, ListedUser, TotpSetUpAnswer } from '../../src/contract/index.ts';
import { Browser } from '../support/browser.ts';
import { isocenter, isocenterJson } from '../support/command-line.ts';
import { clientId, OidcProvider } from '../support/oidc-provider.ts';
import { run } from '../support/processes.ts';
import { type IsocenterServer, mainScript, nodeBinary, startIsocenter } from '../support/server.ts';

const password = 'correct horse battery';
let provider: OidcProvider;
let server: IsocenterServer;
let base: string;

beforeAll(async () => {
  provider = await OidcProvider.open();
  server = await startIsocenter({
    config: {
      ...{ oidcIssuer: provider.issuer, oidcClientId: clientId, oidcLabel: 'the clinic' },
      oidcRoles: { readers: 'viewer' },
    },
  });
  base = `http://127.0.0.1:${server.httpPort}`;
  await provider.registerClient(`${base}/login/provider/callback`, { isPublic: true });
  const added = await run(
    nodeBinary,
    [mainScript, 'user', 'add', 'ada', '--role', 'administrator', '--data', server.data],
    { input: `${password}\n` },
  );
  expect(added.code, added.stderr).toBe(0);
});
afterAll(async () => {
  await server.stop();
  await provider[Symbol.asyncDispose]();
});

const users = () => isocenterJson<ListedUser[]>(server, ['user', 'list']);

it('whoever may read the data directory turns the codes off for who lost them', async () => {
  const browser = new Browser(base);
  await browser.post('/login', { name: 'ada', password });
  const { secret, ticket } = (await browser.ask<TotpSetUpAnswer>('/api/me/totp', 'POST')).json;
  await browser.ask('/api/me/totp/confirm', 'POST', { ticket, code: await generate({ secret }) });
  expect(await users()).toMatchObject([{ name: 'ada', hasTotp: true }]);
  expect((await isocenter(server, 'user', 'list')).stdout).toContain('password and code');
  const locked = new Browser(base);
  expect((await locked.post('/login', { name: 'ada', password })).location).toMatch('/login/code');
  expect((await isocenter(server, 'user', 'totp', 'ada', '--off')).code).toBe(0);
  expect((await locked.post('/login', { name: 'ada', password })).location).toBe('/');
});

it('people log in at the provider that the settings name, without a secret too', async () => {
  provider.person = { sub: 'f7c1', preferred_username: 'grace', roles: ['readers'] };
  const browser = new Browser(base);
  expect((await browser.get('/login')).text).toContain('Log in with the clinic');
  const away = await browser.get('/login/provider');
  const back = await provider.visit(away.location!);
  expect((await browser.get(back.replace(base, ''))).status).toBe(303);
  expect((await browser.get('/api/me')).text).toContain('"grace"');
  expect((await isocenter(server, 'user', 'list')).stdout).toMatch(/grace\s+single sign-on/);
});

it('has no passkeys to begin with, and says so', async () => {
  expect((await isocenter(server, 'user', 'passkeys', 'ada')).stderr).toContain('ada has no passkeys');
  const missing = await isocenter(server, 'user', 'passkeys', 'ada', '--remove', 'AAAA');
  expect(missing.code).not.toBe(0);
  expect(missing.stderr).toContain('There is no such passkey');
});

it('the audit log says who logged in, who could not, and who changed how; and nothing they typed', async () => {
  await new Browser(base).post('/login', { name: 'ada', password: 'a wrong password' });
  const leaving = new Browser(base);
  await leaving.post('/login', { name: 'ada', password });
  // The second time there is nobody to log out.
  for (const _ of ['once', 'twice']) expect((await leaving.post('/logout', {})).status).toBe(303);
  const records = await isocenterJson<AuditRecord[]>(server, ['audit', 'list']);
  const of = (via: string) => records.filter((record) => record.via === via);
  const ada = { kind: 'user', name: 'ada' };
  expect(of('POST /login')).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ action: 'log in', outcome: 'done', actor: ada, address: '127.0.0.1' }),
      expect.objectContaining({
        action: 'log in',
        outcome: 'refused',
        actor: expect.objectContaining({ name: 'anonymous' }),
      }),
    ]),
  );
  expect(of('POST /logout')).toMatchObject([{ action: 'log out', outcome: 'done', actor: ada, count: 1 }]);
  expect(of('POST /api/me/totp/confirm')).toMatchObject([{ action: 'change credentials', actor: ada }]);
  expect(of('GET /login/provider/callback')).toMatchObject([
    { action: 'log in', outcome: 'done', actor: { kind: 'user', name: 'grace' } },
  ]);
  expect(of('DELETE /api/users/:name/totp')).toMatchObject([{ outcome: 'done', actor: { kind: 'local' } }]);
  const all = JSON.stringify(records) + server.stderr;
  for (const typed of [password, 'a wrong password', 'code=', 'state=']) expect(all).not.toContain(typed);
});
