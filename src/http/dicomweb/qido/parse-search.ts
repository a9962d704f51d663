import {
  type Archive,
  type ParameterCondition,
  parseQuery,
  type Query,
  type QueryOrder,
  type ShownParameter,
  uniqueKeys,
} from '../../../archive/index.ts';
import { IsocenterError } from '../../../base/index.ts';
import { Dataset, elementOf, parseTag, type Tag, tagOf, tags } from '../../../dicom/index.ts';
import type { Target } from '../paths.ts';
import { defaultAttributes, type SearchLevel, searchLevels } from './attributes.ts';

export type SearchParameters = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface Search {
  readonly query: Query;
  readonly limit: number | undefined;
  readonly offset: number;
  /** For Warning headers: what was asked and is not done. */
  readonly warnings: readonly string[];
}

/** Parameters of one request; a query has at most 256 keys anyway. */
const MAXIMUM_PARAMETERS = 512;
/** Sequences around a nested key; more is refused by the catalog. */
const MAXIMUM_PATH = 8;

/** Parameters that are no keys; `accept` and `charset` are for whoever writes the answer. */
const reserved = new Set([
  ...['limit', 'offset', 'fuzzymatching', 'includefield', 'accept', 'charset'],
  ...['emptyvaluematching', 'multiplevaluematching'],
]);

/** Values of these VRs have no commas, so a comma separates several of them (PS3.18 8.3.4.1). */
const listVrs = new Set(['UI', 'CS', 'AE', 'IS', 'US', 'UL', 'AS']);

/**
 * The query of a search transaction (PS3.18 8.3.4, 10.6.1.2).
 * @throws IsocenterError `query/bad`, `input/invalid`
 */
export function parseSearch(
  archive: Archive,
  level: SearchLevel,
  target: Target,
  parameters: SearchParameters,
): Search {
  const pairs = pairsOf(parameters);
  const option = (name: string) => pairs.find(([key]) => key.toLowerCase() === name)?.[1];
  const identifier = new Dataset();
  const keys = pairs.filter(([name]) => !reserved.has(name.toLowerCase()));
  const known = archive.attributesAt(level);
  const ofSeries: ParameterCondition[] = [];
  for (const [name, value] of keys) {
    const parameter = level === 'series' ? archive.matchingParameter(name, value) : undefined;
    if (parameter) ofSeries.push(parameter);
    else setKey(identifier, pathOf(name), value);
  }
  for (const [each, uid] of Object.entries(target))
    identifier.set(uniqueKeys[each as SearchLevel], 'UI', uid);
  const parsed = parseQuery(identifier, level, {
    root: 'patient',
    relational: true,
    fuzzy: option('fuzzymatching') === 'true',
    combinedDateTime: true,
  });
  const beside = level === 'series' ? parametersBeside(known, archive) : [];
  const included = includedFields(pairs, new Set([...known, ...beside.map(({ tag }) => tag)]));
  // An answer has what was matched (PS3.18 10.6.3.3).
  const named = [...included.fields, ...parsed.attributes];
  const shownParameters = beside.filter(
    ({ tag, name }) => named.includes(tag) || ofSeries.some((matched) => matched.name === name),
  );
  const wanted = [
    ...defaultAttributes(level, unnamedAbove(level, target)),
    ...named,
    ...shownParameters.map(({ tag }) => tag),
  ];
  const isAnswered = (tag: Tag) => known.has(tag) || shownParameters.some((each) => each.tag === tag);
  const attributes = [...new Set(wanted)].filter(isAnswered).sort((a, b) => a - b);
  const order = orderOf(level, parsed);
  return {
    query: { ...parsed, parameters: ofSeries, attributes, shownParameters, ...(order && { order }) },
    limit: countOf('limit', option('limit')),
    offset: countOf('offset', option('offset')) ?? 0,
    warnings: [
      ...parsed.keys
        .filter(({ tag, matcher }) => !known.has(tag) && matcher.kind !== 'universal')
        .map(({ tag }) => `${nameOf(tag)} is not supported for matching and was ignored`),
      ...included.unknown.map((name) => `${name} is not kept at this level and was not included`),
    ],
  };
}

function pairsOf(parameters: SearchParameters): (readonly [name: string, value: string])[] {
  const pairs = Object.entries(parameters).flatMap(([name, values]) =>
    [values ?? ''].flat().map((value) => [name, value] as const),
  );
  if (pairs.length > MAXIMUM_PARAMETERS)
    throw new IsocenterError('query/bad', { reason: `more than ${MAXIMUM_PARAMETERS} parameters` });
  return pairs;
}

