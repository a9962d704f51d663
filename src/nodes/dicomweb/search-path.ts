import type { Level } from '../../contract/index.ts';
import { type Dataset, type Element, elementOf, groupOf, hexTag, type Tag, tags } from '../../dicom/index.ts';

export type SearchLevel = Exclude<Level, 'patient'>;

/** Page of a search: how many results, and how many of them stand before. */
export interface Page {
  readonly limit: number;
  readonly offset: number;
}

/**
 * The keys of a C-FIND as a search (PS3.18 10.6.1): unique keys of the levels above go into the path, values are matched, and
 * empty keys are wishes.
 */
export function searchPath(level: SearchLevel, keys: Dataset, { limit, offset }: Page): string {
  const { path, taken } = resourceOf(level, keys);
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
  return `${path}?${`${query}`.replaceAll('+', '%20')}`;
}

/** What C-FIND says in its identifier, and a search by its path and in UTF-8. */
const notAsked: ReadonlySet<Tag> = new Set([tags.QueryRetrieveLevel, tags.SpecificCharacterSet]);

function resourceOf(level: SearchLevel, keys: Dataset): { readonly path: string; readonly taken: Set<Tag> } {
  const taken = new Set<Tag>();
  const step = (name: string, tag: Tag): string => {
    const uid = singleUid(keys, tag);
    if (uid === undefined) return '';
    taken.add(tag);
    return `/${name}/${uid}`;
  };
  if (level === 'study') return { path: '/studies', taken };
  const study = step('studies', tags.StudyInstanceUID);
  if (level === 'series') return { path: `${study}/series`, taken };
  // There is no path to a series without its study.
  const series = study === '' ? '' : step('series', tags.SeriesInstanceUID);
  return { path: `${study}${series}/instances`, taken };
}

function singleUid(keys: Dataset, tag: Tag): string | undefined {
  const [uid, ...more] = keys.strings(tag);
  return uid !== undefined && more.length === 0 && /^\d+(\.\d+)*$/.test(uid) ? uid : undefined;
}

/** PS3.18 8.3.4.1: UIDs in a list are separated by commas. */
const matchOf = (keys: Dataset, { tag, vr }: Element): string =>
  [...keys.strings(tag)].join(vr.code === 'UI' ? ',' : '\\');

const nameOf = (tag: Tag): string => elementOf(tag)?.keyword || hexTag(tag);
