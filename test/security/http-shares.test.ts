import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Access } from '../../src/access/index.ts';
import { type Clock, silentLogger, systemClock } from '../../src/base/index.ts';
import {
  type Caller,
  everything,
  type FindRow,
  localAdministrator,
  type Right,
} from '../../src/contract/index.ts';
import { apiRoutes, createAuthenticate, Downloads, pageRoutes, restRoutes } from '../../src/http/index.ts';
import { meOperations } from '../../src/http/rest/me.ts';
import { objectOperations } from '../../src/http/rest/objects.ts';
import { ownAccountOperations } from '../../src/http/rest/own-account.ts';
import { Jobs } from '../../src/jobs/index.ts';
import { Renderer, SeriesQuality, WorkerPool } from '../../src/render/index.ts';
import { openAccess } from '../support/access.ts';
import { Browser } from '../support/browser.ts';
import { type CorpusInstance, corpus } from '../support/corpus.ts';
import { Modality } from '../support/eventful-archive.ts';
import { fakeControl } from '../support/fake-control.ts';
import { type OpenDoor, openDoor } from '../support/http-door.ts';
import { TemporaryArchive, tester } from '../support/temp-archive.ts';

let now = Date.parse('2026-05-01T08:00:00Z');
const clock: Clock = { now: () => new Date(now), monotonic: () => now };
let temporary: TemporaryArchive;
let access: Access;
let door: OpenDoor;
let pool: WorkerPool;
let shared: CorpusInstance;
let other: CorpusInstance;
let doctor: Browser;

beforeEach(async () => {
  temporary = await TemporaryArchive.open();
  const { archive, directory } = temporary;
  const instances = [...corpus({ kind: 'tiny', studies: 2, instancesPerSeries: 2 })];
  await new Modality(temporary, 'TESTER', systemClock).send(instances);
  [shared, , other] = instances as [CorpusInstance, CorpusInstance, CorpusInstance];
  access = await openAccess(archive, directory.path, clock);
  const parts = { archive, authenticate: createAuthenticate(access), clock, logger: silentLogger };
  const jobs = new Jobs({
    catalog: temporary.parts.catalog,
    clock,
    logger: silentLogger,
    admit: async () => localAdministrator,
  });
  pool = new WorkerPool();
  const renderer = new Renderer({ archive, pool, thumbnails: directory.join('thumbnails') });
  const control = fakeControl({
    ...objectOperations(archive),
    ...meOperations(access),
    ...ownAccountOperations(access, { publicUrl: undefined, oidcIssuer: undefined, oidcLabel: '' }, clock),
  });
  door = await openDoor(
    apiRoutes({ ...parts, control }),
    restRoutes({
      ...parts,
      ...{
        control,
        jobs,
        renderer,
        quality: new SeriesQuality({ archive, pool }),
        version: '0',
        downloads: new Downloads(archive, clock),
      },
    }),
    pageRoutes(access),
  );
  doctor = new Browser(door.url);
});
afterEach(async () => {
  await door[Symbol.asyncDispose]();
  await pool.close();
  await temporary[Symbol.asyncDispose]();
});

const make = (
  more: { withCode?: boolean; viewOnly?: boolean; hidesIdentity?: boolean } = {},
  caller: Caller = localAdministrator,
) =>
  access.shares.create(caller, {
    ...{
      title: 'for a doctor',
      withCode: false,
      viewOnly: false,
      hidesIdentity: false,
      expiresAt: new Date(now + 86_400_000).toISOString(),
      ...more,
    },
    scope: { kind: 'rules', rules: [{ studyInstanceUid: shared.studyInstanceUid }] },
  });

const open = (path: string, browser = doctor, code = '') => {
  const [page = '', secret = ''] = path.split('#');
  return browser.post(page, { secret, code });
};

async function shownTo(browser: Browser): Promise<unknown[]> {
  const { rows } = JSON.parse((await browser.get('/api/studies')).text) as { rows: FindRow[] };
  return rows.map(({ StudyInstanceUID }) => StudyInstanceUID);
}

const never = { times: 0, lastAt: null };

