import { IsocenterError } from '../../base/index.ts';
import { type Dataset, type Element, elementOf, formatTag, type Tag, tags } from '../../dicom/index.ts';
import { type Level, levels } from '../record/attributes.ts';
import { matcherOf, type QueryKey, queryLimits, tooMuch } from './matcher.ts';
import type { Query } from './query.ts';

export interface ParseQueryOptions {
  /** The information model: where hierarchies begin (PS3.4 C.6.1, C.6.2). */
  readonly root: 'patient' | 'study';
  /** Whether unique keys of the levels above may be absent (PS3.4 C.4.1.2.2.1). */
  readonly relational: boolean;
  readonly fuzzy?: boolean;
  readonly combinedDateTime?: boolean;
  readonly ignoreCase?: boolean;
}

/** The key that names one entity of a level (PS3.4 C.6.1.1). */
export const uniqueKeys: Readonly<Record<Level, Tag>> = {
  patient: tags.PatientID,
  study: tags.StudyInstanceUID,
  series: tags.SeriesInstanceUID,
  instance: tags.SOPInstanceUID,
};

/** Elements of an identifier that are no keys. */
const notKeys = new Set<Tag>([
  tags.SpecificCharacterSet,
  tags.TimezoneOffsetFromUTC,
  tags.QueryRetrieveLevel,
  tags.RetrieveAETitle,
  tags.StorageMediaFileSetID,
  tags.StorageMediaFileSetUID,
]);

/**
 * The query that a C-FIND identifier asks for. What it answers is what was asked: every key is an attribute.
 * @throws IsocenterError `query/bad`: over a limit, a value that its VR does not allow, a key missing above.
 */
export function parseQuery(identifier: Dataset, level: Level, options: ParseQueryOptions): Query {
  const keys = keysOf(identifier, 0);
  if (!options.relational) requireHierarchy(keys, level, options.root);
  return {
    level,
    keys,
    attributes: keys.map(({ tag }) => tag),
    fuzzy: options.fuzzy ?? false,
    combinedDateTime: options.combinedDateTime ?? false,
    ignoreCase: options.ignoreCase ?? false,
  };
}

function keysOf(dataset: Dataset, depth: number): QueryKey[] {
  if (depth > queryLimits.depth) throw tooMuch('nested sequences', queryLimits.depth);
  const keys: QueryKey[] = [];
  for (const element of dataset) {
    if ((depth === 0 && notKeys.has(element.tag)) || (element.tag & 0xffff) === 0) continue;
    keys.push(keyOf(dataset, element, depth));
    if (keys.length > queryLimits.keys) throw tooMuch('keys', queryLimits.keys);
  }
  return keys;
}

function keyOf(dataset: Dataset, { tag, vr }: Element, depth: number): QueryKey {
  if (vr.kind === 'sequence') return { tag, vr: vr.code, matcher: sequenceMatcher(dataset, tag, depth) };
  const values = vr.code === 'UN' || vr.kind === 'bytes' ? [] : dataset.strings(tag);
  return { tag, vr: vr.code, matcher: matcherOf(elementOf(tag)?.keyword ?? formatTag(tag), vr.code, values) };
}

/** A key holds one item (PS3.4 C.2.2.2.7); one without values asks for the attribute only. */
function sequenceMatcher(dataset: Dataset, tag: Tag, depth: number): QueryKey['matcher'] {
  const items = dataset.items(tag);
  if (items.length > 1)
    throw new IsocenterError('query/bad', { reason: `${formatTag(tag)} has more than one item` });
  const keys = items[0] ? keysOf(items[0], depth + 1) : [];
  return keys.some(({ matcher }) => matcher.kind !== 'universal')
    ? { kind: 'sequence', keys }
    : { kind: 'universal' };
}

/** Above the level asked for, each level is named by one value of its unique key (PS3.4 C.4.1.2.1). */
function requireHierarchy(keys: readonly QueryKey[], level: Level, root: 'patient' | 'study'): void {
  const above = levels.slice(levels.indexOf(root), levels.indexOf(level));
  for (const each of above) {
    const matcher = keys.find(({ tag }) => tag === uniqueKeys[each])?.matcher;
    if (matcher?.kind === 'values' && matcher.values.length === 1) continue;
    const reason = `${formatTag(uniqueKeys[each])} has to name one ${each}`;
    throw new IsocenterError('query/bad', { reason });
  }
}
