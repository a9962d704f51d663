import type { CompiledQuery, Kysely, RawBuilder } from 'kysely';
import type { Database } from '../schema/tables.ts';

/** What a column can hold. Times are ISO 8601 text, truth values 0 and 1, structures JSON text. */
export type Value = string | number | null;
export type Row = readonly Value[];

/**
 * One step of a unit of work. Units are generators that yield steps, so that the same code runs in one synchronous
 * go on SQLite (nothing can come between) and statement by statement on PostgreSQL.
 */
export type Step =
  | { readonly kind: 'query'; readonly sql: string; readonly parameters: readonly unknown[] }
  | InsertStep
  | LookupStep;

/** Many rows into one table. Answers the new ids in order of the rows when `ids` is set. */
interface InsertStep {
  readonly kind: 'insert';
  readonly table: keyof Database;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly ids: boolean;
}

/** `sql` for one key at a time where statements cost nothing, or for all keys at once where they are a round trip. */
interface LookupStep {
  readonly kind: 'lookup';
  readonly lookup: Lookup;
  readonly keys: readonly Row[];
}

/** A prepared look-up by key: `columns` of the rows of `table` whose key columns equal one of the given keys. */
export interface Lookup {
  readonly table: keyof Database;
  readonly key: readonly { readonly column: string; readonly type: 'text' | 'number' }[];
  readonly columns: readonly string[];
  /** Constant conditions on top, of which one must hold and no two can, so that partial indexes can serve. */
  readonly where?: readonly string[];
}

/** SQL that selects the rows of a look-up, up to the condition for its key. */
export function selectOf({ table, key, columns, where }: Lookup): string {
  const all = [...key.map(({ column }) => column), ...columns].map((column) => `"${column}"`).join(', ');
  const parts = where?.map((condition) => `SELECT ${all} FROM "${table}" WHERE ${condition}`);
  return `SELECT ${all} FROM ${parts ? `(${parts.join(' UNION ALL ')}) AS part` : `"${table}"`}`;
}

export type Work<T> = Generator<Step, T, readonly unknown[]>;

/** What an engine can do, asked for by name where it matters; nobody asks which engine it is. */
export interface Capabilities {
  /** This process is the only writer, so rows that it wrote may be remembered across transactions. */
  readonly supportsRowCache: boolean;
  /** A commit is on the disk when the transaction returns. */
  readonly supportsDurableCommit: boolean;
}

/**
 * What units of ingest remember of rows, and leave unwritten for a while: counts change with every instance and are
 * written once for many. Memory and open transaction are thrown away together.
 */
export interface RowMemory {
  readonly hasUnsaved: boolean;
  /** Writes what is unsaved. Runs before anything else reads or writes, and before every commit. */
  save(): Work<void>;
  /** The transaction was lost. Its units run again afterwards. */
  forget(): void;
}

/** How a unit stands to what is unsaved. */
export interface UnitOptions {
  /** It knows of the memory: nothing has to be saved first. When it throws, the memory is forgotten. */
  readonly usesMemory?: boolean;
}

/** A database behind the catalog. */
export interface Engine extends Capabilities {
  readonly dialect: Dialect;
  /** Builds statements of this dialect; it never executes any. */
  readonly builder: Kysely<Database>;
  /** Runs a unit in one transaction. At most one runs at a time, so events get their numbers in commit order. */
  write<T>(work: () => Work<T>, options?: UnitOptions): Promise<T>;
  /** Once, before the first unit that uses it. Of no use to engines that do not support a row cache. */
  attach(memory: RowMemory): void;
  /** Runs a unit that only reads. */
  read<T>(work: () => Work<T>, options?: UnitOptions): Promise<T>;
  /** Rows as arrays, in the order of the selected columns. */
  rows(query: CompiledQuery): Promise<Row[]>;
  /** Resolves when everything that was committed before the call is on the disk. */
  flush(): Promise<void>;
  /** Reads everything. Throws `catalog/damaged` when the database contradicts itself; an engine that sees to that itself does nothing. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** The places where the two dialects of SQL differ. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgres';
  readonly types: Readonly<Record<'id' | 'text' | 'integer' | 'real' | 'clustered', string>>;
  /** SQL that says whether `operand` matches a pattern of `*` and `?`, and the parameter that goes with it. */
  readonly wildcard: { readonly operator: string; pattern(pattern: string): string };
  /** A column that the planner shall not look up in an index: another one has been chosen. */
  unindexed(column: string): string;
  /** The function that says where in its first argument the second one begins; 0 when nowhere. */
  readonly position: string;
  /** SQL for one member of a JSON object (as text). */
  jsonMember(json: string, member: string): string;
  /** SQL around a parameter that is a JSON array of texts, behind a column: whether its value is among them. */
  readonly textList: { readonly before: string; readonly after: string };
  /** The same for a JSON array of numbers. */
  readonly numberList: { readonly before: string; readonly after: string };
  /** SQL for a table of the members of a JSON array, with column `value`. */
  jsonItems(json: string): string;
}

/** Rows of a query that is given as text, outside of a unit of work. */
export const rowsOf = (
  engine: Pick<Engine, 'builder' | 'rows'>,
  query: RawBuilder<unknown>,
): Promise<Row[]> => engine.rows(query.compile(engine.builder));

interface Compilable<T> {
  compile(): CompiledQuery<T>;
}

/** Runs a query of the builder and answers its rows. */
export function* select<T>(query: Compilable<T>): Work<T[]> {
  const { sql, parameters } = query.compile();
  return (yield { kind: 'query', sql, parameters }) as T[];
}

/** Runs a query of the builder and answers its first row, if there is one. */
export function* selectFirst<T>(query: Compilable<T>): Work<T | undefined> {
  const rows = yield* select(query);
  return rows[0];
}

/** Runs a statement for its effect. */
export function* execute(query: Compilable<unknown>): Work<void> {
  const { sql, parameters } = query.compile();
  yield { kind: 'query', sql, parameters };
}

/** Runs a statement given as text, with `?` for parameters on both engines. */
export function* statement(sql: string, parameters: readonly unknown[]): Work<readonly unknown[]> {
  return yield { kind: 'query', sql, parameters };
}

export function* insertRows(
  table: keyof Database,
  columns: readonly string[],
  rows: readonly Row[],
): Work<void> {
  if (rows.length > 0) yield { kind: 'insert', table, columns, rows, ids: false };
}

/** Inserts and answers the ids that the database gave, in order of the rows. */
export function* insertReturningIds(
  table: keyof Database,
  columns: readonly string[],
  rows: readonly Row[],
): Work<number[]> {
  if (rows.length === 0) return [];
  return (yield { kind: 'insert', table, columns, rows, ids: true }) as number[];
}

/** Rows (as arrays, the key first, then the columns) whose key is one of `keys`. */
export function* lookUp(lookup: Lookup, keys: readonly Row[]): Work<readonly Row[]> {
  if (keys.length === 0) return [];
  return (yield { kind: 'lookup', lookup, keys }) as readonly Row[];
}
