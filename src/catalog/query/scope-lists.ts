import { sql } from 'kysely';
import type { Scope, ScopeRule } from '../../contract/index.ts';
import { type Engine, type Row, rowsOf } from '../engine/engine.ts';
import { EventMemory, type Remembered } from '../event-memory.ts';
import { lastEventSeq } from '../events.ts';
import { changedStudies } from './changed-studies.ts';
import { after, orderBy, type RowOrder, selected, sortRows } from './order.ts';
import { RowSet } from './row-set.ts';
import { allOf, type Condition, coveringRules, oneOfRows, scopePredicate, studiesOfRules } from './scope.ts';
import { listOf, type StudyList, StudyListMaker } from './study-list.ts';
import { turn } from './turn.ts';

/** How a list is made. */
export interface ListLimits {
  /** So many studies are sorted; more are met in their order on the way through an index. */
  readonly sorted: number;
  /** Where rules cover more, it is quicker to ask of every study there is whether they do. */
  readonly coveredByRules: number;
  /** Longer lists are not made. */
  readonly length: number;
}

const defaultLimits: ListLimits = { sorted: 100_000, coveredByRules: 250_000, length: 4_000_000 };
/** Studies of all lists together that are remembered, by database: about 80 MB. */
const MAXIMUM_REMEMBERED = 10_000_000;
/** A scope that no study is listed of takes some room, too. */
const SIZE_OF_NONE = 1_000;
/** Studies that one statement looks at, and rules that it finds them by: the loop has to be free between statements. */
const CHUNK = 2_000;
const CHUNK_OF_RULES = 25;
const COVERED_AT_ONCE = 50_000;
const WALKED_AT_ONCE = 4_000;

/** As they came. */
export const byArrival: RowOrder = { columns: ['study.id'], descending: false, indexed: true };

/** Undefined when there are too many for a list. */
type Listed = StudyList | undefined;

const remembered = new WeakMap<Engine, EventMemory<Listed>>();

/**
 * All studies of a scope that queries find, in an order; undefined when they are all, or too many. A thousand grants take
 * tens of thousands of look-ups, so the list is remembered and kept up with what happens.
 */
export async function listOfScope(engine: Engine, scope: Scope, order: RowOrder): Promise<Listed> {
  const rules = coveringRules(scope);
  if (!rules) return undefined;
  const making = new ScopeList(engine, { scope, rules, order });
  return await memoryOf(engine).of([scope, order.columns, order.descending], (before, event) =>
    making.asOf(event, before),
  );
}

/** Where rules cover no more, their studies are found by them in one statement. */
const FEW_STUDIES = 10_000;

/** Rules that cover all studies of a scope, where they are few; see `coveringRules`. */
export async function rulesOfFew(engine: Engine, scope: Scope): Promise<readonly ScopeRule[] | undefined> {
  const listed = await listOfScope(engine, scope, byArrival);
  return listed && listed.size <= FEW_STUDIES ? coveringRules(scope) : undefined;
}

function memoryOf(engine: Engine): EventMemory<Listed> {
  const known =
    remembered.get(engine) ??
    new EventMemory<Listed>(
      () => lastEventSeq(engine),
      MAXIMUM_REMEMBERED,
      (list) => SIZE_OF_NONE + (list?.size ?? 0),
    );
  remembered.set(engine, known);
  return known;
}

/** Makes the list of one scope in one order. */
export class ScopeList {
  readonly #engine: Engine;
  readonly #rules: readonly ScopeRule[];
  readonly #order: RowOrder;
  readonly #limits: ListLimits;
  /** Of a study that it is in the list, and of one that the rules cover: rules alone are exact. */
  readonly #belongs: Condition;
  readonly #coveredBelongs: Condition;

  constructor(
    engine: Engine,
    { scope, rules, order }: { scope: Scope; rules: readonly ScopeRule[]; order: RowOrder },
    limits = defaultLimits,
  ) {
    this.#engine = engine;
    this.#rules = rules;
    this.#order = order;
    this.#limits = limits;
    const isFound = sql`study.instance_count > 0`;
    const seen = scopePredicate(engine.dialect, scope, engine.dialect.unindexed);
    this.#belongs = allOf([isFound, ...(seen ? [seen] : [])]);
    this.#coveredBelongs = scope.kind === 'rules' ? isFound : this.#belongs;
  }

