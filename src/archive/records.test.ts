import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../base/index.ts';
import { type Catalog, openCatalog } from '../catalog/index.ts';
import { systemActor } from '../contract/index.ts';
import { openDataDirectory, RecordJournal } from '../store/index.ts';
import { Records } from './records.ts';

let root: string;
let catalog: Catalog;
let journal: RecordJournal;
let records: Records;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'isocenter-records-'));
  journal = await RecordJournal.open({ directory: openDataDirectory(root) });
  catalog = await openCatalog({ database: `sqlite:${join(root, 'catalog.sqlite')}` });
  records = new Records(journal, catalog, systemClock);
});
afterEach(async () => {
  await catalog.close();
  await journal.close();
  rmSync(root, { recursive: true });
});

async function missing(): Promise<number[]> {
  const found = await Array.fromAsync(records.missing(() => {}));
  return found.map(({ sequence }) => sequence);
}

it('counts a record as applied only when it was said to be, also while it is being written', async () => {
  const writing = records.write('nodeRemoved', { name: 'ws1' }, systemActor);
  await records.checkpoint();
  const written = await writing;
  await records.checkpoint();
  expect(await missing()).toEqual([written.sequence]);
  records.applied(written);
  await records.checkpoint();
  expect(await missing()).toEqual([]);
});

it('waits for an earlier record whose applying takes longer', async () => {
  const [first, second] = await Promise.all([
    records.write('nodeRemoved', { name: 'ws1' }, systemActor),
    records.write('nodeRemoved', { name: 'ws2' }, systemActor),
  ]);
  records.applied(second);
  await records.checkpoint();
  expect(await missing()).toEqual([first.sequence, second.sequence]);
});
