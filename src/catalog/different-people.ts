/** Patients of whom somebody said that they are different people, however alike they look. */
import { sql } from 'kysely';
import type { Who } from './change.ts';
import { type Engine, rowsOf, statement, type Work } from './engine/engine.ts';
import { appendEvents } from './events.ts';
import { memberOf } from './query/scope.ts';

export interface DifferentPeople {
  /** Keys of the patients of each of them: none of one is the same human being as one of another. */
  readonly people: readonly (readonly string[])[];
  /** false takes it back. */
  readonly areDifferent: boolean;
}

export function* setDifferent({ people, areDifferent }: DifferentPeople, who: Who): Work<void> {
  for (const [a, b] of pairsOf(people)) {
    yield* statement('DELETE FROM different_people WHERE patient_key = ? AND other_key = ?', [a, b]);
    if (areDifferent)
      yield* statement(
        'INSERT INTO different_people (patient_key, other_key, said_at, said_by) VALUES (?, ?, ?, ?)',
        [a, b, who.at, who.actor],
      );
  }
  yield* appendEvents([{ ...who, kind: 'people.different', data: { people, areDifferent } }]);
}

/** Each pair once, the smaller key first. */
function* pairsOf(people: DifferentPeople['people']): Generator<[string, string]> {
  for (const [at, one] of people.entries())
    for (const other of people.slice(at + 1))
      for (const a of one) for (const b of other) if (a !== b) yield a < b ? [a, b] : [b, a];
}

/** Those of alike people whom nobody told apart from all of the others. */
export async function notToldApart<Each extends { readonly patients: readonly { patientKey: string }[] }>(
  engine: Engine,
  people: readonly Each[],
): Promise<Each[]> {
  const keys = people.flatMap(keysOf);
  const told = await rowsOf(
    engine,
    sql`SELECT patient_key, other_key FROM different_people
      WHERE ${memberOf(engine.dialect, 'patient_key', keys)} AND ${memberOf(engine.dialect, 'other_key', keys)}`,
  );
  const pairs = new Set(told.map(([a, b]) => `${a}\n${b}`));
  const areApart = (one: Each, other: Each) =>
    [...pairsOf([keysOf(one), keysOf(other)])].some((pair) => pairs.has(pair.join('\n')));
  return people.filter((one) => people.some((other) => other !== one && !areApart(one, other)));
}

const keysOf = ({ patients }: { readonly patients: readonly { patientKey: string }[] }): string[] =>
  patients.map(({ patientKey }) => patientKey);
