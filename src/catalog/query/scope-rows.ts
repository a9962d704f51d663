import { sql } from 'kysely';
import type { Scope } from '../../contract/index.ts';
import type { Engine } from '../engine/engine.ts';
import { EventMemory } from '../event-memory.ts';
import { lastEventSeq } from '../events.ts';
import { studiesOfScope } from './scope.ts';

/** Who sees more studies than this meets them soon enough among everybody's. */
const FEW_STUDIES = 10_000;
/** Scopes whose rows are remembered, by database. */
const MAXIMUM_SCOPES = 64;

const remembered = new WeakMap<Engine, EventMemory<readonly number[] | undefined>>();

/**
 * The ids of all studies of a scope when they are few, ascending; undefined when they are many, or all. A thousand grants take
 * thousands of look-ups, so they are remembered for as long as nothing happens.
 */
export async function rowsOfScope(engine: Engine, scope: Scope): Promise<readonly number[] | undefined> {
  const studies = studiesOfScope(engine.dialect, scope);
  if (!studies) return undefined;
  const known = remembered.get(engine) ?? new EventMemory(() => lastEventSeq(engine), MAXIMUM_SCOPES);
  remembered.set(engine, known);
  return await known.of(scope, () => fewRows(engine, studies));
}

async function fewRows(
  engine: Engine,
  studies: NonNullable<ReturnType<typeof studiesOfScope>>,
): Promise<readonly number[] | undefined> {
  const some = sql`SELECT id FROM (${studies}) AS found LIMIT ${FEW_STUDIES + 1}`;
  const rows = await engine.rows(some.compile(engine.builder));
  if (rows.length > FEW_STUDIES) return undefined;
  return [...new Set(rows.map(([id]) => Number(id)))].sort((a, b) => a - b);
}
