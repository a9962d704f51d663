/** Emergencies: who may, what opens, for how long, and who is told. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { controlSocketPath, createClient, httpTransport } from '../../src/client/index.ts';
import type { AuditRecord, Client, CreatedToken } from '../../src/contract/index.ts';
import { Browser } from '../support/browser.ts';
import { isocenter, isocenterJson } from '../support/command-line.ts';
import { type CorpusInstance, corpus } from '../support/corpus.ts';
import { run } from '../support/processes.ts';
import { sendInstances } from '../support/sender.ts';
import { type IsocenterServer, mainScript, nodeBinary, startIsocenter } from '../support/server.ts';

const password = 'a long and unusual sentence';
const reason = 'unconscious patient in the emergency room';
let server: IsocenterServer;
let client: Client;
let site: string;
let theirs: CorpusInstance;
let other: CorpusInstance;

beforeAll(async () => {
  server = await startIsocenter();
  client = createClient(httpTransport({ socketPath: controlSocketPath(server.data) }));
  site = `http://localhost:${server.httpPort}`;
  [theirs, other] = [...corpus({ kind: 'tiny', studies: 2, instancesPerSeries: 1, seed: 700 })] as [
    CorpusInstance,
    CorpusInstance,
  ];
  await sendInstances(server.peer, 'MODALITY', [theirs, other]);
  const whole = { scope: { kind: 'everything' as const }, expiresAt: null };
  await client.userAdd({ name: 'ada', password, grant: { ...whole, rights: ['breakGlass'] } });
  await client.userAdd({ name: 'bob', password, grant: { ...whole, rights: ['store'] } });
});
afterAll(() => server.stop());

const basic = (user: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});

function ask(user: string, path: string, body?: object): Promise<Response> {
  return fetch(`http://127.0.0.1:${server.httpPort}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      ...basic(user),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
}
const sees = async (user: string, { studyInstanceUid }: CorpusInstance) =>
  (await ask(user, `/dicom-web/studies/${studyInstanceUid}/metadata`)).status === 200;

/** What the audit log says of them, the newest last. */
const openings = async (): Promise<AuditRecord[]> =>
  (await isocenterJson<AuditRecord[]>(server, ['audit', 'list', '--actor', 'ada'])).filter(
    ({ via }) => via === 'POST /api/break-glass',
  );

it('opens what is named for who has the right, says so to administrators, and nothing else', async () => {
  expect(await sees('ada', theirs)).toBe(false);
  const patientId = theirs.patientId;
  expect((await ask('bob', '/api/break-glass', { reason, patientId })).status).toBe(403);
  expect((await ask('ada', '/api/break-glass', { reason: 'why', patientId })).status).toBe(400);
  expect((await ask('ada', '/api/break-glass', { reason, patientId, minutes: 100_000 })).status).toBe(400);
  expect((await ask('ada', '/api/break-glass', { reason, patientId: 'NOBODY' })).status).toBe(404);
  expect((await ask('ada', '/api/break-glass', { reason })).status).toBe(400);
  expect(await sees('ada', theirs)).toBe(false);

  const opened = await ask('ada', '/api/break-glass', { reason, patientId, minutes: 30 });
  expect(opened.status).toBe(200);
  const { expiresAt } = (await opened.json()) as { expiresAt: string };
  expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(30 * 60_000);
  expect([await sees('ada', theirs), await sees('ada', other), await sees('bob', theirs)]).toEqual([
    ...[true, false, false],
  ]);

  const { users } = await client.usersList();
  const grants = users.find(({ name }) => name === 'ada')!.grants;
  expect(grants).toContainEqual(
    expect.objectContaining({ reason, expiresAt, rights: ['find', 'view', 'download'] }),
  );
  const audit = await isocenter(server, 'audit', 'list', '--actor', 'ada', '--json');
  expect(audit.stdout).toContain(reason);
  expect((await openings()).at(-1)).toMatchObject({
    ...{ action: 'breakGlass', outcome: 'done', reason },
    ...{ patients: [expect.stringMatching(`^${patientId}\\\\`)], studies: [theirs.studyInstanceUid] },
  });
  expect((await isocenter(server, 'audit', 'verify')).code).toBe(0);
  const doctor = await isocenter(server, 'doctor');
  expect(doctor.stdout).toMatch(/WARNING\s+Emergencies: ada broke glass/);
  const events = await isocenter(server, 'events', '--json');
  expect(events.stdout).toContain('access.glass-broken');
  // The reason may name somebody: it is in no log.
  expect(server.stderr).not.toContain(reason);
});

it('one study alone can be opened, and it ends when it is taken back', async () => {
  const { studyInstanceUid } = other;
  expect((await ask('ada', '/api/break-glass', { reason, studyInstanceUid })).status).toBe(200);
  expect(await sees('ada', other)).toBe(true);
  expect((await openings()).at(-1)).toMatchObject({
    ...{ patients: [expect.stringMatching(`^${other.patientId}\\\\`)], studies: [studyInstanceUid] },
  });
  const grants = (await client.usersList()).users.find(({ name }) => name === 'ada')!.grants;
  for (const { id, reason } of grants) if (reason) await client.userUngrant({ name: 'ada', id });
  expect([await sees('ada', theirs), await sees('ada', other)]).toEqual([false, false]);
});

it('the command line opens with a token of an account, and shows and ends what is open', async () => {
  await client.userGrant({
    name: 'bob',
    rights: ['breakGlass'],
    scope: { kind: 'everything' },
    expiresAt: null,
  });
  const bob = new Browser(site);
  await bob.post('/login', { name: 'bob', password });
  const { token } = (
    await bob.ask<CreatedToken>('/api/me/tokens', 'POST', {
      ...{ name: 'shell', rights: ['breakGlass'] },
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    })
  ).json;
  const asBob = (...args: string[]) =>
    run(nodeBinary, [mainScript, 'break-glass', ...args, '--server', site, '--token', token, '--json']);
  const open = ['open', '--study', other.studyInstanceUid, '--reason', reason, '--minutes', '15'];
  const opened = await asBob(...open);
  expect({ ...opened, stdout: '' }).toMatchObject({ code: 0 });
  expect(await sees('bob', other)).toBe(true);
  const emergencies = JSON.parse((await asBob('list')).stdout) as { id: string }[];
  expect(emergencies).toMatchObject([
    { account: 'bob', reason, rules: [{ studyInstanceUid: other.studyInstanceUid }] },
  ]);
  const shown = await isocenter(server, 'break-glass');
  expect(shown.stdout).toMatch(new RegExp(`bob +study .*${reason}`));
  expect((await asBob('end', emergencies[0]!.id)).code).toBe(0);
  expect(await sees('bob', other)).toBe(false);
  expect((await asBob('end', emergencies[0]!.id)).code).not.toBe(0);
  // Whoever has the data directory has no account, and needs none.
  expect((await isocenter(server, 'break-glass', ...open)).stderr).toContain('without an account');
});

it('who is no administrator neither sees nor ends what others opened', async () => {
  expect((await ask('ada', '/api/break-glass', { reason, patientId: other.patientId })).status).toBe(200);
  const [{ id } = { id: '' }] = (await client.emergenciesList({})).emergencies;
  expect(await (await ask('bob', '/api/break-glass')).json()).toEqual({ emergencies: [] });
  const end = (user: string) =>
    fetch(`${site}/api/break-glass/${id}`, { method: 'DELETE', headers: basic(user) });
  expect([(await end('bob')).status, (await end('ada')).status]).toEqual([404, 200]);
  expect(await sees('ada', other)).toBe(false);
});
