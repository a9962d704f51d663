import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCatalog } from '../open-catalog.ts';
import { schemaVersion } from './migrate.ts';
import { migrations } from './migrations.ts';

describe('schema', () => {
  let directory: string;
  let path: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'isocenter-schema-'));
    path = join(directory, 'catalog.sqlite');
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  async function migrated() {
    const catalog = await openCatalog({ database: `sqlite:${path}` });
    await catalog.close();
    return new BetterSqlite3(path);
  }

  it('is the one in the snapshot (vitest run -u after appending a migration)', async () => {
    const connection = await migrated();
    const rows = connection
      .prepare('SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, name')
      .all([]) as { sql: string }[];
    connection.close();
    const text = rows.map(({ sql }) => `${sql};\n`).join('\n');
    await expect(text).toMatchFileSnapshot('./snapshot.sql');
  });

  it('is the one that the query builder is told of', async () => {
    const connection = await migrated();
    const source = readFileSync(join(import.meta.dirname, 'tables.ts'), 'utf8');
    for (const [, table, type] of source.matchAll(/^ {2}(\w+): (\w+Table);$/gm)) {
      const body = source.match(new RegExp(`interface ${type} \\{([^}]*)\\}`))![1]!;
      const told = [...body.matchAll(/^ {2}(\w+):/gm)].map(([, column]) => column!);
      const there = connection.prepare(`PRAGMA table_info(${table})`).all([]) as { name: string }[];
      expect({ table, columns: told }).toEqual({ table, columns: there.map(({ name }) => name) });
    }
    connection.close();
  });

  it('has versions that follow each other', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
  });

  it('is refused when a newer program made it', async () => {
    const connection = await migrated();
    connection.exec(`INSERT INTO schema_version (version, name) VALUES (${schemaVersion + 1}, 'later')`);
    connection.close();
    await expect(openCatalog({ database: `sqlite:${path}` })).rejects.toMatchObject({
      code: 'catalog/schema',
      params: { found: schemaVersion + 1, known: schemaVersion },
    });
  });

  it('is damaged when the file is no database', async () => {
    writeFileSync(path, 'this is not a database, whatever its name says'.repeat(100));
    await expect(openCatalog({ database: `sqlite:${path}` })).rejects.toMatchObject({
      code: 'catalog/damaged',
    });
  });

  it('refuses definitions of parameters that cannot be', async () => {
    const parameters = [{ name: 'X', kind: 'number', paths: [['NoSuchKeyword']] }] as const;
    await expect(openCatalog({ database: `sqlite:${path}`, parameters })).rejects.toMatchObject({
      code: 'config/invalid',
    });
  });
});
