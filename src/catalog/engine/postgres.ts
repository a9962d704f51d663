import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import { IsocenterError } from '../../base/index.ts';
import type { Database } from '../schema/tables.ts';
import { postgresDialect } from './dialects.ts';
import { type Engine, type Lookup, type Row, type Step, selectOf, type Work } from './engine.ts';
import { type Connection, PostgresConnections } from './postgres-connections.ts';

/** "isocente" as a number: the advisory lock that writers of one archive take. */
const WRITER_LOCK = '7597687204543919205';
/** Parameters in one statement; the protocol counts them in 16 bits. */
const MAXIMUM_PARAMETERS = 60_000;

/**
 * PostgreSQL. Writers take one advisory lock for the length of their transaction, in this process and in others, so
 * numbers that the database gives (event.seq) appear in commit order: the lock is released after the commit shows.
 */
export function openPostgres(url: string): Engine {
  const connections = new PostgresConnections(url);
  let lastWrite: Promise<unknown> = Promise.resolve();

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
    attach() {},
    supportsDurableCommit: true,
    write(work) {
      // One after the other here, so that those who wait for the lock leave the connections to those who read.
      const write = lastWrite.then(() => connections.use((connection) => transaction(connection, work)));
      lastWrite = write.catch(() => undefined);
      return write;
    },
    read: (work) => connections.use((connection) => drive(connection, work())),
    rows: ({ sql, parameters }: CompiledQuery) =>
      connections.use(
        async (connection) =>
          (await connection.ask({ text: sql, values: [...parameters], rowMode: 'array' })) as Row[],
      ),
    flush: async () => undefined,
    check: async () => undefined,
    close: () => connections.close(),
  };
}

async function transaction<T>(connection: Connection, work: () => Work<T>): Promise<T> {
  await connection.ask(`BEGIN; SELECT pg_advisory_xact_lock(${WRITER_LOCK})`);
  let result: T;
  try {
    result = await drive(connection, work());
  } catch (error) {
    // When this fails, too, the connection is broken, and the server rolls back by itself.
    await connection.ask('ROLLBACK').catch(() => undefined);
    throw error;
  }
  await commit(connection);
  return result;
}

/** @throws IsocenterError `catalog/in-doubt` when the answer got lost: the commit may have happened. */
async function commit(connection: Connection): Promise<void> {
  try {
    await connection.ask('COMMIT');
  } catch (error) {
    if (!connection.isBroken || !(error instanceof IsocenterError)) throw error;
    throw new IsocenterError('catalog/in-doubt', { reason: error.message }, error);
  }
}

async function drive<T>(connection: Connection, work: Work<T>): Promise<T> {
  let step = work.next();
  while (!step.done) step = work.next(await perform(connection, step.value));
  return step.value;
}

async function perform(connection: Connection, step: Step): Promise<readonly unknown[]> {
  switch (step.kind) {
    case 'query':
      return await connection.ask({ text: numbered(step.sql), values: [...step.parameters] });
    case 'insert':
      return await insert(connection, step);
    case 'lookup':
      return await lookUp(connection, step.lookup, step.keys);
  }
}

async function insert(
  connection: Connection,
  { table, columns, rows, ids }: Step & { kind: 'insert' },
): Promise<number[]> {
  const perStatement = Math.floor(MAXIMUM_PARAMETERS / columns.length);
  const head = `INSERT INTO "${table}" (${columns.map((column) => `"${column}"`).join(', ')}) VALUES `;
  const answered: number[] = [];
  for (let start = 0; start < rows.length; start += perStatement) {
    const some = rows.slice(start, start + perStatement);
    const text = `${head}${placeholders(some.length, columns.length)}${ids ? ' RETURNING id' : ''}`;
    const given = await connection.ask({ text, values: some.flat(), rowMode: 'array' });
    for (const [id] of given as number[][]) answered.push(id!);
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

async function lookUp(connection: Connection, lookup: Lookup, keys: readonly Row[]): Promise<Row[]> {
  const names = lookup.key.map(({ column }) => `"${column}"`);
  const arrays = lookup.key.map(
    ({ type }, index) => `$${index + 1}::${type === 'text' ? 'text' : 'bigint'}[]`,
  );
  const isWanted = `(${names.join(', ')}) IN (SELECT * FROM unnest(${arrays.join(', ')}))`;
  const text = `${selectOf(lookup)} WHERE ${isWanted}`;
  const values = lookup.key.map((_, index) => keys.map((key) => key[index]));
  return (await connection.ask({ text, values, rowMode: 'array' })) as Row[];
}
