/**
 * A whole server with its doors, and senders that use them, as one program whose system calls can be recorded:
 *
 *     node server-child.ts DATA ACKFILE INPUT COUNT SEED [DATABASE [PROMISES]]
 *
 * Four associations (new, too large for memory, twice, in conflict) and an import of the folder INPUT run side by
 * side; then studies are removed, restored and purged, a conflict is settled, a node is added, and more comes in.
 * Each line of ACKFILE is a promise; see support/promises.ts. After PROMISES of them it is gone, whatever it was doing.
 */
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApp } from '../../src/app.ts';
import { silentLogger } from '../../src/base/index.ts';
import { createClient, inProcessTransport } from '../../src/client/index.ts';
import { loadSettings, localAdministrator, systemActor } from '../../src/contract/index.ts';
import { type CorpusShape, corpus, corpusInstance } from '../support/corpus.ts';
import type { Promised } from '../support/promises.ts';
import { contentOf, encodeDataSet, sendInstances } from '../support/sender.ts';

const [data = '', ackFile = '', input = '', countText = '8', seedText = '1', database, promisesText] =
  process.argv.slice(2);
const [count, seed] = [Number(countText), Number(seedText)];
/** Longer than settling waits. */
const SETTLED_MS = 400;

const flags = { data, ...(database ? { database } : {}), dicomPort: 0, httpPort: 0, trashGraceDays: 0 };
const settings = loadSettings({ flags, env: {}, readFile: () => '' });
const app = await createApp(settings, { logger: silentLogger });
const addresses = await app.start();
const { port } = addresses.find(({ door }) => door === 'dicom') as { port: number };
const client = createClient(inProcessTransport(app.control, { ...localAdministrator, actor: systemActor }));

let promisesLeft = Number(promisesText ?? Number.POSITIVE_INFINITY);
function promise(promised: Promised): void {
  appendFileSync(ackFile, `${JSON.stringify(promised)}\n`);
  if (--promisesLeft === 0) process.exit(0);
}

async function send(title: string, shape: CorpusShape): Promise<void> {
  const keep = (content: ReturnType<typeof contentOf>) => promise({ verb: 'kept', content });
  const { refused } = await sendInstances({ port, aet: 'ISOCENTER' }, title, corpus(shape), undefined, keep);
  if (refused.length > 0) throw new Error(`${title}: ${JSON.stringify(refused)}`);
}

const fresh: CorpusShape = { kind: 'tiny', studies: 4, instancesPerSeries: Math.ceil(count / 4), seed };
const large: CorpusShape = {
  ...fresh,
  studies: 1,
  instancesPerSeries: 2,
  seed: seed + 1,
  override: () => ({ EncapsulatedDocument: new Uint8Array(1_100_000) }),
};
const otherwise: CorpusShape = { ...fresh, override: () => ({ ImageComments: 'other content' }) };
const late: CorpusShape = { ...fresh, seed: seed + 3 };

async function importInput(): Promise<void> {
  const run = client.importFiles({ paths: [input] });
  let step = await run.next();
  while (!step.done) step = await run.next();
  if (step.value.new !== count) throw new Error(`import: ${JSON.stringify(step.value)}`);
  const imported: CorpusShape = { kind: 'tiny', studies: 1, instancesPerSeries: count, seed: seed + 2 };
  for (const instance of corpus(imported))
    promise({ verb: 'kept', content: contentOf(instance, encodeDataSet(instance)) });
}

const studyOf = (study: number): string =>
  corpusInstance(fresh, { study, series: 0, instance: 0 }).studyInstanceUid;

async function remove(study: string): Promise<string> {
  promise({ verb: 'removing', study });
  await client.remove({ selection: { studies: [study] } });
  promise({ verb: 'removed', study });
  const { entries } = await client.trashList();
  return entries.find(({ studyInstanceUid }) => studyInstanceUid === study)!.id;
}

async function tidyUp(): Promise<void> {
  const [removed, restored, purged] = [studyOf(0), studyOf(1), late];
  await remove(removed);
  const id = await remove(restored);
  promise({ verb: 'restoring', study: restored });
  await client.trashRestore({ ids: [id] });
  promise({ verb: 'restored', study: restored });
  const study = corpusInstance(purged, { study: 0, series: 0, instance: 0 }).studyInstanceUid;
  const purging = await remove(study);
  promise({ verb: 'purging', study });
  await client.trashPurge({ ids: [purging] });
  promise({ verb: 'purged', study });
}

async function settleConflict(): Promise<void> {
  const instance = corpusInstance(otherwise, { study: 2, series: 0, instance: 0 });
  const content = contentOf(instance, encodeDataSet(instance));
  const { conflicts } = await client.conflictsList();
  const { id } = conflicts.find(({ sopInstanceUid }) => sopInstanceUid === instance.sopInstanceUid)!;
  promise({ verb: 'resolving', content });
  await client.conflictResolve({ id, keep: content.sha256 });
  promise({ verb: 'resolved', content });
}

await Promise.all([
  send('FRESH', fresh),
  send('LARGE', large),
  send('AGAIN', fresh),
  send('LATE', late),
  importInput(),
]);
await send('OTHER', { ...otherwise, firstStudy: 2, studies: 2 });
await sleep(SETTLED_MS);
await Promise.all([tidyUp(), settleConflict(), send('MORE', { ...fresh, seed: seed + 4 })]);
await client.nodesAdd({ name: 'ws1', aeTitle: 'WS1', host: '127.0.0.1', port: 104 });
promise({ verb: 'node', name: 'ws1' });
await app.stop();
