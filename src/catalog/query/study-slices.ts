import { sql } from 'kysely';
import type { Scope } from '../../contract/index.ts';
import { type Engine, rowsOf } from '../engine/engine.ts';
import { allOf, type Condition, oneOfRows, scopePredicate, studiesOfRules } from './scope.ts';
import { byArrival, listOfScope, rulesOfFew } from './scope-lists.ts';
import { turn } from './turn.ts';

/** Studies that one statement looks at, and what lies in them; and studies alone. */
const SLICE_STUDIES = 1_000;
const SLICE_STUDIES_ALONE = 4_000;

/**
 * Conditions on `study`, for one statement after the other: together they select all studies of a scope that queries find,
 * each once, in the order of their ids. The statements look at what lies in the studies, too.
 */
export async function* foundSlices(engine: Engine, scope: Scope): AsyncGenerator<Condition> {
  const listed = await listOfScope(engine, scope, byArrival);
  if (!listed) return yield* rangesOfIds(engine, scope, SLICE_STUDIES);
  for (const ids of listed.pieces(undefined, SLICE_STUDIES)) {
    yield oneOfRows(engine.dialect, 'study.id', ids);
    await turn();
  }
}

/** The same for all studies of a scope, those in the trash included, and statements that look at studies alone. */
export async function* coveredSlices(engine: Engine, scope: Scope): AsyncGenerator<Condition> {
  const rules = await rulesOfFew(engine, scope);
  if (!rules) return yield* rangesOfIds(engine, scope, SLICE_STUDIES_ALONE);
  const isCovered = sql`study.id IN (${studiesOfRules(engine.dialect, rules)})`;
  yield allOf([isCovered, ...seenBy(engine, scope)]);
}

async function* rangesOfIds(engine: Engine, scope: Scope, studies: number): AsyncGenerator<Condition> {
  const seen = seenBy(engine, scope);
  let after = 0;
  for (;;) {
    const last = await endOfSlice(engine, after, studies);
    if (last === null) return;
    yield allOf([sql`study.id > ${after} AND study.id <= ${last}`, ...seen]);
    await turn();
    after = last;
  }
}

function seenBy({ dialect }: Engine, scope: Scope): Condition[] {
  const seen = scopePredicate(dialect, scope, dialect.unindexed);
  return seen ? [seen] : [];
}

async function endOfSlice(engine: Engine, after: number, studies: number): Promise<number | null> {
  const query = sql`SELECT max(id) AS last FROM (SELECT id FROM study WHERE id > ${after} ORDER BY id
    LIMIT ${studies}) AS slice`;
  const [row] = await rowsOf(engine, query);
  return row?.[0] as number | null;
}
