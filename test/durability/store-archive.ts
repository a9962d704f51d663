import fs from 'node:fs';
import path from 'node:path';
import { IsocenterError } from '../../src/base/index.ts';
import { FileStore, type Leftover, openDataDirectory, RecordJournal } from '../../src/store/index.ts';

/** Bytes in front of every blob of the test archive: its key and digest. */
export const HEAD_LENGTH = 160;
export const CATALOG = 'catalog.txt';

export function encodeHead(key: string, sha256: string): Uint8Array {
  return Buffer.from(`${key} ${sha256}`.padEnd(HEAD_LENGTH));
}

/** A catalog whose lines are durable only after `flush`. */
export function openCatalog(file: string): {
  add(key: string, sha256: string): void;
  flush(): Promise<void>;
  close(): void;
} {
  const fd = fs.openSync(file, 'a');
  return {
    // The line feed in front ends a line that a power cut tore.
    add: (key, sha256) => void fs.writeSync(fd, `\n${key} ${sha256}\n`),
    flush: () =>
      new Promise((resolve, reject) => fs.fdatasync(fd, (error) => (error ? reject(error) : resolve()))),
    close: () => fs.closeSync(fd),
  };
}

/**
 * Starts the test archive again after a crash, and tells which of the promises it does not keep. `acknowledged` are
 * lines of its acknowledgement file.
 */
export async function brokenPromises(root: string, acknowledged: readonly string[]): Promise<string[]> {
  const directory = openDataDirectory(root);
  const store = new FileStore({ root });
  const catalog = openCatalog(path.join(root, CATALOG));
  store.startSettling({ flushCatalog: () => catalog.flush() });
  for await (const leftover of store.recover()) await takeIn(store, leftover, catalog);
  await store.close();
  catalog.close();
  const journal = await RecordJournal.open({ directory });
  const records = new Set<string>();
  for await (const { sequence, payload } of journal.read({ onDamage: () => {} })) {
    records.add(`record ${sequence} ${payload}`);
  }
  await journal.append('still', 'works');
  await journal.close();
  const listed = new Set(fs.readFileSync(path.join(root, CATALOG), 'latin1').split('\n'));
  const broken: string[] = [];
  for (const line of acknowledged) if (!(await isKept(store, line, listed, records))) broken.push(line);
  return broken;
}

async function takeIn(
  store: FileStore,
  leftover: Leftover,
  catalog: { add(key: string, sha256: string): void },
): Promise<void> {
  const head = Buffer.from((await store.readAll(leftover.key)).subarray(0, HEAD_LENGTH)).toString();
  const [key = '', digest = ''] = head.split(' ');
  const { sha256, size } = await store.hash(leftover.key, { skip: HEAD_LENGTH });
  if (sha256 !== digest) return void (await leftover.quarantine(new IsocenterError('archive/damaged')));
  const blob = await leftover.seal({ sha256, bodySize: size });
  if (blob.publish(key) === 'exists') return blob.discard();
  catalog.add(key, sha256);
  await store.confirm([blob]);
}

async function isKept(
  store: FileStore,
  line: string,
  listed: ReadonlySet<string>,
  records: ReadonlySet<string>,
): Promise<boolean> {
  const [kind, key = '', sha256 = ''] = line.split(' ');
  if (kind === 'record') return records.has(line);
  if (!store.exists(key) || !listed.has(`${key} ${sha256}`)) return false;
  return (await store.hash(key, { skip: HEAD_LENGTH })).sha256 === sha256;
}
