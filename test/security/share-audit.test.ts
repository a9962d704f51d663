/** What the audit log says of links: which was opened, or guessed at, from where, and what it showed. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { controlSocketPath, createClient, httpTransport } from '../../src/client/index.ts';
import type { AuditRecord, Client, CreatedShare } from '../../src/contract/index.ts';
import { Browser } from '../support/browser.ts';
import { isocenterJson } from '../support/command-line.ts';
import { type CorpusInstance, corpus } from '../support/corpus.ts';
import { sendInstances } from '../support/sender.ts';
import { type IsocenterServer, startIsocenter } from '../support/server.ts';

let server: IsocenterServer;
let client: Client;
let shared: CorpusInstance;
let doctor: Browser;

beforeAll(async () => {
  server = await startIsocenter();
  client = createClient(httpTransport({ socketPath: controlSocketPath(server.data) }));
  [shared] = [...corpus({ kind: 'tiny', studies: 1, instancesPerSeries: 1, seed: 710 })] as [CorpusInstance];
  await sendInstances(server.peer, 'MODALITY', [shared]);
  doctor = new Browser(`http://127.0.0.1:${server.httpPort}`);
});
afterAll(() => server.stop());

const make = (): Promise<CreatedShare> =>
  client.shareCreate({
    scope: { kind: 'rules', rules: [{ studyInstanceUid: shared.studyInstanceUid }] },
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  });

/** Of a link, as the documentation says to look for it: what was done, how it ended, and the studies of it. */
async function recordsOf(link: string) {
  const records = await isocenterJson<AuditRecord[]>(server, ['audit', 'list', '--actor', link]);
  expect(records.every(({ actor, address }) => actor.kind === 'share' && address === '127.0.0.1')).toBe(true);
  return records.map(({ action, via, outcome, studies }) => ({ action, via, outcome, studies }));
}

const opened = { action: 'open link', via: 'POST /share/:id', studies: [] };

it('a link that is opened is there by its name, and so is what it shows', async () => {
  const { id, path } = await make();
  const [page = '', secret = ''] = path.split('#');
  expect(await doctor.post(page, { secret })).toMatchObject({ status: 303, location: '/shared' });
  expect((await doctor.get('/shared')).status).toBe(200);
  expect((await doctor.get(`/api/studies/${shared.studyInstanceUid}`)).status).toBe(200);
  expect(await recordsOf(id)).toEqual([
    { ...opened, outcome: 'done' },
    { action: 'find', via: 'GET /api/studies/:study', outcome: 'done', studies: [shared.studyInstanceUid] },
  ]);
});

it('who guesses at a link is there with the link that they guessed at, and without what they guessed', async () => {
  const { id, path } = await make();
  const [page = ''] = path.split('#');
  expect((await doctor.post(page, { secret: 'a guess' })).status).toBe(401);
  expect(await recordsOf(id)).toEqual([{ ...opened, outcome: 'refused' }]);
  expect((await doctor.post('/share/000000000000', { secret: 'a guess' })).status).toBe(401);
  expect(await recordsOf('000000000000')).toEqual([{ ...opened, outcome: 'refused' }]);
  expect((await doctor.post('/share/Doe^Jane', { secret: 'a guess' })).status).toBe(401);
  expect(await recordsOf('none')).toEqual([{ ...opened, outcome: 'refused' }]);
  expect(await recordsOf('Doe^Jane')).toEqual([]);
});

it('a link that another site would have opened is there too', async () => {
  const { id, path } = await make();
  const [page = ''] = path.split('#');
  expect((await doctor.post(page, {}, { origin: 'https://evil.example' })).status).toBe(403);
  expect(await recordsOf(id)).toEqual([{ ...opened, outcome: 'refused' }]);
});

it('whoever asks for what a link shows without having opened it is there as nobody', async () => {
  expect((await new Browser(doctor.base).get('/shared')).status).toBe(401);
  const records = await isocenterJson<AuditRecord[]>(server, ['audit', 'list', '--actor', 'anonymous']);
  expect(records).toContainEqual(expect.objectContaining({ via: 'GET /shared', outcome: 'refused' }));
});
