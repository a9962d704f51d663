import { sql } from 'kysely';
import type { Scope } from '../../contract/index.ts';
import type { ContentReference } from '../change.ts';
import { type Engine, type Row, rowsOf, type Value } from '../engine/engine.ts';
import type { Location } from '../ingest/entries.ts';
import { allOf, type Condition, scopePredicate } from './scope.ts';

/** Which instances to give back: all that fit every list that is there. */
export interface InstanceSelector {
  readonly patientIds?: readonly string[];
  readonly studyInstanceUids?: readonly string[];
  readonly seriesInstanceUids?: readonly string[];
  readonly sopInstanceUids?: readonly string[];
}

/** All that is needed to give an instance back, or its header alone. */
export interface StoredInstance extends ContentReference {
  readonly itemId: number;
  readonly receivedAt: string;
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
  /** Bytes of the whole stored file. */
  readonly size: number;
  /** Bytes from the start of the data set to pixel data; null when there is none. */
  readonly pixelDataOffset: number | null;
  /** A local location if there is one; undefined when nothing holds the bytes. */
  readonly location: Location | undefined;
}

const PAGE_ROWS = 1_000;

/** Nearly every instance has a local location: looking for the best one of each takes four times as long. */
const LOCATION_JOIN = `LEFT JOIN location ON location.item_id = instance.item_id AND location.store = 'local'`;

const COLUMNS = `instance.instance_order, instance.item_id, instance.sop_instance_uid, instance.sop_class_uid,
  instance.transfer_syntax_uid, instance.pixel_data_offset, item.sha256, item.size, item.received_at,
  location.store, location.key, location.form, location.head_length`;

/** Current instances in the order of series number and instance number, in pages. */
export async function* instances(
  engine: Engine,
  scope: Scope,
  selector: InstanceSelector,
): AsyncGenerator<StoredInstance[]> {
  for (const series of await seriesOf(engine, scope, selector)) {
    yield* instancesOfSeries(engine, series, selector.sopInstanceUids);
  }
}

/** How many instances that are. A series knows its number; only instances that are named one by one are looked up. */
export async function countInstances(
  engine: Engine,
  scope: Scope,
  selector: InstanceSelector,
): Promise<number> {
  if (!selector.sopInstanceUids) {
    const series = await seriesOf(engine, scope, selector);
    return series.reduce((sum, { instanceCount }) => sum + instanceCount, 0);
  }
  let count = 0;
  for await (const page of instances(engine, scope, selector)) count += page.length;
  return count;
}

interface SelectedSeries {
  readonly id: number;
  readonly instanceCount: number;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
}

async function seriesOf(engine: Engine, scope: Scope, selector: InstanceSelector): Promise<SelectedSeries[]> {
  const conditions = [
    sql`series.instance_count > 0`,
    ...oneOf('study.patient_id', selector.patientIds),
    ...oneOf('study.study_instance_uid', selector.studyInstanceUids),
    ...oneOf('series.series_instance_uid', selector.seriesInstanceUids),
    ...withInstances(selector),
  ];
  const seen = scopePredicate(engine.dialect, scope);
  if (seen) conditions.push(seen);
  const rows = await rowsOf(
    engine,
    sql`SELECT series.id, study.study_instance_uid, series.series_instance_uid, series.instance_count
      FROM study JOIN series ON series.study_row = study.id WHERE ${allOf(conditions)}
      ORDER BY study.id, coalesce(series.series_number, 2147483647), series.id`,
  );
  return rows.map(([id, study, series, instanceCount]) => ({
    id: id as number,
    instanceCount: instanceCount as number,
    studyInstanceUid: study as string,
    seriesInstanceUid: series as string,
  }));
}

/** Instances named without anything around them: their series come from the index of SOP Instance UIDs. */
function withInstances({
  patientIds,
  studyInstanceUids,
  seriesInstanceUids,
  sopInstanceUids,
}: InstanceSelector) {
  if (patientIds ?? studyInstanceUids ?? seriesInstanceUids) return [];
  // Nothing named: nothing meant. Whole archives are not given back by accident.
  if (!sopInstanceUids?.length) return [sql`1 = 0`];
  return [
    sql`series.id IN (SELECT series_row FROM instance
      WHERE is_current = 1 AND sop_instance_uid IN (${sql.join(sopInstanceUids)}))`,
  ];
}

const oneOf = (column: string, values: readonly string[] | undefined): Condition[] => {
  if (!values) return [];
  return [values.length === 0 ? sql`1 = 0` : sql`${sql.raw(column)} IN (${sql.join(values)})`];
};

async function* instancesOfSeries(
  engine: Engine,
  series: SelectedSeries,
  sopInstanceUids: readonly string[] | undefined,
): AsyncGenerator<StoredInstance[]> {
  let after: readonly Value[] = [-2_147_483_649, 0];
  for (;;) {
    const [order, itemId] = after;
    const rows = await rowsOf(
      engine,
      sql`SELECT ${sql.raw(COLUMNS)} FROM instance JOIN item ON item.id = instance.item_id ${sql.raw(LOCATION_JOIN)}
        WHERE instance.series_row = ${series.id} AND instance.is_current = 1 AND item.trashed_at IS NULL
          AND instance.instance_order >= ${order}
          AND (instance.instance_order > ${order} OR instance.item_id > ${itemId})
          AND ${allOf(oneOf('instance.sop_instance_uid', sopInstanceUids))}
        ORDER BY instance.instance_order, instance.item_id LIMIT ${PAGE_ROWS}`,
    );
    if (rows.length > 0)
      yield await withLocations(
        engine,
        rows.map((row) => instanceFrom(row, series)),
      );
    if (rows.length < PAGE_ROWS) return;
    after = rows.at(-1)!;
  }
}

function instanceFrom(row: Row, { studyInstanceUid, seriesInstanceUid }: SelectedSeries): StoredInstance {
  const [, itemId, sopInstanceUid, sopClassUid, transferSyntaxUid, pixelDataOffset, sha256, size] = row;
  const [receivedAt, ...location] = row.slice(8);
  return {
    itemId: itemId as number,
    studyInstanceUid,
    seriesInstanceUid,
    sopInstanceUid: sopInstanceUid as string,
    sopClassUid: sopClassUid as string,
    transferSyntaxUid: transferSyntaxUid as string,
    sha256: sha256 as string,
    size: size as number,
    receivedAt: receivedAt as string,
    pixelDataOffset: pixelDataOffset as number | null,
    location: locationFrom(location),
  };
}

/** Those without a local location get another one, where there is one: the first by name, which comes last here. */
async function withLocations(engine: Engine, found: StoredInstance[]): Promise<StoredInstance[]> {
  const away = found.filter(({ location }) => !location).map(({ itemId }) => itemId);
  if (away.length === 0) return found;
  const rows = await rowsOf(
    engine,
    sql`SELECT item_id, store, key, form, head_length FROM location WHERE item_id IN (${sql.join(away)})
      ORDER BY item_id, store DESC`,
  );
  const byItem = new Map(rows.map(([itemId, ...location]) => [itemId, locationFrom(location)]));
  return found.map((instance) => ({
    ...instance,
    location: instance.location ?? byItem.get(instance.itemId),
  }));
}

function locationFrom([store, key, form, headLength]: Row): Location | undefined {
  if (store === null) return undefined;
  return {
    store: store as string,
    key: key as string,
    form: form as Location['form'],
    headLength: headLength as number,
  };
}
