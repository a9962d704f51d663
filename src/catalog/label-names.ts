import { sql } from 'kysely';
import type { Scope } from '../contract/index.ts';
import { foldName, tags } from '../dicom/index.ts';
import { type Engine, rowsOf } from './engine/engine.ts';
import { findPage } from './query/find.ts';

/** Names that are looked through: more are no help to anybody who types one. */
const MAXIMUM_NAMES = 1_000;
/** Names that fit and are tried on the studies of who asks. */
const MAXIMUM_TRIED = 50;

/**
 * Names of labels that begin so, whatever the case and accents, by name; of those, whose studies the scope covers. Few names
 * stand on many studies: the index is walked from name to name, not from label to label.
 */
export async function labelNames(
  engine: Engine,
  scope: Scope,
  beginning: string,
  limit: number,
): Promise<string[]> {
  const all = sql`WITH RECURSIVE named(name) AS (
      SELECT min(name) FROM label
      UNION ALL SELECT (SELECT min(label.name) FROM label WHERE label.name > named.name)
        FROM named WHERE named.name IS NOT NULL
    ) SELECT name FROM named WHERE name IS NOT NULL LIMIT ${MAXIMUM_NAMES}`;
  const begins = foldName(beginning);
  const fitting = (await rowsOf(engine, all))
    .map(([name]) => String(name))
    .filter((name) => foldName(name).startsWith(begins));
  const seen: string[] = [];
  for (const name of fitting.slice(0, MAXIMUM_TRIED)) {
    if (seen.length === limit) break;
    if (await isOnSome(engine, scope, name)) seen.push(name);
  }
  return seen;
}

/** Whether a study that the scope covers has the label, or its patient has. */
async function isOnSome(engine: Engine, scope: Scope, name: string): Promise<boolean> {
  if (scope.kind !== 'everything') {
    const query = {
      level: 'study',
      keys: [],
      labels: [{ name }],
      attributes: [tags.StudyInstanceUID],
    } as const;
    return (await findPage(engine, scope, { ...query, limit: 1 })).rows.length > 0;
  }
  // Who sees everything meets one soon on the way through the labels, however many there are.
  const onStudy = sql`SELECT 1 FROM label CROSS JOIN study WHERE label.name = ${name} AND label.target = 'study'
    AND study.study_instance_uid = label.target_uid AND study.instance_count > 0`;
  const onPatient = sql`SELECT 1 FROM label CROSS JOIN patient WHERE label.name = ${name} AND label.target = 'patient'
    AND patient.patient_key = label.target_uid AND patient.study_count > 0`;
  const [row] = await rowsOf(engine, sql`SELECT 1 WHERE EXISTS (${onStudy}) OR EXISTS (${onPatient})`);
  return row !== undefined;
}
