import { sql } from 'kysely';
import type { Scope, ScopeRule } from '../../contract/index.ts';
import { type Engine, type Row, rowsOf } from '../engine/engine.ts';
import { EventMemory, type Remembered } from '../event-memory.ts';
import { lastEventSeq } from '../events.ts';
import { compareRows, orderBy, type RowOrder, sortRows } from './order.ts';
import {
  allOf,
  type Condition,
  coveringRules,
  memberOf,
  oneOfRows,
  scopePredicate,
  studiesOfRules,
} from './scope.ts';
import { turn } from './turn.ts';

/** Who sees more studies than this meets them soon enough among everybody's. */
const FEW_STUDIES = 50_000;
/** Rows that are remembered of all scopes together, by database: about 50 MB. */
const MAXIMUM_ROWS = 500_000;
/** A scope that no study is listed of takes some room, too. */
const SIZE_OF_NONE = 1_000;
/** Studies that one statement reads, and rules that it finds them by: the loop has to be free between statements. */
const CHUNK = 2_000;
const CHUNK_OF_RULES = 100;
/** After more events than this a list is made anew. */
const MAXIMUM_NEWS = 5_000;

/** Studies in an order: the values of its columns, the last of which is the id of the study. */
export interface ScopeRows {
  readonly rows: readonly Row[];
  readonly order: RowOrder;
}

/** As they came. */
export const byArrival: RowOrder = { columns: ['study.id'], descending: false };

/** Undefined when they are many. */
type Listed = readonly Row[] | undefined;

const remembered = new WeakMap<Engine, EventMemory<Listed>>();

/**
 * All studies of a scope that queries find, in an order; undefined when they are many, or all. A thousand grants take
 * tens of thousands of look-ups, so the list is remembered and kept up with what arrives.
 */
export async function rowsOfScope(
  engine: Engine,
  scope: Scope,
  order: RowOrder,
): Promise<ScopeRows | undefined> {
  const rules = coveringRules(scope);
  if (!rules) return undefined;
  const list = new ScopeList(engine, scope, rules, order);
  const rows = await memoryOf(engine).of([scope, order.columns, order.descending], (before) =>
    list.since(before),
  );
  return rows && { rows, order };
}

function memoryOf(engine: Engine): EventMemory<Listed> {
  const known =
    remembered.get(engine) ??
    new EventMemory<Listed>(
      () => lastEventSeq(engine),
      MAXIMUM_ROWS,
      (rows) => SIZE_OF_NONE + (rows?.length ?? 0),
    );
  remembered.set(engine, known);
  return known;
}

/** Studies that are looked at for each one that is to be found: rules of several kinds find the same ones. */
const LOOKED_AT = 1.1;

/**
 * Whether a scope is seen to have that many studies which queries find. Where it has more than can be listed, its rules find
 * so many far sooner than a walk past everybody's.
 */
export async function hasAtLeast(engine: Engine, scope: Scope, studies: number): Promise<boolean> {
  const rules = coveringRules(scope);
  if (!rules) return false;
  const found = studiesOfRules(engine.dialect, rules);
  const seen = scope.kind === 'rules' ? undefined : scopePredicate(engine.dialect, scope);
  const conditions = [sql`study.id = found.id`, sql`study.instance_count > 0`, ...(seen ? [seen] : [])];
  const some = sql`SELECT study.id FROM (${found}) AS found CROSS JOIN study WHERE ${allOf(conditions)}
    LIMIT ${Math.ceil(studies * LOOKED_AT)}`;
  const statement = sql`SELECT count(DISTINCT id) FROM (${some}) AS some_of_them`;
  const [row] = await rowsOf(engine, statement);
  return Number(row![0]) >= studies;
}

/** What arrives changes the study that it belongs to, and takes none away. Anything else may change every one. */
const arrivals = new Set(['instance.stored', 'instance.conflict', 'series.quiet', 'study.quiet']);

class ScopeList {
  readonly #engine: Engine;
  readonly #scope: Scope;
  readonly #rules: readonly ScopeRule[];
  readonly #order: RowOrder;

