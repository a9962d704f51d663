import { hexTag, type Tag, tagOf } from '../../dicom/index.ts';
import type { Dialect } from '../engine/engine.ts';
import { type AttributeKind, attributes, type Level, levels } from '../record/attributes.ts';
import { foldedMember } from '../record/values.ts';

/** Where the value of an attribute comes from, seen from one level: SQL text made of names of ours only. */
export interface Source {
  readonly tag: Tag;
  readonly vr: string;
  readonly kind: AttributeKind;
  readonly expression: string;
  /** The level whose row has it. */
  readonly level: Level;
  /** Values with backslashes between. */
  readonly multiple: boolean;
  /** The column, or what is folded of it, is indexed: a query may be driven by it. */
  readonly indexed: boolean;
  /** The value without case and accents: of a name by component group, of other text where it is kept. */
  readonly folds: readonly string[];
}

/** Columns with an index that begins with them. */
const indexedColumns = new Set([
  ...['patient_id', 'patient_name', 'patient_birth_date'],
  ...['study_instance_uid', 'study_date', 'accession_number', 'study_id', 'study_description'],
  ...['referring_physician_name', 'series_instance_uid', 'modality', 'series_description', 'series_date'],
  ...['body_part_examined', 'protocol_name', 'station_name', 'institution_name'],
  ...['performed_procedure_step_start_date', 'performing_physician_name', 'sop_instance_uid'],
]);

/** The attributes that the catalog works out. `own` is the expression at their level, `below` at those inside. */
interface Computed {
  readonly keyword: string;
  readonly vr: string;
  readonly kind: AttributeKind;
  readonly level: Level;
  readonly own: string;
  readonly below?: string;
  readonly multiple?: boolean;
}

const ofPatient = (column: string): Pick<Computed, 'own' | 'below'> => ({
  own: `patient.${column}`,
  below: `(SELECT ${column} FROM patient WHERE patient.id = study.patient_row)`,
});

/** The least of what is inside: what cannot be retrieved spoils a retrieval of all of it. PS3.3 C.4.23.1.1. */
const availability = (table: 'study' | 'series', inside: string): string =>
  `CASE WHEN ${table}.offline_count = 0 THEN 'ONLINE' WHEN EXISTS (SELECT 1 FROM loss
    JOIN item ON item.id = loss.item_id JOIN instance AS lost ON lost.item_id = item.id ${inside}
    AND lost.is_current = 1 AND item.trashed_at IS NULL) THEN 'UNAVAILABLE' ELSE 'NEARLINE' END`;

const count = { vr: 'IS', kind: 'integer' } as const;
const computed: readonly Computed[] = [
  { keyword: 'NumberOfPatientRelatedStudies', ...count, level: 'patient', ...ofPatient('study_count') },
  { keyword: 'NumberOfPatientRelatedSeries', ...count, level: 'patient', ...ofPatient('series_count') },
  { keyword: 'NumberOfPatientRelatedInstances', ...count, level: 'patient', ...ofPatient('instance_count') },
  { keyword: 'NumberOfStudyRelatedSeries', ...count, level: 'study', own: 'study.series_count' },
  { keyword: 'NumberOfStudyRelatedInstances', ...count, level: 'study', own: 'study.instance_count' },
  {
    keyword: 'ModalitiesInStudy',
    vr: 'CS',
    kind: 'text',
    level: 'study',
    own: 'study.modalities',
    multiple: true,
  },
  {
    keyword: 'SOPClassesInStudy',
    vr: 'UI',
    kind: 'uid',
    level: 'study',
    own: 'study.sop_classes',
    multiple: true,
  },
  { keyword: 'NumberOfSeriesRelatedInstances', ...count, level: 'series', own: 'series.instance_count' },
  {
    keyword: 'AvailableTransferSyntaxUID',
    vr: 'UI',
    kind: 'uid',
    level: 'instance',
    own: 'instance.transfer_syntax_uid',
  },
];

const availabilityByLevel: Readonly<Record<Level, string>> = {
  patient: `'ONLINE'`,
  study: availability(
    'study',
    'JOIN series AS around ON around.id = lost.series_row WHERE around.study_row = study.id',
  ),
  series: availability('series', 'WHERE lost.series_row = series.id'),
  instance: `CASE WHEN EXISTS (SELECT 1 FROM location WHERE location.item_id = instance.item_id
    AND location.store = 'local') THEN 'ONLINE' WHEN EXISTS (SELECT 1 FROM location
    WHERE location.item_id = instance.item_id) THEN 'NEARLINE' ELSE 'UNAVAILABLE' END`,
};

/** All attributes that a query at a level can match and answer. */
export type SourceMap = ReadonlyMap<Tag, Source>;

const maps = new WeakMap<Dialect, Readonly<Record<Level, SourceMap>>>();

export function sourcesOf(dialect: Dialect, level: Level): SourceMap {
  let known = maps.get(dialect);
  if (!known) {
    known = Object.fromEntries(levels.map((each) => [each, makeMap(dialect, each)])) as Record<
      Level,
      SourceMap
    >;
    maps.set(dialect, known);
  }
  return known[level];
}

function makeMap(dialect: Dialect, level: Level): SourceMap {
  const depth = levels.indexOf(level);
  const seen = (other: Level) => levels.indexOf(other) <= depth;
  const read = attributes
    .filter((each) => seen(each.level))
    .map((each) => storedSource(dialect, level, each));
  const made = computed.filter((each) => seen(each.level)).map((each) => computedSource(level, each));
  const available: Computed = {
    keyword: 'InstanceAvailability',
    vr: 'CS',
    kind: 'text',
    level,
    own: availabilityByLevel[level],
  };
  return new Map([...read, ...made, computedSource(level, available)].map((source) => [source.tag, source]));
}

function storedSource(dialect: Dialect, level: Level, attribute: (typeof attributes)[number]): Source {
  const { tag, vr, kind, column, multiple } = attribute;
  // Studies carry a copy of what their instances say about the patient.
  const copied = attribute.level === 'patient' && level !== 'patient';
  const table = copied ? 'study' : attribute.level;
  const extra = `${table}.${copied ? 'patient_extra' : 'extra'}`;
  const common = { tag, vr, kind, level: table as Level, multiple };
  if (column === undefined) {
    const text = dialect.jsonMember(extra, hexTag(tag));
    const expression = kind === 'integer' ? `CAST(${text} AS INTEGER)` : text;
    const folds = kind === 'name' ? [dialect.jsonMember(extra, foldedMember(tag))] : [];
    return { ...common, expression, folds, indexed: false };
  }
  const folds = attribute.folds.map((fold) => `${table}.${fold}`);
  return { ...common, expression: `${table}.${column}`, folds, indexed: indexedColumns.has(column) };
}

function computedSource(level: Level, row: Computed): Source {
  const expression = level === row.level ? row.own : (row.below ?? row.own);
  const { vr, kind, multiple = false } = row;
  return {
    tag: tagOf(row.keyword)!,
    vr,
    kind,
    expression,
    level: row.level,
    multiple,
    indexed: false,
    folds: [],
  };
}
