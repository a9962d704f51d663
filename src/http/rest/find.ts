import { type Archive, answerDataset, parseQuery } from '../../archive/index.ts';
import { IsocenterError } from '../../base/index.ts';
import type { CallContext, FindRequest, FindResult, FindRow, Level, Query } from '../../contract/index.ts';
import { Dataset, elementOf, hexTag, parseTag, type Tag, tagOf } from '../../dicom/index.ts';

/** Attributes that say what a row is, for each level; those of the levels above come along. */
const described: Readonly<Record<Level, readonly string[]>> = {
  patient: [
    'PatientName',
    'PatientID',
    'PatientBirthDate',
    'PatientSex',
    'NumberOfPatientRelatedStudies',
    'NumberOfPatientRelatedInstances',
  ],
  study: [
    'PatientName',
    'PatientID',
    'StudyDate',
    'StudyDescription',
    'ModalitiesInStudy',
    'NumberOfStudyRelatedSeries',
    'NumberOfStudyRelatedInstances',
    'StudyInstanceUID',
  ],
  series: [
    'Modality',
    'SeriesNumber',
    'SeriesDescription',
    'NumberOfSeriesRelatedInstances',
    'SeriesInstanceUID',
    'StudyInstanceUID',
  ],
  instance: ['InstanceNumber', 'SOPClassUID', 'SOPInstanceUID', 'SeriesInstanceUID', 'StudyInstanceUID'],
};

/** Elements that say what a row of this level is. */
export function describedElements(level: Level): readonly string[] {
  return described[level];
}

/** Rows by keyword, as many as asked for. */
export async function findRows(
  archive: Archive,
  request: FindRequest,
  { actor, scope }: CallContext,
): Promise<FindResult> {
  const { limit, offset, fuzzy } = request;
  const query = { ...queryOf(request, fuzzy), attributes: attributesOf(request), offset, limit: limit + 1 };
  const { columns, pages } = archive.find(actor, scope, query);
  const rows: FindRow[] = [];
  for await (const page of pages) {
    for (const row of page) rows.push(rowOf(answerDataset(columns, row)));
  }
  return { rows: rows.slice(0, limit), more: rows.length > limit };
}

/** A query by keywords, matched as C-FIND matches and across all levels. */
export function queryOf({ level, match }: Query, fuzzy = false) {
  return parseQuery(identifierOf(match), level, {
    root: 'patient',
    relational: true,
    fuzzy,
    combinedDateTime: true,
  });
}

/** An identifier as C-FIND would carry it. Unknown names: `query/bad`. */
export function identifierOf(match: Query['match']): Dataset {
  const dataset = new Dataset();
  for (const [name, value] of Object.entries(match)) {
    const tag = requireTag(name);
    dataset.set(tag, elementOf(tag)?.vr.code ?? 'LO', value === '' ? [] : value.split('\\'));
  }
  return dataset;
}

function attributesOf({ level, match, include }: FindRequest): Tag[] {
  return [...new Set([...described[level], ...Object.keys(match), ...include].map(requireTag))];
}

export function requireTag(name: string): Tag {
  const tag = tagOf(name) ?? parseTag(name);
  if (tag === undefined) throw new IsocenterError('query/bad', { reason: `${name} is no known element` });
  return tag;
}

/** A data set as values by keyword; tags without a keyword stand as 8 hexadecimal digits. */
export function rowOf(dataset: Dataset): FindRow {
  const row: FindRow = {};
  for (const { tag, vr } of dataset) {
    if (vr.kind === 'sequence' || vr.kind === 'bytes') continue;
    row[elementOf(tag)?.keyword || hexTag(tag)] = plainValue(dataset, tag);
  }
  return row;
}

const numeric = new Set(['IS', 'US', 'UL', 'SS', 'SL']);

function plainValue(dataset: Dataset, tag: Tag): FindRow[string] {
  const isNumber = numeric.has(dataset.get(tag)!.vr.code);
  const values = isNumber ? [...dataset.numbers(tag)] : [...dataset.strings(tag)];
  if (values.length === 0) return null;
  return values.length === 1 ? values[0]! : values;
}
