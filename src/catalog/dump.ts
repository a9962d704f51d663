import { type RawBuilder, sql } from 'kysely';
import { type Engine, type Row, rowsOf } from './engine/engine.ts';

/** A part of the dump: rows of a query that orders them by what they say, not by ids. */
interface Section {
  readonly title: string;
  readonly query: RawBuilder<unknown>;
}

const INSTANCES = `instance JOIN item ON item.id = instance.item_id
  JOIN series ON series.id = instance.series_row JOIN study ON study.id = series.study_row`;
const IDENTITY =
  'study.study_instance_uid, series.series_instance_uid, instance.sop_instance_uid, item.sha256';

/** Small tables: people's doings. Each is read whole. */
const sections: readonly Section[] = [
  {
    title: 'origin',
    query: sql`SELECT ${sql.raw(IDENTITY)}, origin.received_at, origin.via, origin.sender, origin.address,
        origin.receiver
      FROM origin JOIN instance ON instance.item_id = origin.item_id
        JOIN item ON item.id = instance.item_id JOIN series ON series.id = instance.series_row
        JOIN study ON study.id = series.study_row ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9`,
  },
  {
    title: 'conflict',
    query: sql`SELECT ${sql.raw(IDENTITY)}, conflict.raised_at, conflict.resolved_at, conflict.resolved_by
      FROM conflict JOIN instance ON instance.item_id = conflict.item_id
        JOIN item ON item.id = instance.item_id JOIN series ON series.id = instance.series_row
        JOIN study ON study.id = series.study_row ORDER BY 1, 2, 3, 4`,
  },
  {
    title: 'loss',
    query: sql`SELECT item.sha256, item.received_at, loss.problem, loss.key, loss.head_length, loss.aside, loss.lost_at,
        loss.accepted_at, loss.accepted_by, loss.accepted_reason
      FROM loss JOIN item ON item.id = loss.item_id ORDER BY 1, 2`,
  },
  {
    title: 'derived',
    query: sql`SELECT item.sha256, source.sha256 AS source, derived_from.method, derived_from.method_version
      FROM derived_from JOIN item ON item.id = derived_from.item_id
        JOIN item AS source ON source.id = derived_from.source_item_id ORDER BY 1, 2, 3, 4`,
  },
  {
    title: 'file',
    query: sql`SELECT sha256, size, media_type, file.name, file.date, collection, received_at, via, sender, address, receiver,
        trashed_at, trashed_by, trash_id, trash_reason, kept_until
      FROM item JOIN file ON file.item_id = item.id ORDER BY sha256`,
  },
  {
    title: 'file origin',
    query: sql`SELECT item.sha256, origin.received_at, origin.via, origin.sender, origin.address, origin.receiver
      FROM origin JOIN item ON item.id = origin.item_id
      WHERE item.kind = 'file' ORDER BY 1, 2, 3, 4, 5, 6`,
  },
  {
    title: 'attachment',
    query: sql`SELECT item.sha256, attachment.target, attachment.target_uid, attachment.attached_at,
        attachment.attached_by
      FROM attachment JOIN item ON item.id = attachment.item_id ORDER BY 1, 2, 3`,
  },
  {
    title: 'person',
    query: sql`SELECT person.uid, person.name, person.created_at, person_patient.patient_key,
        person_patient.merged_at, person_patient.merged_by
      FROM person JOIN person_patient ON person_patient.person_uid = person.uid ORDER BY 1, 4`,
  },
  {
    title: 'different',
    query: sql`SELECT patient_key, other_key, said_at, said_by FROM different_people ORDER BY 1, 2`,
  },
  {
    title: 'label',
    query: sql`SELECT target, target_uid, name, value, labelled_at, labelled_by FROM label ORDER BY 1, 2, 3`,
  },
  { title: 'access', query: sql`SELECT kind, id, definition FROM access_entry ORDER BY kind, id` },
  {
    title: 'collected',
    query: sql`SELECT study_instance_uid, collection FROM study_collection ORDER BY 1`,
  },
  { title: 'node', query: sql`SELECT name, definition FROM node ORDER BY name` },
  {
    title: 'expected',
    query: sql`SELECT study_instance_uid, source, series_count, instance_count, deadline, completed_at
      FROM expected_study ORDER BY study_instance_uid`,
  },
  {
    title: 'elsewhere',
    query: sql`SELECT uid, patient_key, date, modality, body_part, place, note, photo, study_instance_uid,
        not_studies, said_at, said_by
      FROM elsewhere_study ORDER BY uid`,
  },
  {
    title: 'scanner',
    query: sql`SELECT DISTINCT manufacturer, model, serial, software_versions
      FROM scanner JOIN series ON series.scanner_row = scanner.id ORDER BY 1, 2, 3, 4`,
  },
];

/** Studies whose instances one statement reads. */
const PAGE_STUDIES = 20;

/**
 * Everything that a rebuild has to bring back, as lines of JSON in an order that depends on content only: items with
 * their state, origins, received times and trash, conflicts, revisions, persons, labels, nodes, parameters, scanners.
 * No row ids, no events, no counts.
 */
export async function* canonicalDump(engine: Engine): AsyncGenerator<string> {
  for (const { title, query } of sections) {
    for (const row of await rowsOf(engine, query)) yield line(title, row);
  }
  let after = '';
  for (;;) {
    const studies = await rowsOf(
      engine,
      sql`SELECT study_instance_uid, patient_key, collection FROM study
        WHERE study_instance_uid > ${after} ORDER BY study_instance_uid LIMIT ${PAGE_STUDIES}`,
    );
    if (studies.length === 0) return;
    for (const row of studies) yield line('study', row);
    const uids = studies.map(([uid]) => uid as string);
    for (const row of await rowsOf(engine, parametersOf(uids))) yield line('parameter', row);
    for (const row of await rowsOf(engine, instancesOf(uids))) yield line('instance', row);
    after = uids.at(-1)!;
  }
}

const parametersOf = (studies: readonly string[]): RawBuilder<unknown> =>
  sql`SELECT study.study_instance_uid, series.series_instance_uid, series_parameter.name,
      series_parameter.number_value, series_parameter.text_value
    FROM study JOIN series ON series.study_row = study.id
      JOIN series_parameter ON series_parameter.series_row = series.id
    WHERE study.study_instance_uid IN (${sql.join(studies)}) ORDER BY 1, 2, 3`;

const instancesOf = (studies: readonly string[]): RawBuilder<unknown> =>
  sql`SELECT ${sql.raw(IDENTITY)}, item.size, instance.is_current, instance.state, instance.transfer_syntax_uid,
      original.sha256 AS revision_of, item.received_at, item.via, item.sender, item.address, item.receiver,
      item.domain, item.collection, item.trashed_at, item.trashed_by, item.trash_id, item.trash_reason, item.kept_until
    FROM ${sql.raw(INSTANCES)} LEFT JOIN item AS original ON original.id = instance.revision_of
    WHERE study.study_instance_uid IN (${sql.join(studies)}) ORDER BY 1, 2, 3, 4`;

const line = (title: string, row: Row): string => JSON.stringify([title, ...row]);
