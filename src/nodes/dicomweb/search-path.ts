import type { Level } from '../../contract/index.ts';
import { type Dataset, type Element, elementOf, groupOf, hexTag, type Tag, tags } from '../../dicom/index.ts';

export type SearchLevel = Exclude<Level, 'patient'>;

/** Page of a search: how many results, and how many of them stand before. */
export interface Page {
  readonly limit: number;
  readonly offset: number;
}

/** What is searched below: everything, a study, or a series of it. */
export interface SearchedResource {
  readonly study: string | undefined;
  readonly series: string | undefined;
}

/** Unique keys of the levels above (PS3.18 10.6.1); there is no path to a series without its study. */
export function resourceOf(level: SearchLevel, keys: Dataset): SearchedResource {
  const study = level === 'study' ? undefined : singleUid(keys, tags.StudyInstanceUID);
  const isBelowSeries = study !== undefined && level === 'instance';
  return { study, series: isBelowSeries ? singleUid(keys, tags.SeriesInstanceUID) : undefined };
}

const collections = { study: 'studies', series: 'series', instance: 'instances' } as const;

/**
 * The keys of a C-FIND as a search (PS3.18 10.6.1): what it is below goes into the path, values are matched, and empty keys are
 * wishes.
 */
export function searchPath(level: SearchLevel, keys: Dataset, { limit, offset }: Page): string {
  const { study, series } = resourceOf(level, keys);
  const steps = [
    ...(study === undefined ? [] : [{ path: `/studies/${study}`, tag: tags.StudyInstanceUID }]),
    ...(series === undefined ? [] : [{ path: `/series/${series}`, tag: tags.SeriesInstanceUID }]),
  ];
  const taken = new Set<Tag>(steps.map(({ tag }) => tag));
  const query = new URLSearchParams();
  for (const element of keys) {
    const { tag, vr } = element;
    if (taken.has(tag) || groupOf(tag) === 0 || notAsked.has(tag)) continue;
    const value = vr.kind === 'sequence' ? '' : matchOf(keys, element);
    if (value === '') query.append('includefield', nameOf(tag));
    else query.append(nameOf(tag), value);
  }
  query.append('limit', `${limit}`);
  query.append('offset', `${offset}`);
  // A form has + for a space; what is no form need not know that.
  const above = steps.map(({ path }) => path).join('');
  return `${above}/${collections[level]}?${`${query}`.replaceAll('+', '%20')}`;
}

/** What C-FIND says in its identifier, and a search by its path and in UTF-8. */
const notAsked: ReadonlySet<Tag> = new Set([tags.QueryRetrieveLevel, tags.SpecificCharacterSet]);

function singleUid(keys: Dataset, tag: Tag): string | undefined {
  const [uid, ...more] = keys.strings(tag);
  return uid !== undefined && more.length === 0 && /^\d+(\.\d+)*$/.test(uid) ? uid : undefined;
}

/** PS3.18 8.3.4.1: UIDs in a list are separated by commas. */
const matchOf = (keys: Dataset, { tag, vr }: Element): string =>
  [...keys.strings(tag)].join(vr.code === 'UI' ? ',' : '\\');

const nameOf = (tag: Tag): string => elementOf(tag)?.keyword || hexTag(tag);