  /** The list with what happened up to an event, made of what was known before where that is possible. */
  async asOf(event: number, before: Remembered<Listed> | undefined): Promise<Listed> {
    const changed = before && (await changedStudies(this.#engine, before.event, event));
    if (!before || !changed) return await this.#anew();
    // What is too long stays so: a few that go make no difference.
    return before.answer && (await this.#changed(before.answer, [...changed]));
  }

  async #changed(before: StudyList, ids: readonly number[]): Promise<Listed> {
    let list = before.changed(ids, await this.#rowsAmong(ids, this.#belongs));
    for (const bucket of list.overfull) list = list.split(bucket, await this.#rowsAmong(bucket));
    return this.#isTooLong(list.size) ? undefined : list;
  }

  async #anew(): Promise<Listed> {
    const covered = await this.#covered();
    if (covered && covered.size <= this.#limits.sorted) return await this.#sorted(covered);
    const ids = covered ? await this.#belongingOf(covered) : await this.#belongingOfAll();
    if (ids.size <= this.#limits.sorted) return await this.#sorted(ids);
    return this.#isTooLong(ids.size) ? undefined : await this.#walked(ids);
  }

  #isTooLong(length: number): boolean {
    return length > (this.#order.indexed ? this.#limits.length : this.#limits.sorted);
  }

  /** The ids of all studies that the rules cover; undefined when they are many. */
  async #covered(): Promise<RowSet | undefined> {
    const ids = new RowSet();
    for (let at = 0; at < this.#rules.length; at += CHUNK_OF_RULES) {
      const studies = studiesOfRules(this.#engine.dialect, this.#rules.slice(at, at + CHUNK_OF_RULES));
      const found = await this.#ids(sql`SELECT id FROM (${studies}) AS found LIMIT ${COVERED_AT_ONCE}`);
      for (const id of found) ids.add(id);
      if (found.length === COVERED_AT_ONCE || ids.size > this.#limits.coveredByRules) return undefined;
      await turn();
    }
    return ids;
  }

  async #belongingOf(covered: RowSet): Promise<RowSet> {
    const belonging = new RowSet();
    for (const ids of chunksOf(covered)) {
      const isOne = oneOfRows(this.#engine.dialect, 'study.id', ids);
      for (const id of await this.#idsWhere([isOne, this.#coveredBelongs])) belonging.add(id);
      await turn();
    }
    return belonging;
  }

  /** Looks at every study there is. */
  async #belongingOfAll(): Promise<RowSet> {
    const belonging = new RowSet();
    const [last = 0] = await this.#ids(sql`SELECT coalesce(max(id), 0) FROM study`);
    for (let at = 0; at < last; at += CHUNK) {
      const isOne = sql`study.id > ${at} AND study.id <= ${at + CHUNK}`;
      for (const id of await this.#idsWhere([isOne, this.#belongs])) belonging.add(id);
      await turn();
    }
    return belonging;
  }

  async #sorted(covered: RowSet): Promise<StudyList> {
    const rows = await this.#rowsAmong(covered, this.#coveredBelongs);
    // Quick, as it is made of pieces that are in order.
    return listOf(this.#order, sortRows(rows, this.#order));
  }

  /** Many are not sorted, but met in the index that has the order. */
  async #walked(ids: RowSet): Promise<StudyList> {
    const { columns, descending } = this.#order;
    const making = new StudyListMaker(this.#order);
    let rows: readonly Row[];
    let end: Row | undefined;
    do {
      const conditions = end ? [after(columns, end, descending)] : [];
      rows = await this.#rows(conditions, WALKED_AT_ONCE);
      for (const row of rows) {
        const id = idOf(row);
        if (ids.has(id)) making.add(row);
        // One that moves meanwhile would come again.
        ids.delete(id);
      }
      end = rows.at(-1);
      await turn();
    } while (rows.length === WALKED_AT_ONCE);
    return making.list();
  }

  /** Rows of some studies, in order a chunk at a time. */
  async #rowsAmong(ids: Iterable<number>, also?: Condition): Promise<Row[]> {
    const all: Row[] = [];
    for (const some of chunksOf(ids)) {
      const isOne = oneOfRows(this.#engine.dialect, 'study.id', some);
      for (const row of await this.#rows([isOne, ...(also ? [also] : [])], CHUNK)) all.push(row);
      await turn();
    }
    return all;
  }

  /** The values of the columns of the order. */
  async #rows(conditions: readonly Condition[], limit: number): Promise<Row[]> {
    const { columns, descending } = this.#order;
    return await rowsOf(
      this.#engine,
      sql`SELECT ${selected(columns)} FROM study WHERE ${allOf(conditions)}
        ORDER BY ${orderBy(columns, descending)} LIMIT ${limit}`,
    );
  }

  #idsWhere(conditions: readonly Condition[]): Promise<number[]> {
    return this.#ids(sql`SELECT study.id FROM study WHERE ${allOf(conditions)}`);
  }

  async #ids(statement: Condition): Promise<number[]> {
    return (await rowsOf(this.#engine, statement)).map(idOf);
  }
}

const idOf = (row: Row): number => Number(row.at(-1));

function* chunksOf(ids: Iterable<number>): Generator<number[]> {
  let chunk: number[] = [];
  for (const id of ids) {
    chunk.push(id);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