  constructor(engine: Engine, scope: Scope, rules: readonly ScopeRule[], order: RowOrder) {
    this.#engine = engine;
    this.#scope = scope;
    this.#rules = rules;
    this.#order = order;
  }

  /** The list as it is now, made of what was known where that is possible. */
  async since(before: Remembered<Listed> | undefined): Promise<Listed> {
    const changed = before && (await this.#studiesChangedSince(before.event));
    if (!before || !changed) return await this.#anew();
    // What is many stays so while nothing goes.
    if (!before.answer || changed.length === 0) return before.answer;
    const all = new Set(
      await this.#idsWhere(memberOf(this.#engine.dialect, 'study.study_instance_uid', changed)),
    );
    const seen = await this.#inOrder([...all], this.#seen());
    const others = before.answer.filter((row) => !all.has(Number(row.at(-1))));
    return others.length + seen.length > FEW_STUDIES
      ? undefined
      : sortRows([...others, ...seen], this.#order);
  }

  /** Their UIDs; undefined when it cannot be told from the events, or not in short. */
  async #studiesChangedSince(event: number): Promise<string[] | undefined> {
    const news = await rowsOf(
      this.#engine,
      sql`SELECT kind, study_instance_uid FROM event WHERE seq > ${event} ORDER BY seq LIMIT ${MAXIMUM_NEWS + 1}`,
    );
    const isTold = news.length <= MAXIMUM_NEWS && news.every(([kind]) => arrivals.has(String(kind)));
    const uids = new Set(news.map(([, uid]) => String(uid)));
    return isTold && uids.size <= CHUNK ? [...uids] : undefined;
  }

  async #anew(): Promise<Listed> {
    const ids = await this.#covered();
    if (!ids) return undefined;
    // Rules alone are exact.
    const seen = this.#scope.kind === 'rules' ? undefined : this.#seen();
    const rows: Row[] = [];
    for (let at = 0; at < ids.length; at += CHUNK) {
      for (const row of await this.#inOrder(ids.slice(at, at + CHUNK), seen)) rows.push(row);
      await turn();
    }
    // Quick, as it is made of pieces that are in order.
    return sortRows(rows, this.#order);
  }

  /** The ids of all studies that the rules cover, ascending. */
  async #covered(): Promise<number[] | undefined> {
    const ids = new Set<number>();
    for (let at = 0; at < this.#rules.length; at += CHUNK_OF_RULES) {
      const studies = studiesOfRules(this.#engine.dialect, this.#rules.slice(at, at + CHUNK_OF_RULES));
      const found = await rowsOf(
        this.#engine,
        sql`SELECT id FROM (${studies}) AS found LIMIT ${FEW_STUDIES + 1}`,
      );
      for (const [id] of found) ids.add(Number(id));
      if (ids.size > FEW_STUDIES) return undefined;
      await turn();
    }
    return [...ids].sort((a, b) => a - b);
  }

  #seen(): Condition | undefined {
    const { dialect } = this.#engine;
    return scopePredicate(dialect, this.#scope, dialect.unindexed);
  }

  /** Those of some studies that queries find and that are seen, as rows of the list. */
  async #inOrder(ids: readonly number[], seen: Condition | undefined): Promise<Row[]> {
    const { columns, descending } = this.#order;
    const conditions = [
      oneOfRows(this.#engine.dialect, 'study.id', ids),
      sql`study.instance_count > 0`,
      ...(seen ? [seen] : []),
    ];
    const selected = columns.map((column, index) => `${column} AS c${index}`).join(', ');
    return await rowsOf(
      this.#engine,
      sql`SELECT ${sql.raw(selected)} FROM study WHERE ${allOf(conditions)} ORDER BY ${orderBy(columns, descending)}`,
    );
  }

  async #idsWhere(condition: Condition): Promise<number[]> {
    return (await rowsOf(this.#engine, sql`SELECT id FROM study WHERE ${condition}`)).map(([id]) =>
      Number(id),
    );
  }
}

/** Where in a list a position is, or would be. */
export function placeIn({ rows, order }: ScopeRows, position: Row): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareRows(rows[middle]!, position, order) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
