/** From what the words mean to what is asked of the archive. */
import type { CallFor } from '../../../../../src/contract/index.ts';
import type { Term } from './term.ts';

/** The part of a find that says which studies. */
export type StudyQuery = Required<Pick<CallFor<'find'>, 'match' | 'labels'>>;

/**
 * Terms of one element come together: of modalities and other elements one of them has to fit, of dates the days that all
 * have in common, of names and descriptions all words. Words that nobody has understood yet are left out.
 */
export function studyQuery(terms: readonly Term[]): StudyQuery {
  const match: Record<string, string> = {};
  const dates = terms.filter((term) => term.kind === 'date');
  if (dates.length > 0) match.StudyDate = daysOf(dates);
  const modalities = terms.flatMap((term) => (term.kind === 'modality' ? term.modalities : []));
  if (modalities.length > 0) match.ModalitiesInStudy = modalities.join('\\');
  const keys = terms.filter((term) => term.kind === 'key');
  for (const [keyword, some] of Map.groupBy(keys, (term) => term.keyword))
    match[keyword] = together(some.map(({ value }) => value));
  const labels = terms.flatMap((term) =>
    term.kind === 'label'
      ? [{ name: term.name, ...(term.value !== undefined && { value: term.value }) }]
      : [],
  );
  return { match, labels };
}

function daysOf(dates: readonly { readonly from?: string; readonly to?: string }[]): string {
  const from =
    dates
      .map((date) => date.from ?? '')
      .sort()
      .at(-1) ?? '';
  const [to = ''] = dates.flatMap((date) => date.to ?? []).sort();
  return from === to ? from : `${from}-${to}`;
}

/** `*a*` and `*b*` are `*a*b*`, parts of a name `a*` and `b*` are `a*^b*`; other values are a list. */
function together(values: readonly string[]): string {
  const [first = ''] = values;
  if (values.length === 1) return first;
  if (values.every((value) => namePart.test(value))) {
    const isGiven = (value: string) => value.startsWith('*^');
    const family = values.filter((value) => !isGiven(value));
    const given = values.filter(isGiven).map((value) => value.slice(2));
    return [...(family.length > 0 ? family : ['*']), ...given].join('^');
  }
  if (values.every((value) => /^\*.*\*$/.test(value))) return values.join('').replaceAll('**', '*');
  return values.join('\\');
}

/** The beginning of a family name, or behind `*^` of a given name. */
const namePart = /^(\*\^)?[^*]+\*$/;
