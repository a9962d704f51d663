import { type Lookup, lookUp, statement, type Work } from './engine/engine.ts';
import { recountModalities, recountPatient } from './ingest/recount-rows.ts';
import { addTotals, noTotals, type Totals } from './ingest/tally.ts';

const studyOfSeries: Lookup = {
  table: 'series',
  key: [{ column: 'id', type: 'number' }],
  columns: ['study_row'],
};
const patientOfStudy: Lookup = {
  table: 'study',
  key: [{ column: 'id', type: 'number' }],
  columns: ['patient_row'],
};

/** The rows around a change. */
interface Affected {
  readonly series: readonly number[];
  readonly studies: readonly number[];
  readonly patients: readonly number[];
}

/**
 * Runs a change of which instances can be found and counts the series, studies and patients around it anew. Looks at
 * the instances of those series only.
 */
export function* withRecount(seriesRows: readonly number[], change: () => Work<void>): Work<void> {
  const affected = yield* around(seriesRows);
  const before = yield* snapshot(affected);
  yield* change();
  for (const series of affected.series) yield* recountSeries(series);
  for (const study of affected.studies) yield* recountStudy(study);
  for (const patient of affected.patients) yield* recountPatient(patient);
  const after = yield* snapshot(affected);
  yield* addTotals(difference(after, before));
}

function* around(series: readonly number[]): Work<Affected> {
  const studies = yield* parents(studyOfSeries, series);
  const patients = yield* parents(patientOfStudy, studies);
  return { series, studies, patients };
}

function* parents(lookup: Lookup, ids: readonly number[]): Work<number[]> {
  const rows = yield* lookUp(
    lookup,
    ids.map((id) => [id]),
  );
  return [...new Set(rows.map((row) => row[1] as number))];
}

const countLookup = (table: 'patient' | 'study' | 'series'): Lookup => ({
  table,
  key: [{ column: 'id', type: 'number' }],
  columns: ['instance_count'],
});
const seriesCounts = countLookup('series');
const studyCounts = countLookup('study');
const patientCounts = countLookup('patient');

function* snapshot({ series, studies, patients }: Affected): Work<Totals> {
  const inSeries = yield* counts(seriesCounts, series);
  const inStudies = yield* counts(studyCounts, studies);
  const inPatients = yield* counts(patientCounts, patients);
  return {
    ...noTotals(),
    patients: inPatients.filter((count) => count > 0).length,
    studies: inStudies.filter((count) => count > 0).length,
    series: inSeries.filter((count) => count > 0).length,
    instances: inSeries.reduce((sum, count) => sum + count, 0),
  };
}

function* counts(lookup: Lookup, ids: readonly number[]): Work<number[]> {
  const rows = yield* lookUp(
    lookup,
    ids.map((id) => [id]),
  );
  return rows.map((row) => row[1] as number);
}

function difference(after: Totals, before: Totals): Totals {
  const result = noTotals();
  for (const name of Object.keys(result) as (keyof Totals)[]) result[name] = after[name] - before[name];
  return result;
}

/** What queries find of a series; PostgreSQL and SQLite read it alike. */
const visibleOfSeries = `FROM instance JOIN item ON item.id = instance.item_id
  WHERE instance.series_row = ? AND instance.is_current = 1 AND item.trashed_at IS NULL`;

function* recountSeries(series: number): Work<void> {
  const [sums] = (yield* statement(
    `SELECT count(*) AS instances, coalesce(sum(item.size), 0) AS bytes,
      coalesce(sum(CASE WHEN EXISTS (SELECT 1 FROM location WHERE location.item_id = item.id
        AND location.store = 'local') THEN 0 ELSE 1 END), 0) AS offline ${visibleOfSeries}`,
    [series],
  )) as { instances: number; bytes: number | string; offline: number }[];
  const classes = (yield* statement(`SELECT DISTINCT instance.sop_class_uid AS uid ${visibleOfSeries}`, [
    series,
  ])) as { uid: string }[];
  const list = listOf(classes.map(({ uid }) => uid));
  yield* statement(
    'UPDATE series SET instance_count = ?, size = ?, offline_count = ?, sop_classes = ? WHERE id = ?',
    [sums!.instances, Number(sums!.bytes), sums!.offline, list, series],
  );
}

interface SeriesCounts {
  readonly instance_count: number;
  readonly size: number;
  readonly offline_count: number;
  readonly sop_classes: string;
}

function* recountStudy(study: number): Work<void> {
  const series = (yield* statement(
    `SELECT instance_count, size, offline_count, sop_classes FROM series
      WHERE study_row = ? AND instance_count > 0`,
    [study],
  )) as readonly SeriesCounts[];
  const sum = (name: 'instance_count' | 'size' | 'offline_count') =>
    series.reduce((total, each) => total + each[name], 0);
  const classes = series.flatMap((each) => each.sop_classes.split('\\'));
  yield* statement(
    `UPDATE study SET series_count = ?, instance_count = ?, size = ?, offline_count = ?, sop_classes = ?
      WHERE id = ?`,
    [
      ...[series.length, sum('instance_count'), sum('size'), sum('offline_count')],
      ...[listOf(classes), study],
    ],
  );
  yield* recountModalities(study);
}

const listOf = (members: readonly string[]): string =>
  [...new Set(members.filter((member) => member !== ''))].sort().join('\\');
