/**
 * A small archive on a FileStore and a record journal, run as a child process by the tests of this folder.
 *
 *     node store-child.ts DATA ACKFILE COUNT STREAMS [SEED [MODE]]
 *
 * Its catalog is a file of lines that is only synced when settling asks for it, as SQLite's log is. Every line
 * in ACKFILE is a promise: `blob KEY SHA256` or `record SEQUENCE TEXT`.
 */
import fs from 'node:fs';
import path from 'node:path';
import { FileStore, openDataDirectory, RecordJournal } from '../../src/store/index.ts';
import { seededRandom } from '../support/random.ts';
import { CATALOG, encodeHead, HEAD_LENGTH, openCatalog } from './store-archive.ts';

const [root, ackFile, count, streams, seed = '1', mode = 'link'] = process.argv.slice(2);
if (root === undefined || ackFile === undefined) throw new Error('DATA ACKFILE COUNT STREAMS [SEED [MODE]]');

const random = seededRandom(Number(seed));
const directory = openDataDirectory(root);
const catalog = openCatalog(path.join(root, CATALOG));
const acknowledge = (line: string): void => fs.appendFileSync(ackFile, `${line}\n`);
const store = new FileStore({ root, mode: mode === 'rename' ? 'rename' : 'link' });
store.startSettling({ flushCatalog: () => catalog.flush(), intervalMs: 5, maxItems: 4 });
const journal = await RecordJournal.open({ directory, maxSegmentBytes: 600 });

async function keepOne(stream: number, item: number): Promise<void> {
  const size = Math.floor(random() * 6000);
  const body = Uint8Array.from({ length: size }, () => Math.floor(random() * 256));
  const key = `studies/${process.pid % 100}/${stream}/${item >> 2}/${item}.dcm`;
  const draft = store.draft({ headLength: HEAD_LENGTH });
  for (let at = 0; at < size; at += 2000) await draft.append(body.subarray(at, at + 2000));
  const blob = await draft.seal((sha256) => encodeHead(key, sha256));
  blob.publish(key);
  catalog.add(key, blob.sha256);
  await store.confirm([blob]);
  acknowledge(`blob ${key} ${blob.sha256}`);
}

async function runStream(stream: number): Promise<void> {
  for (let item = 0; item < Number(count); item++) {
    await keepOne(stream, item);
    const text = `${stream}.${item}`;
    acknowledge(`record ${await journal.append('label', text)} ${text}`);
  }
}

await Promise.all(Array.from({ length: Number(streams) }, (_, stream) => runStream(stream)));
await store.close();
await journal.close();
catalog.close();
