/** A damaged file that came over a door: seen, saved, tried again and discarded on the command line, and over the API. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AuditRecord, QuarantinedFile } from '../../src/contract/index.ts';
import { isocenter, isocenterJson } from '../support/command-line.ts';
import { corpusInstance } from '../support/corpus.ts';
import { run } from '../support/processes.ts';
import { type IsocenterServer, mainScript, nodeBinary, startIsocenter } from '../support/server.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const instance = corpusInstance(
  { kind: 'tiny', studies: 1, instancesPerSeries: 1, seed: 77 },
  { study: 0, series: 0, instance: 0 },
);
const damaged = instance.encode().subarray(0, -10);
const directory = new TemporaryDirectory('quarantine');

let server: IsocenterServer;
let url = '';
const tokens: Record<string, string> = {};

const ask = (path: string, as = 'admin', init: RequestInit = {}) =>
  fetch(`${url}${path}`, { ...init, headers: { authorization: `Bearer ${tokens[as]}`, ...init.headers } });

async function store(bytes: Uint8Array): Promise<number> {
  const headers = { 'content-type': 'application/dicom' };
  return (await ask('/api/instances', 'admin', { method: 'POST', headers, body: Buffer.from(bytes) })).status;
}

const listed = async () => await isocenterJson<QuarantinedFile[]>(server, ['quarantine']);

beforeAll(async () => {
  server = await startIsocenter();
  url = `http://127.0.0.1:${server.httpPort}`;
  for (const role of ['administrator', 'viewer']) {
    const args = ['token', 'create', role, '--role', role];
    tokens[role] = (await isocenterJson<{ token: string }>(server, args)).token;
  }
  tokens.admin = tokens.administrator!;
}, 120_000);
afterAll(async () => {
  await server?.stop();
  directory.remove();
});

it('is told of where people look', async () => {
  expect(await store(damaged)).toBe(400);
  const [file] = await listed();
  expect(file).toMatchObject({ kind: 'refused', code: 'dicom/truncated', origin: { via: 'upload' } });
  expect((await isocenter(server, 'doctor')).stdout).toMatch(
    /WARNING +Quarantine: 1 .*\n.*isocenter quarantine/,
  );
  expect((await isocenter(server, 'quarantine')).stdout).toContain('The data ends at byte');
  const shown = (await isocenter(server, 'quarantine', 'show', file!.id)).stdout;
  expect(shown).toMatch(/PatientID +P077/);
  expect(server.stderr).not.toContain(instance.patientId);
});

it('is saved as it is, from here and from elsewhere', async () => {
  const [file] = await listed();
  const [here, there] = [directory.join('here.dcm'), directory.join('there.dcm')];
  await isocenter(server, 'quarantine', 'save', file!.id, here);
  const remote = ['--server', url, '--token', tokens.admin!];
  const args = [mainScript, 'quarantine', 'save', file!.id, there, ...remote];
  expect(await run(nodeBinary, args)).toMatchObject({ code: 0 });
  const saved = readFileSync(here);
  expect(saved.equals(readFileSync(there))).toBe(true);
  expect(saved.subarray(-200).equals(Buffer.from(damaged.subarray(-200)))).toBe(true);
  const answer = await ask(`/api/quarantine/${file!.id}/content`);
  expect(answer.headers.get('content-disposition')).toContain(file!.id);
  expect(Buffer.from(await answer.arrayBuffer()).equals(saved)).toBe(true);
});

it('is nothing to others, and its names lead nowhere else', async () => {
  const [file] = await listed();
  for (const path of ['', `/${file!.id}`, `/${file!.id}/content`])
    expect((await ask(`/api/quarantine${path}`, 'viewer')).status).toBe(403);
  for (const id of ['none', '..', '..%2Flock', `${file!.id}%00`])
    expect((await ask(`/api/quarantine/${id}/content`)).status, id).toBeGreaterThanOrEqual(400);
});

it('is tried again, and deleted for good by who says so twice', async () => {
  const [file] = await listed();
  const again = await isocenter(server, 'quarantine', 'retry', file!.id);
  expect(again).toMatchObject({ code: 1, stdout: expect.stringContaining('refused') });
  expect(await isocenter(server, 'quarantine', 'discard', file!.id)).toMatchObject({ code: 2 });
  expect(await listed()).toHaveLength(1);
  const discarded = await isocenter(server, 'quarantine', 'discard', file!.id, '--yes');
  expect(discarded).toMatchObject({ code: 0, stdout: expect.stringContaining('1 file deleted') });
  expect((await isocenter(server, 'quarantine')).stderr).toContain('Nothing is in quarantine.');
});

it('is named by its digest, and by nothing else, in the audit log', async () => {
  const sha256 = createHash('sha256')
    .update(readFileSync(directory.join('here.dcm')))
    .digest('hex');
  const records = await isocenterJson<AuditRecord[]>(server, ['audit']);
  const ways = [
    'GET /api/quarantine/:id',
    'GET /api/quarantine/:id/content',
    'POST /api/quarantine/:id/export',
  ];
  for (const via of [...ways, 'POST /api/quarantine/:id/retry', 'POST /api/quarantine/discard'])
    expect(records).toContainEqual(expect.objectContaining({ via, outcome: 'done', files: [sha256] }));
  const refused = records.filter(({ outcome }) => outcome === 'refused');
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.every(({ files }) => files === undefined)).toBe(true);
});
