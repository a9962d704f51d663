import { type Archive, answerDataset, type QueryOrder, requireTag } from '../../archive/index.ts';
import { IsocenterError } from '../../base/index.ts';
import {
  type CallContext,
  type FacetsRequest,
  type FindRequest,
  type FindResult,
  type FindRow,
  type FoundFacets,
  findRequest,
  type Level,
  type Query,
} from '../../contract/index.ts';
import { Dataset, elementOf, hexTag, parseTag, type Tag, tagOf, tags } from '../../dicom/index.ts';

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

/** What somebody sees: their studies, the newest first. */
export async function studyRows(archive: Archive, context: CallContext, limit: number): Promise<FindRow[]> {
  return (await findRows(archive, findRequest.parse({ level: 'study', limit }), context)).rows;
}

/** Rows by keyword, as many as asked for, and where the next ones begin. */
export async function findRows(
  archive: Archive,
  request: FindRequest,
  { actor, scope }: CallContext,
  order: QueryOrder | undefined = orderOf(request),
): Promise<FindResult> {
  const { limit, offset, after } = request;
  const page = await archive.findPage(actor, scope, {
    ...archive.matching(request, request),
    labels: labelsOf(request),
    attributes: attributesOf(request),
    offset,
    limit,
    ...(order && { order }),
    ...(after !== undefined && { after }),
  });
  const rows = page.rows.map((row) => rowOf(answerDataset(page.columns, row)));
  return { rows, more: page.next !== undefined, ...(page.next !== undefined && { next: page.next }) };
}

/** What the studies that match are, in numbers. */
export async function findFacets(
  archive: Archive,
  { match, labels, parameters, ...options }: FacetsRequest,
  { actor, scope }: CallContext,
): Promise<FoundFacets> {
  const query = { ...archive.matching({ level: 'study', match }, options), labels };
  const {
    modalities,
    years,
    bodyParts,
    institutions,
    labels: labelled,
    ...found
  } = await archive.facets(actor, scope, query, parameters);
  return {
    ...{ ...found, modalities: [...modalities], years: [...years] },
    ...{ bodyParts: [...bodyParts], institutions: [...institutions], labels: [...labelled] },
    parameters: Object.fromEntries(
      Object.entries(found.parameters).map(([name, values]) => [name, [...values]]),
    ),
  };
}

function labelsOf({ level, labels }: FindRequest): FindRequest['labels'] {
  if (labels.length > 0 && level !== 'study')
    throw new IsocenterError('query/bad', { reason: 'studies are found by labels, and nothing else is' });
  return labels;
}

/** What people expect to see first. Series and images have an order inside of what holds them. */
function orderOf({ level, match, order, descending }: FindRequest): QueryOrder | undefined {
  if (order) return { tags: order.map(requireTag), descending };
  const isOne = (name: string) => /^[0-9.]+$/.test(match[name] ?? '');
  if (level === 'study') return { tags: [tags.StudyDate], descending: true };
  if (level === 'patient') return { tags: [tags.PatientName], descending: false };
  if (level === 'series' && isOne('StudyInstanceUID'))
    return { tags: [tags.SeriesNumber], descending: false };
  if (level === 'instance' && isOne('SeriesInstanceUID'))
    return { tags: [tags.InstanceNumber], descending: false };
  return undefined;
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
  // Keys may be series parameters, which are no elements.
  const matched = Object.keys(match).filter((name) => tagOf(name) ?? parseTag(name));
  return [...new Set([...described[level], ...matched, ...include].map(requireTag))];
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