describe('a share link', () => {
  it('shows its studies and gives them, and nothing else', async () => {
    const { path } = await make();
    expect(await open(path)).toMatchObject({ status: 303, location: '/shared' });
    expect((await doctor.get('/shared')).status).toBe(200);
    expect(await shownTo(doctor)).toEqual([shared.studyInstanceUid]);
    expect(JSON.parse((await doctor.get('/api/me')).text)).toMatchObject({
      actor: { kind: 'share' },
      share: { title: 'for a doctor', expiresAt: new Date(now + 86_400_000).toISOString() },
    });
    expect((await doctor.get(`/api/studies/${shared.studyInstanceUid}/zip`)).status).toBe(200);
    expect((await doctor.get(`/api/studies/${other.studyInstanceUid}/zip`)).status).toBe(404);
    expect((await doctor.post('/api/instances', {})).status).toBe(403);
    expect((await doctor.get('/api/me/ways-in')).status).toBe(403);
  });

  it('keeps its secret out of addresses: a script of ours reads it, and no other runs', async () => {
    const { path } = await make();
    expect(path).toMatch(/^\/share\/[0-9a-f]{12}#[\w-]{43}$/);
    const { text, headers } = await doctor.get(path.split('#')[0]!);
    const nonce = /<script nonce="([^"]+)">/.exec(text)![1];
    expect(headers.get('content-security-policy')).toContain(`script-src 'nonce-${nonce}'`);
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect((await doctor.get(path.split('#')[0]!)).text).not.toContain(nonce);
  });

  it('is worth nothing with another secret, after it has expired, or was revoked; open ones end too', async () => {
    const { id, path } = await make();
    expect((await open(`${path.slice(0, -1)}!`)).status).toBe(401);
    expect((await open(path.replace(id, '000000000000'))).status).toBe(401);
    await open(path);
    await access.shares.revoke(localAdministrator, id);
    expect((await doctor.get('/shared')).status).toBe(401);
    expect((await doctor.get(`/api/studies/${shared.studyInstanceUid}/zip`)).status).toBe(401);
    const again = await open(path);
    expect(again).toMatchObject({ status: 410, text: expect.stringContaining('This link was revoked') });
    const second = await make();
    await open(second.path);
    now += 86_400_001;
    expect((await doctor.get(`/api/studies/${shared.studyInstanceUid}/zip`)).status).toBe(401);
    const late = await open(second.path);
    expect(late).toMatchObject({ status: 410, text: expect.stringContaining('This link has expired') });
  });

  it('says that it is over to nobody but who has it', async () => {
    const { id, path } = await make({ withCode: true });
    await access.shares.revoke(localAdministrator, id);
    expect((await open(`${path.slice(0, -1)}!`)).text).not.toMatch(/revoked|expired/);
    expect((await open(path)).text).toContain('This link was revoked');
  });

  it('opens again when its revocation is taken back, by who revoked it', async () => {
    const sharer: Right[] = ['share', 'find', 'view', 'download'];
    await access.addUser(tester, { name: 'ada' });
    await access.grant(tester, 'ada', { rights: sharer, scope: everything, expiresAt: null });
    const ada = () => access.user('ada', '');
    const { id, path, code } = await make({ withCode: true }, ada());
    await open(path, doctor, code!);
    await access.shares.revoke(ada(), id);
    expect(access.shares.list(ada())).toMatchObject([{ id, revokedAt: new Date(now).toISOString() }]);
    await access.shares.restore(ada(), id);
    expect(access.shares.list(ada())).toMatchObject([{ id, revokedAt: null, opened: { times: 1 } }]);
    expect((await doctor.get('/shared')).status).toBe(401);
    await access.shares.revoke(localAdministrator, id);
    await expect(access.shares.restore(ada(), id)).rejects.toMatchObject({ code: 'archive/forbidden' });
    await access.shares.restore(localAdministrator, id);
    // The code was used up by the first browser.
    expect((await open(path, doctor, code!)).status).toBe(401);
  });

  it('for looking only shows its studies and gives no file', async () => {
    await open((await make({ viewOnly: true, hidesIdentity: false })).path);
    expect(await shownTo(doctor)).toEqual([shared.studyInstanceUid]);
    expect((await doctor.get(`/api/studies/${shared.studyInstanceUid}/zip`)).status).toBe(403);
  });

  it('that hides whose images it shows names nobody, and gives no file', async () => {
    const { id, hidesIdentity } = await (async () => {
      const made = await make({ hidesIdentity: true });
      await open(made.path);
      return made;
    })();
    expect(hidesIdentity).toBe(true);
    expect(access.shares.list(localAdministrator).find((one) => one.id === id)).toMatchObject({
      ...{ viewOnly: true, hidesIdentity: true },
    });
    const me = await doctor.get('/api/me');
    expect(JSON.parse(me.text)).toMatchObject({
      actor: { kind: 'share', name: id },
      share: { hidesIdentity: true },
    });
    const found = await doctor.get('/api/studies');
    expect(JSON.parse(found.text)).toMatchObject({ rows: [{ PatientName: null, PatientID: null }] });
    for (const { text } of [me, found]) expect(text).not.toContain(shared.patientId);
    expect(await shownTo(doctor)).toEqual([shared.studyInstanceUid]);
    expect((await doctor.get(`/api/studies/${shared.studyInstanceUid}/zip`)).status).toBe(403);
    expect((await doctor.get('/api/events/stream')).status).toBe(403);
  });

  it('says how often it was opened and when it last was', async () => {
    const { id, path, opened } = await make();
    const openedNow = () => access.shares.list(localAdministrator).find((one) => one.id === id)!.opened;
    expect([opened, openedNow()]).toEqual([never, never]);
    await open(`${path.slice(0, -1)}!`);
    await doctor.get(path.split('#')[0]!);
    expect(openedNow()).toEqual(never);
    await open(path);
    await doctor.get('/shared');
    now += 60_000;
    await open(path, new Browser(door.url));
    expect(openedNow()).toEqual({ times: 2, lastAt: new Date(now).toISOString() });
  });

  it('with a code opens in the first browser that knows it, and cannot be guessed for long', async () => {
    const { path, code } = await make({ withCode: true });
    expect(code).toMatch(/^\d{8}$/);
    expect((await doctor.get(path.split('#')[0]!)).text).toContain('name="code"');
    expect((await open(path)).status).toBe(401);
    expect((await open(path, doctor, code!)).status).toBe(303);
    expect((await open(path, new Browser(door.url), code!)).status).toBe(401);
    expect((await doctor.get('/shared')).status).toBe(200);
    const next = await make({ withCode: true });
    for (let i = 0; i < 5; i++) expect((await open(next.path, doctor, '00000000')).status).toBe(401);
    expect((await open(next.path, doctor, next.code!)).status).toBe(429);
  });

  it('shows no more than who made it may see now', async () => {
    await access.addUser(tester, { name: 'ada' });
    const rights: Right[] = ['share', 'find', 'view', 'download'];
    const { grants } = await access.grant(tester, 'ada', { rights, scope: everything, expiresAt: null });
    const { path } = await make({}, access.user('ada', ''));
    await open(path);
    expect((await doctor.get(`/api/studies/${shared.studyInstanceUid}/zip`)).status).toBe(200);
    await access.ungrant(tester, 'ada', grants[0]!.id);
    expect((await doctor.get(`/api/studies/${shared.studyInstanceUid}/zip`)).status).toBe(403);
    await expect(make({}, access.user('ada', ''))).rejects.toMatchObject({ code: 'archive/forbidden' });
    await access.removeUser(tester, 'ada');
    expect(access.shares.list(localAdministrator)).toEqual([]);
  });

  it('is no account, also when a browser sends its session as that of a login', async () => {
    await open((await make()).path);
    doctor.cookies.set('isocenter', doctor.cookies.get('isocenter-share')!);
    expect((await doctor.get('/api/me/ways-in')).status).toBe(403);
    expect((await doctor.get('/')).text).not.toContain('You are logged in');
    const terms = { name: 'mine', rights: ['find'], expiresAt: new Date(now + 86_400_000).toISOString() };
    expect((await doctor.ask('/api/me/tokens', 'POST', terms)).status).toBe(403);
    expect(access.tokens()).toEqual([]);
    expect((await doctor.get('/shared')).status).toBe(200);
  });

  it('is not opened by another site', async () => {
    const { path } = await make();
    const [page = '', secret = ''] = path.split('#');
    expect((await doctor.post(page, { secret }, { origin: 'https://evil.example' })).status).toBe(403);
  });
});
