/**
 * Gives every instance of a catalog made by catalog-find.ts more siblings, straight in SQL.
 * node bench/catalog-multiply.ts DIRECTORY [siblings=9]
 */
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';

/** Rows of one transaction. */
const CHUNK = 100_000;

const [directory = '.', given = '9'] = process.argv.slice(2);
const siblings = Number(given);
const database = new BetterSqlite3(join(directory, 'catalog.sqlite'), { fileMustExist: true });
database.pragma('synchronous = OFF');
database.pragma('cache_size = -400000');

const { last } = database.prepare('SELECT max(id) AS last FROM item').get([]) as { last: number };
const copies = [
  `INSERT INTO item (id, kind, sha256, size, media_type, collection, received_at, via, sender, address, receiver)
    SELECT id + :shift, kind, sha256 || :k, size, media_type, collection, received_at, via, sender, address, receiver
    FROM item WHERE id > :from AND id <= :to`,
  `INSERT INTO location (item_id, store, key, form, head_length)
    SELECT item_id + :shift, store, key || :k, form, head_length FROM location WHERE item_id > :from AND item_id <= :to`,
  `INSERT INTO instance (item_id, series_row, sop_instance_uid, sop_class_uid, transfer_syntax_uid, is_current, state,
      instance_number, instance_order)
    SELECT item_id + :shift, series_row, sop_instance_uid || '.' || :k, sop_class_uid, transfer_syntax_uid, 1, state,
      instance_number + :k, instance_order + :k FROM instance WHERE item_id > :from AND item_id <= :to`,
];

const start = performance.now();
for (let from = 0; from < last; from += CHUNK) {
  const to = Math.min(from + CHUNK, last);
  database.exec('BEGIN');
  for (let k = 1; k <= siblings; k++) {
    for (const copy of copies) database.exec(filled(copy, { shift: k * last, k, from, to }));
  }
  database.exec('COMMIT');
}
const times = siblings + 1;
database.exec(`UPDATE series SET instance_count = instance_count * ${times}, size = size * ${times};
  UPDATE study SET instance_count = instance_count * ${times}, size = size * ${times};
  UPDATE patient SET instance_count = instance_count * ${times};
  UPDATE total SET value = value * ${times} WHERE name IN ('instances', 'bytes')`);
database.close();
const seconds = (performance.now() - start) / 1_000;
console.log(
  `${last * siblings} rows more in ${seconds.toFixed(0)} s, ${((last * siblings) / seconds).toFixed(0)}/s`,
);

function filled(text: string, values: Readonly<Record<string, number>>): string {
  return text.replaceAll(/:(\w+)/g, (_, name: string) => String(values[name]));
}
