import type { Who } from './change.ts';
import { type Engine, statement, type Work } from './engine/engine.ts';
import { appendEvents } from './events.ts';

export interface MergePayload {
  /** Stable identifier of the person, made by who decided. */
  readonly personUid: string;
  readonly name: string;
  readonly patientKeys: readonly string[];
}

export interface SplitPayload {
  readonly personUid: string;
  readonly patientKeys: readonly string[];
}

/** Says that patients are one person; a patient of another person moves. Nothing in their rows changes. */
export function* mergePatients({ personUid, name, patientKeys }: MergePayload, who: Who): Work<void> {
  yield* statement(
    'INSERT INTO person (uid, name, created_at) VALUES (?, ?, ?) ON CONFLICT (uid) DO UPDATE SET name = excluded.name',
    [personUid, name, who.at],
  );
  for (const key of patientKeys) {
    yield* statement(
      `INSERT INTO person_patient (patient_key, person_uid, merged_at, merged_by) VALUES (?, ?, ?, ?)
        ON CONFLICT (patient_key) DO UPDATE SET person_uid = excluded.person_uid,
          merged_at = excluded.merged_at, merged_by = excluded.merged_by`,
      [key, personUid, who.at, who.actor],
    );
  }
  yield* removeEmptyPersons();
  yield* appendEvents([{ ...who, kind: 'person.merged', data: { personUid, patientKeys } }]);
}

/** Takes patients out of a person again; a person of nobody is forgotten. */
export function* splitPatients({ personUid, patientKeys }: SplitPayload, who: Who): Work<void> {
  for (const key of patientKeys) {
    yield* statement('DELETE FROM person_patient WHERE patient_key = ? AND person_uid = ?', [key, personUid]);
  }
  yield* removeEmptyPersons();
  yield* appendEvents([{ ...who, kind: 'person.split', data: { personUid, patientKeys } }]);
}

function* removeEmptyPersons(): Work<void> {
  yield* statement(
    'DELETE FROM person WHERE NOT EXISTS (SELECT 1 FROM person_patient WHERE person_patient.person_uid = person.uid)',
    [],
  );
}

export interface Person {
  readonly uid: string;
  readonly name: string;
  readonly patientKeys: readonly string[];
}

/** The person that a patient belongs to, with all patients of theirs. */
export async function personOf({ builder, rows }: Engine, patientKey: string): Promise<Person | undefined> {
  const query = builder
    .selectFrom('person_patient as one')
    .innerJoin('person', 'person.uid', 'one.person_uid')
    .innerJoin('person_patient as each', 'each.person_uid', 'person.uid')
    .select(['person.uid', 'person.name', 'each.patient_key'])
    .where('one.patient_key', '=', patientKey)
    .orderBy('each.patient_key');
  const found = (await rows(query.compile())) as readonly (readonly string[])[];
  const [first] = found;
  return first && { uid: first[0]!, name: first[1]!, patientKeys: found.map((row) => row[2]!) };
}
