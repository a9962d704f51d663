import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Scope } from '../../contract/index.ts';
import type { Engine } from '../engine/engine.ts';
import { lastEventSeq } from '../events.ts';
import { studiesOfScope } from './scope.ts';

/** Who sees more studies than this meets them soon enough among everybody's. */
const FEW_STUDIES = 10_000;
/** Scopes whose rows are remembered, by database. */
const MAXIMUM_SCOPES = 64;

interface Known {
  /** The newest event when it was found out. */
  readonly event: number;
  readonly rows: readonly number[] | undefined;
}

/** The least recently used first. */
const remembered = new WeakMap<Engine, Map<string, Known>>();

/**
 * The ids of all studies of a scope when they are few, ascending; undefined when they are many, or all. A thousand grants take
 * thousands of look-ups, so they are remembered for as long as nothing happens: every change of what a scope covers is an event.
 */
export async function rowsOfScope(engine: Engine, scope: Scope): Promise<readonly number[] | undefined> {
  const studies = studiesOfScope(engine.dialect, scope);
  if (!studies) return undefined;
  const known = remembered.get(engine) ?? new Map<string, Known>();
  remembered.set(engine, known);
  const key = createHash('sha256').update(JSON.stringify(scope)).digest('base64');
  // Asked for before the rows: what happens meanwhile makes them old.
  const event = await lastEventSeq(engine);
  const before = known.get(key);
  const rows = before?.event === event ? before.rows : await fewRows(engine, studies);
  known.delete(key);
  known.set(key, { event, rows });
  if (known.size > MAXIMUM_SCOPES) known.delete(known.keys().next().value!);
  return rows;
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