/** `PatientName`, `00100010`, `RequestAttributesSequence.ScheduledProcedureStepID`, ... as tags. */
function pathOf(name: string): Tag[] {
  const path = name.split('.').map((piece) => tagOf(piece) ?? (isTag(piece) ? parseTag(piece) : undefined));
  if (path.length <= MAXIMUM_PATH && path.every((tag) => tag !== undefined)) return path;
  throw new IsocenterError('query/bad', { reason: `${JSON.stringify(name.slice(0, 64))} is no attribute` });
}

const isTag = (text: string): boolean => /^[0-9A-Fa-f]{8}$/.test(text);

function setKey(dataset: Dataset, [tag, ...inside]: readonly Tag[], value: string): void {
  const vr = elementOf(tag!)?.vr.code ?? 'UN';
  if (inside.length === 0) {
    if (vr !== 'SQ') dataset.set(tag!, ...keyValue(tag!, value));
    else if (value === '') dataset.set(tag!, vr, dataset.items(tag!));
    else throw new IsocenterError('query/bad', { reason: `${nameOf(tag!)} is a sequence: name a key in it` });
    return;
  }
  if (vr !== 'SQ') throw new IsocenterError('query/bad', { reason: `${nameOf(tag!)} is no sequence` });
  // All keys of one sequence have to fit within one item (PS3.4 C.2.2.2.7).
  const item = dataset.items(tag!)[0] ?? new Dataset();
  setKey(item, inside, value);
  dataset.set(tag!, 'SQ', [item]);
}

/** Private and unknown elements match as text. */
function keyValue(tag: Tag, value: string): [vr: string, values: string[] | number[]] {
  const vr = elementOf(tag)?.vr;
  if (!vr || vr.kind === 'bytes' || vr.kind === 'tag') return ['LO', value.split('\\')];
  const values = value.split(listVrs.has(vr.code) ? /[,\\]/ : '\\').map((each) => each.trim());
  if (vr.kind === 'string' || vr.kind === 'text' || vr.kind === 'decimal') return [vr.code, values];
  const numbers = values.filter((each) => each !== '').map(Number);
  if (numbers.every(Number.isFinite)) return [vr.code, numbers];
  throw new IsocenterError('query/bad', { reason: `${nameOf(tag)} is a number` });
}

/** Levels above the one searched that the path does not name. */
function unnamedAbove(level: SearchLevel, target: Target): SearchLevel[] {
  return searchLevels.slice(0, searchLevels.indexOf(level)).filter((each) => target[each] === undefined);
}

/** What is an attribute is answered as one. */
const parametersBeside = (known: ReadonlySet<Tag>, archive: Archive): readonly ShownParameter[] =>
  archive.shownParameters().filter(({ tag }) => !known.has(tag));

function includedFields(pairs: readonly (readonly [string, string])[], known: ReadonlySet<Tag>) {
  const names = pairs.flatMap(([name, value]) =>
    name.toLowerCase() === 'includefield' ? value.split(',').filter((field) => field !== '') : [],
  );
  if (names.some((name) => name === 'all')) return { fields: [...known], unknown: [] };
  // Of a path into a sequence, the sequence comes whole.
  const fields = names.map((name) => [name, pathOf(name)[0]!] as const);
  return {
    fields: fields.map(([, tag]) => tag),
    unknown: fields.filter(([, tag]) => !known.has(tag)).map(([name]) => name),
  };
}

/** Newest studies first; within a study as its numbers say. Elsewhere, rows come in the order of an index. */
function orderOf(level: SearchLevel, { keys }: Query): QueryOrder | undefined {
  if (level === 'study') return { tags: [tags.StudyDate], descending: true };
  const names = (tag: Tag) => keys.some((key) => key.tag === tag && key.matcher.kind === 'values');
  if (level === 'series' && names(tags.StudyInstanceUID))
    return { tags: [tags.SeriesNumber], descending: false };
  if (level === 'instance' && names(tags.SeriesInstanceUID))
    return { tags: [tags.InstanceNumber], descending: false };
  return undefined;
}

function countOf(name: string, value: string | undefined): number | undefined {
  if (value === undefined || value === '') return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new IsocenterError('query/bad', { reason: `${name} is not a number` });
}

const nameOf = (tag: Tag): string => elementOf(tag)?.keyword ?? tag.toString(16).padStart(8, '0');
