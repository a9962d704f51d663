import { IsocenterError } from '../base/index.ts';
import {
  type Catalog,
  type ParameterCondition,
  type ParameterDefinition,
  parseQuery,
  type Query,
} from '../catalog/index.ts';
import type { Query as Asked, Level } from '../contract/index.ts';
import { Dataset, elementOf, parseTag, type Tag, tagOf } from '../dicom/index.ts';
import { unknownElement } from './unknown-element.ts';

export interface MatchOptions {
  /** Match names that sound alike. */
  readonly fuzzy?: boolean | undefined;
  /** Text as C-FIND matches it. */
  readonly exact?: boolean | undefined;
}

/**
 * The query that a person asks by keywords, across all levels. It matches as C-FIND does, but text without case and
 * accents. What C-FIND would pass over (PS3.4 C.2.2.1.3) is an error here: a person who mistypes a key of `remove`
 * must not select everything. A study is also found by what one of its series is.
 * @throws IsocenterError `query/bad`
 */
export function matchQuery(
  catalog: Catalog,
  { level, match }: Asked,
  { fuzzy = false, exact = false }: MatchOptions = {},
): Query {
  const identifier = new Dataset();
  const ofSeries = new Dataset();
  const parameters: ParameterCondition[] = [];
  for (const [name, value] of Object.entries(match)) {
    if (value === '') continue;
    const key = keyAt(level, name);
    const tag = elementNamed(key);
    const parameter = catalog.parameters.find((each) => each.name === name);
    if (tag !== undefined && isKnown(catalog, level, tag)) {
      identifier.set(tag, elementOf(tag)?.vr.code ?? 'LO', value.split('\\'));
    } else if (parameter) parameters.push(conditionOf(parameter, value));
    else if (level === 'study' && tag !== undefined && isKnown(catalog, 'series', tag))
      ofSeries.set(tag, elementOf(tag)?.vr.code ?? 'LO', value.split('\\'));
    else throw unknownKey(level, name, tag);
  }
  const options = {
    root: 'patient',
    relational: true,
    fuzzy,
    combinedDateTime: true,
    ignoreCase: !exact,
  } as const;
  const seriesKeys = parseQuery(ofSeries, 'series', options).keys;
  return { ...parseQuery(identifier, level, options), parameters, seriesKeys };
}

/**
 * What a key asks of series that is no attribute of theirs but one of their parameters, by its name or the tag of the element;
 * undefined where it is none. @throws IsocenterError `query/bad`
 */
export function matchParameter(
  catalog: Catalog,
  name: string,
  value: string,
): ParameterCondition | undefined {
  const tag = elementNamed(name);
  if (value === '' || (tag !== undefined && isKnown(catalog, 'series', tag))) return undefined;
  const keyword = (tag !== undefined && elementOf(tag)?.keyword) || name;
  const parameter = catalog.parameters.find((each) => each.name === keyword);
  return parameter && conditionOf(parameter, value);
}

const elementNamed = (name: string): Tag | undefined => tagOf(name) ?? parseTag(name);

const isKnown = (catalog: Catalog, level: Level, tag: Tag): boolean =>
  catalog.answerColumns({ level, keys: [], attributes: [tag] })[0]?.known === true;

/** What a study holds has a name of its own there. */
const ofStudies: Readonly<Record<string, string>> = {
  Modality: 'ModalitiesInStudy',
  SOPClassUID: 'SOPClassesInStudy',
};

const keyAt = (level: Level, name: string): string => (level === 'study' ? (ofStudies[name] ?? name) : name);

function unknownKey(level: Level, name: string, tag: Tag | undefined): IsocenterError {
  if (tag === undefined) return unknownElement(name);
  return new IsocenterError('query/bad', { reason: `${name} is not kept for queries at the ${level} level` });
}

const NUMBER = '-?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?';
const RANGE = new RegExp(`^(${NUMBER})?\\.\\.(${NUMBER})?$|^(${NUMBER})$`);

/** `3`, or a range: `1.5..3`, `..3`, `1.5..`; hyphens are signs here. */
function conditionOf({ name, kind }: ParameterDefinition, value: string): ParameterCondition {
  if (kind === 'text') return { name, text: value };
  const [, from, to, only] = RANGE.exec(value) ?? [];
  if ((from ?? to ?? only) === undefined)
    throw new IsocenterError('query/bad', { reason: `${name} is a number, or a range such as 1.5..3` });
  return {
    name,
    ...((from ?? only) !== undefined && { from: Number(from ?? only) }),
    ...((to ?? only) !== undefined && { to: Number(to ?? only) }),
  };
}
