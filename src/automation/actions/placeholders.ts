import type { Order } from './action.ts';

/** `{rule}`, `{study}` and what else is known by name are filled in; other braces stay. */
export const filledIn = (text: string, known: Readonly<Record<string, string>>): string =>
  text.replace(/\{([a-z]+)\}/g, (whole, name: string) => known[name] ?? whole);

/** What every text may name. */
export const knownOf = ({ rule, subject }: Order): Record<string, string> => ({
  rule,
  study: subject.studyInstanceUid,
  series: String(subject.seriesInstanceUids.length),
});
