import { describe, expect, it } from 'vitest';
import { type Engine, statement } from '../../src/catalog/engine/engine.ts';
import { openPostgres } from '../../src/catalog/engine/postgres.ts';
import { openSqlite } from '../../src/catalog/engine/sqlite.ts';
import { migrate } from '../../src/catalog/schema/migrate.ts';
import { migrations } from '../../src/catalog/schema/migrations.ts';
import { engines } from '../support/engines.ts';

const open = (database: string): Engine =>
  database.startsWith('sqlite:') ? openSqlite(database.slice('sqlite:'.length)) : openPostgres(database);

describe.each(engines)('migrations on $name', (each) => {
  it('fold the text of the rows that an older program wrote', async () => {
    const { database, drop } = await each.create();
    const engine = open(database);
    await migrate(engine, migrations.slice(0, 1));
    const texts = ['Schädel', 'Schädel', 'KNIE links', null];
    await engine.write(function* () {
      for (const [id, text] of texts.entries()) {
        yield* statement(
          `INSERT INTO series (id, study_row, series_instance_uid, series_description, described_by,
              first_received_at, last_received_at) VALUES (?, 1, ?, ?, '', '', '')`,
          [id + 1, `1.${id}`, text],
        );
      }
    });
    await migrate(engine);
    const rows = await engine.rows(
      engine.builder.selectFrom('series').select('series_description_fold').orderBy('id').compile(),
    );
    expect(rows.flat()).toEqual(['schadel', 'schadel', 'knie links', null]);
    await engine.close();
    await drop();
  });
});
