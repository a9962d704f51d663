import { existsSync, statSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { statement } from '../../src/catalog/engine/engine.ts';
import { openSqlite } from '../../src/catalog/engine/sqlite.ts';
import { type Catalog, openCatalog } from '../../src/catalog/index.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { arrival, header } from './samples.ts';

const MEGABYTE = 1024 * 1024;

describe("SQLite's write-ahead log", () => {
  let directory: TemporaryDirectory;
  let path: string;
  let catalog: Catalog;
  beforeEach(async () => {
    directory = new TemporaryDirectory('wal');
    path = directory.join('catalog.sqlite');
    catalog = await openCatalog({ database: `sqlite:${path}` });
  });
  afterEach(async () => {
    await catalog.close();
    directory.remove();
  });

  const length = () => statSync(`${path}-wal`).size;

  async function commitSome(study: number, batches: number): Promise<void> {
    for (let i = 0; i < batches; i++) {
      await catalog.commit([
        arrival(header(study, i, 1, { StudyDescription: 'x'.repeat(60) }), `${study}-${i}`),
      ]);
    }
  }

  it('stays bounded while commits go on, and flush goes on working', async () => {
    for (let study = 0; study < 16; study++) {
      await commitSome(study, 100);
      await catalog.flush();
    }
    expect(length()).toBeLessThan(64 * MEGABYTE);
    expect((await catalog.statistics()).instances).toBe(1_600);
  });

  it('does not grow without end under a writer that leaves the event loop no turn', async () => {
    const engine = openSqlite(directory.join('other.sqlite'));
    await engine.write(() => statement('CREATE TABLE texts (text TEXT)', []));
    const text = 'x'.repeat(64 * 1024);
    let longest = 0;
    // Awaiting what is there already never ends the turn; only waiting for the checkpoint does.
    for (let written = 0; written < 200 * MEGABYTE; written += text.length) {
      await engine.write(() => statement('INSERT INTO texts VALUES (?)', [text]));
      longest = Math.max(longest, statSync(directory.join('other.sqlite-wal')).size);
    }
    await engine.close();
    expect(longest).toBeLessThan(96 * MEGABYTE);
  });

  it('is gone after close, and everything is in the database', async () => {
    await commitSome(1, 5);
    await catalog.flush();
    await catalog.close();
    expect(existsSync(`${path}-wal`)).toBe(false);
    catalog = await openCatalog({ database: `sqlite:${path}` });
    expect((await catalog.statistics()).instances).toBe(5);
  });
});
