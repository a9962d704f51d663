import { type RawBuilder, sql } from 'kysely';
import { type Engine, type Row, rowsOf } from '../engine/engine.ts';
import { memberOf, oneOfRows } from './scope.ts';
import { turn } from './turn.ts';

/** More events, or studies that they changed, are not worth looking at one by one. */
const MAXIMUM_EVENTS = 50_000;
const MAXIMUM_STUDIES = 10_000;
/** Events that one statement reads, and names that it looks up. */
const SLICE_EVENTS = 5_000;
const CHUNK = 1_000;

/**
 * The ids of the studies that events changed, in what queries find of them, in what they are sorted by, or in who sees
 * them. Undefined when that cannot be told: they are too many, or one is gone without a trace.
 * @param after event
 * @param last event
 */
export async function changedStudies(
  engine: Engine,
  after: number,
  last: number,
): Promise<ReadonlySet<number> | undefined> {
  if (last - after > MAXIMUM_EVENTS) return undefined;
  const changes = new Changes();
  for (let at = after; at < last; at += SLICE_EVENTS) {
    for (const row of await subjects(engine, at, Math.min(last, at + SLICE_EVENTS))) changes.add(row);
    if (changes.areUnknown) return undefined;
    await turn();
  }
  return await studiesOf(engine, changes);
}

/** What events are about, each once. */
async function subjects(engine: Engine, after: number, last: number): Promise<Row[]> {
  const query = sql`SELECT DISTINCT kind, study_instance_uid,
      CASE WHEN study_instance_uid IS NULL THEN item_id END,
      CASE WHEN study_instance_uid IS NULL AND item_id IS NULL THEN data END
    FROM event WHERE seq > ${after} AND seq <= ${last}`;
  return await rowsOf(engine, query);
}

/** Kinds of events that tell of no study, by how they begin. */
const aboutOthers = ['access.', 'node.'];

/** What was changed, by what events call it: a study, an item of one, or a patient with all of theirs. */
class Changes {
  readonly uids = new Set<string>();
  /** Those of them that were found by queries at some time, unless they had been before. */
  readonly cameOrWent = new Set<string>();
  readonly items = new Set<number>();
  readonly patientKeys = new Set<string>();
  #areUnknown = false;

  get areUnknown(): boolean {
    return this.#areUnknown || this.uids.size + this.items.size + this.patientKeys.size > MAXIMUM_STUDIES;
  }

  add([kind, uid, item, data]: Row): void {
    if (typeof uid === 'string') this.#addStudy(String(kind), uid);
    else if (item !== null) this.items.add(Number(item));
    else this.#addOthers(String(kind), JSON.parse(String(data ?? '{}')) as EventData);
  }

  #addStudy(kind: string, uid: string): void {
    this.uids.add(uid);
    // Only what was in the trash can be purged.
    if (kind.startsWith('instance.') && kind !== 'instance.purged') this.cameOrWent.add(uid);
  }

  #addOthers(kind: string, { target, uid, patientKeys = [] }: EventData): void {
    if (kind.startsWith('person.')) for (const key of patientKeys) this.patientKeys.add(key);
    else if (!kind.startsWith('label.'))
      this.#areUnknown ||= !aboutOthers.some((each) => kind.startsWith(each));
    // A label on a series is about nothing but the series.
    else if (target === 'patient' && uid !== undefined) this.patientKeys.add(uid);
  }
}

/** As far as events that name neither a study nor an item have it. */
interface EventData {
  readonly target?: string;
  readonly uid?: string;
  readonly patientKeys?: readonly string[];
}

async function studiesOf(
  engine: Engine,
  { uids, cameOrWent, items, patientKeys }: Changes,
): Promise<ReadonlySet<number> | undefined> {
  const { dialect } = engine;
  const ids = new Set<number>();
  const missing = new Set(cameOrWent);
  const named = (some: readonly string[]) =>
    sql`SELECT id, study_instance_uid FROM study WHERE ${memberOf(dialect, 'study_instance_uid', some)}`;
  for (const [id, uid] of await inChunks(engine, uids, named)) {
    ids.add(Number(id));
    missing.delete(String(uid));
  }
  if (missing.size > 0) return undefined;
  const around = (some: readonly number[]) =>
    sql`SELECT DISTINCT series.study_row FROM instance JOIN series ON series.id = instance.series_row
      WHERE ${oneOfRows(dialect, 'instance.item_id', some)}`;
  for (const [id] of await inChunks(engine, items, around)) ids.add(Number(id));
  const ofPatients = (some: readonly string[]) =>
    sql`SELECT study.id FROM patient JOIN study ON study.patient_row = patient.id
      WHERE ${memberOf(dialect, 'patient.patient_key', some)}`;
  for (const [id] of await inChunks(engine, patientKeys, ofPatients)) ids.add(Number(id));
  return ids.size > MAXIMUM_STUDIES ? undefined : ids;
}

/** The rows that a statement finds for some names at a time. */
async function inChunks<Name>(
  engine: Engine,
  names: ReadonlySet<Name>,
  statementFor: (some: readonly Name[]) => RawBuilder<unknown>,
): Promise<Row[]> {
  const rows: Row[] = [];
  const all = [...names];
  for (let at = 0; at < all.length; at += CHUNK) {
    for (const row of await rowsOf(engine, statementFor(all.slice(at, at + CHUNK)))) rows.push(row);
    await turn();
  }
  return rows;
}
