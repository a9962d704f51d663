import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import pg from 'pg';
import type { Database } from '../schema/tables.ts';
import { postgresDialect } from './dialects.ts';
import type { Engine, Lookup, Row, Step, Work } from './engine.ts';
import { catalogError } from './errors.ts';

/** Connections of one process. */
const MAXIMUM_CONNECTIONS = 8;
/** "isocente" as a number: the advisory lock that writers of one archive take. */
const WRITER_LOCK = '7597687204543919205';
/** Parameters in one statement; the protocol counts them in 16 bits. */
const MAXIMUM_PARAMETERS = 60_000;
const INT8_OID = 20;

/**
 * PostgreSQL. Writers take one advisory lock for the length of their transaction, in this process and in others, so
 * numbers that the database gives (event.seq) appear in commit order: the lock is released after the commit shows.
 */
export function openPostgres(url: string): Engine {
  const pool = new pg.Pool({
    connectionString: url,
    max: MAXIMUM_CONNECTIONS,
    types: {
      // Ids, sizes and counts stay far below 2^53.
      getTypeParser: (oid: number) => (oid === INT8_OID ? Number : pg.types.getTypeParser(oid)),
    },
  });
  // A connection that breaks while idle is replaced at its next use; nobody waits for it now.
  pool.on('error', () => undefined);

  return {
    dialect: postgresDialect,
    builder: new Kysely<Database>({
      dialect: {
        createAdapter: () => new PostgresAdapter(),
        createDriver: () => new DummyDriver(),
        createIntrospector: (db) => new PostgresIntrospector(db),
        createQueryCompiler: () => new PostgresQueryCompiler(),
      },
    }),
    supportsRowCache: false,
    onRunAgain() {},
    supportsDurableCommit: true,
    write: (work) => withClient(pool, (client) => transaction(client, work)),
    read: (work) => withClient(pool, (client) => drive(client, work())),
    rows: (query: CompiledQuery) =>
      withClient(pool, async (client) => {
        const { rows } = await client.query({
          text: query.sql,
          values: [...query.parameters],
          rowMode: 'array',
        });
        return rows as Row[];
      }),
    flush: async () => undefined,
    close: () => pool.end(),
  };
}

async function withClient<T>(pool: pg.Pool, body: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  let client: pg.PoolClient | undefined;
  let broken = false;
  try {
    client = await pool.connect();
    return await body(client);
  } catch (error) {
    broken = !(error instanceof pg.DatabaseError);
    throw catalogError(error);
  } finally {
    client?.release(broken);
  }
}

async function transaction<T>(client: pg.PoolClient, work: () => Work<T>): Promise<T> {
  await client.query(`BEGIN; SELECT pg_advisory_xact_lock(${WRITER_LOCK})`);
  try {
    const result = await drive(client, work());
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function drive<T>(client: pg.PoolClient, work: Work<T>): Promise<T> {
  let step = work.next();
  while (!step.done) step = work.next(await perform(client, step.value));
  return step.value;
}

async function perform(client: pg.PoolClient, step: Step): Promise<readonly unknown[]> {
  switch (step.kind) {
    case 'query':
      return (await client.query(numbered(step.sql), [...step.parameters])).rows;
    case 'insert':
      return await insert(client, step);
    case 'lookup':
      return await lookUp(client, step.lookup, step.keys);
  }
}

async function insert(
  client: pg.PoolClient,
  { table, columns, rows, ids }: Step & { kind: 'insert' },
): Promise<number[]> {
  const perStatement = Math.floor(MAXIMUM_PARAMETERS / columns.length);
  const head = `INSERT INTO "${table}" (${columns.map((column) => `"${column}"`).join(', ')}) VALUES `;
  const answered: number[] = [];
  for (let start = 0; start < rows.length; start += perStatement) {
    const some = rows.slice(start, start + perStatement);
    const text = `${head}${placeholders(some.length, columns.length)}${ids ? ' RETURNING id' : ''}`;
    const result = await client.query({ text, values: some.flat(), rowMode: 'array' });
    for (const [id] of result.rows as number[][]) answered.push(id!);
  }
  // VALUES are inserted, and so answered, in order; sorting costs nothing and needs no such promise.
  return answered.sort((a, b) => a - b);
}

/** `?` of statements given as text as `$1`, `$2`; what the builder made has none. */
function numbered(sql: string): string {
  let number = 0;
  return sql.replaceAll('?', () => `$${++number}`);
}

function placeholders(rows: number, columns: number): string {
  let number = 0;
  const row = () => `(${Array.from({ length: columns }, () => `$${++number}`).join(', ')})`;
  return Array.from({ length: rows }, row).join(', ');
}

async function lookUp(client: pg.PoolClient, lookup: Lookup, keys: readonly Row[]): Promise<Row[]> {
  const names = lookup.key.map(({ column }) => `"${column}"`);
  const columns = [...names, ...lookup.columns.map((column) => `"${column}"`)].join(', ');
  const arrays = lookup.key.map(
    ({ type }, index) => `$${index + 1}::${type === 'text' ? 'text' : 'bigint'}[]`,
  );
  const conditions = [`(${names.join(', ')}) IN (SELECT * FROM unnest(${arrays.join(', ')}))`];
  if (lookup.where) conditions.push(lookup.where);
  const text = `SELECT ${columns} FROM "${lookup.table}" WHERE ${conditions.join(' AND ')}`;
  const values = lookup.key.map((_, index) => keys.map((key) => key[index]));
  return (await client.query({ text, values, rowMode: 'array' })).rows as Row[];
}
