import { sql } from 'kysely';
import type { Scope } from '../../contract/index.ts';
import type { Engine } from '../engine/engine.ts';
import { allOf, type Condition, scopePredicate, studiesOfRules } from './scope.ts';
import { rulesOfFew } from './scope-lists.ts';

/**
 * The condition that a patient has a study which the scope covers, be it in the trash. Undefined when everything is visible.
 * @param key the column with the key of the patient.
 * @param areFew the query finds few patients anyway.
 */
export async function patientIsSeen(
  engine: Engine,
  scope: Scope,
  key: string,
  areFew: boolean,
): Promise<Condition | undefined> {
  const { dialect } = engine;
  const seen = scopePredicate(dialect, scope, dialect.unindexed);
  if (!seen) return undefined;
  const rules = areFew ? undefined : await rulesOfFew(engine, scope);
  // Who sees many studies meets their patients soon enough among everybody's.
  if (!rules) {
    const isTheirs = [sql`holder.patient_key = ${sql.raw(key)}`, sql`study.patient_row = holder.id`, seen];
    return sql`EXISTS (SELECT 1 FROM patient AS holder CROSS JOIN study WHERE ${allOf(isTheirs)})`;
  }
  const isSeen = [sql`study.id IN (${studiesOfRules(dialect, rules)})`, seen];
  return sql`${sql.raw(key)} IN (SELECT holder.patient_key FROM study JOIN patient AS holder
    ON holder.id = study.patient_row WHERE ${allOf(isSeen)})`;
}
