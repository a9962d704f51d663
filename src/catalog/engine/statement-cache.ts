import type BetterSqlite3 from 'better-sqlite3';
import { type Lookup, selectOf } from './engine.ts';

type Connection = InstanceType<typeof BetterSqlite3>;
type Statement = ReturnType<Connection['prepare']>;

/** Statements kept; queries that people compose come in many shapes. */
const MAXIMUM_STATEMENTS = 500;

/** Prepared statements by their text; the least recently prepared go first. */
export class StatementCache {
  readonly #connection: Connection;
  readonly #byText = new Map<string, Statement>();
  readonly #byLookup = new WeakMap<Lookup, Statement>();
  readonly #byColumns = new WeakMap<readonly string[], Statement>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  objects(sql: string): Statement {
    return this.#keep(sql, () => this.#connection.prepare(sql));
  }

  /** The same, but rows are arrays. */
  arrays(sql: string): Statement {
    return this.#keep(`[]${sql}`, () => this.#connection.prepare(sql).raw(true));
  }

  /** `columns` is a constant of the caller, which makes it the key. */
  insert(table: string, columns: readonly string[]): Statement {
    const known = this.#byColumns.get(columns);
    if (known) return known;
    const values = columns.map(() => '?').join(', ');
    const made = this.#connection.prepare(`INSERT INTO ${table} (${quoted(columns)}) VALUES (${values})`);
    this.#byColumns.set(columns, made);
    return made;
  }

  lookup(lookup: Lookup): Statement {
    const known = this.#byLookup.get(lookup);
    if (known) return known;
    const isWanted = lookup.key.map(({ column }) => `"${column}" = ?`).join(' AND ');
    const made = this.#connection.prepare(`${selectOf(lookup)} WHERE ${isWanted}`).raw(true);
    this.#byLookup.set(lookup, made);
    return made;
  }

  #keep(key: string, prepare: () => Statement): Statement {
    const known = this.#byText.get(key);
    if (known) return known;
    if (this.#byText.size >= MAXIMUM_STATEMENTS) {
      const [oldest] = this.#byText.keys();
      this.#byText.delete(oldest!);
    }
    const made = prepare();
    this.#byText.set(key, made);
    return made;
  }
}

const quoted = (columns: readonly string[]): string => columns.map((column) => `"${column}"`).join(', ');
