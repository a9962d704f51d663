import { afterAll, beforeAll, expect, it } from 'vitest';
import type {
  AuditRecord,
  AuditVerification,
  CreatedToken,
  FindResult,
  FindRow,
  ResultFor,
} from '../../src/contract/index.ts';
import { isocenter, isocenterJson } from '../support/command-line.ts';
import { findInstances } from '../support/sender.ts';
import { type IsocenterServer, startIsocenter } from '../support/server.ts';

let server: IsocenterServer;
beforeAll(async () => {
  server = await startIsocenter();
  await isocenter(server, 'demo');
});
afterAll(async () => {
  await server.stop();
});

it('every door notes who did what to which study, from where, and nothing of the patient', async () => {
  const { token, id } = await isocenterJson<CreatedToken>(server, [
    'token',
    'create',
    'lab',
    '--role',
    'viewer',
  ]);
  const authorization = `Bearer ${token}`;
  const base = `http://127.0.0.1:${server.httpPort}`;
  const found = await fetch(`${base}/api/find`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ level: 'study', match: { PatientName: '*' } }),
  });
  const [{ StudyInstanceUID: study, PatientName: name } = {}] = ((await found.json()) as FindResult).rows;
  await (
    await fetch(`${base}/dicom-web/studies/${study}/metadata`, { headers: { authorization } })
  ).arrayBuffer();
  await (
    await fetch(`${base}/dicom-web/studies?PatientName=${name}`, { headers: { authorization } })
  ).arrayBuffer();
  await (await fetch(`${base}/api/users`, { headers: { authorization } })).arrayBuffer();
  await (await fetch(`${base}/api/users`)).arrayBuffer();
  await findInstances(server.peer, [
    { studyInstanceUid: String(study), seriesInstanceUid: '1.2', sopInstanceUid: '1.3', sha256: '' },
  ]);
  const records = await isocenterJson<AuditRecord[]>(server, ['audit', 'list']);
  const lab = { kind: 'token', name: `lab (${id})` };
  const from = { address: '127.0.0.1' };
  expect(records).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        via: 'POST /api/demo',
        action: 'administer',
        actor: expect.objectContaining({ kind: 'local' }),
      }),
      expect.objectContaining({ via: 'POST /api/find', actor: lab, ...from, outcome: 'done' }),
      expect.objectContaining({
        ...{ via: 'GET /dicom-web/studies/:study/metadata', action: 'view', actor: lab, ...from },
        studies: [study],
      }),
      expect.objectContaining({
        via: 'GET /api/users',
        outcome: 'refused',
        actor: expect.objectContaining({ name: 'anonymous' }),
      }),
      expect.objectContaining({ via: 'GET /api/users', outcome: 'refused', actor: lab }),
      expect.objectContaining({ via: 'C-FIND', action: 'find', studies: [study], ...from }),
    ]),
  );
  expect(JSON.stringify(records)).not.toContain(String(name));
  expect(JSON.stringify(records)).not.toContain(token.slice(-43));
  const mine = await isocenterJson<AuditRecord[]>(server, ['audit', 'list', '--study', String(study)]);
  expect(new Set(mine.flatMap(({ studies }) => studies))).toEqual(new Set([study]));
});

it('a file that was made ready is noted with the studies that it was asked for with, when it is fetched', async () => {
  const { token, id } = await isocenterJson<CreatedToken>(server, [
    ...['token', 'create', 'taker', '--role', 'viewer'],
  ]);
  const authorization = `Bearer ${token}`;
  const base = `http://127.0.0.1:${server.httpPort}`;
  const [row] = await isocenterJson<FindRow[]>(server, ['find', 'studies']);
  const study = String(row?.StudyInstanceUID);
  const prepared = await fetch(`${base}/api/downloads`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ selection: { query: { match: { StudyInstanceUID: study } } } }),
  });
  const { path } = (await prepared.json()) as ResultFor<'downloadPrepare'>;
  expect(
    (await (await fetch(`${base}${path}`, { headers: { authorization } })).bytes()).length,
  ).toBeGreaterThan(0);
  const records = await isocenterJson<AuditRecord[]>(server, ['audit', 'list', '--actor', `taker (${id})`]);
  expect(records.map(({ via, action, studies }) => ({ via, action, studies }))).toEqual([
    { via: 'POST /api/downloads', action: 'download', studies: [study] },
    { via: 'GET /api/downloads/:ticket', action: 'download', studies: [study] },
  ]);
});

it('is verified and exported while the server runs', async () => {
  expect(await isocenterJson<AuditVerification>(server, ['audit', 'verify'])).toMatchObject({
    problem: null,
  });
  const { stdout } = await isocenter(server, 'audit', 'export', '--format', 'fhir');
  const events = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(events.length).toBeGreaterThan(3);
  expect(
    events.every(
      ({ resourceType, recorded, agent, source }) =>
        resourceType === 'AuditEvent' && recorded && agent && source,
    ),
  ).toBe(true);
  expect(stdout).not.toMatch(/\[\]|\{\}/);
  const atna = (await isocenter(server, 'audit', 'export', '--format', 'atna')).stdout.trim().split('\n');
  expect(atna.length).toBeGreaterThanOrEqual(events.length);
  expect(atna.every((line) => /^<AuditMessage><EventIdentification .*<\/AuditMessage>$/.test(line))).toBe(
    true,
  );
});
