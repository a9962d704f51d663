/** What a word is, of which only the archive can tell: it is taken for the first thing that the archive has under it. */
import type { StudyQuery } from './request.ts';
import type { Term } from './term.ts';
import { bodyParts } from './vocabulary.ts';

/** Whether the archive has a study like that. */
export type HasSome = (query: StudyQuery) => Promise<boolean>;

interface Reading {
  readonly keyword: string;
  readonly value: string;
}

/** What indexes tell at once, also that there is nothing. Digits are a number before they are a name. */
function named(word: string): Reading[] {
  const name = { keyword: 'PatientName', value: `${word}*` };
  const numbers = [
    { keyword: 'PatientID', value: word },
    { keyword: 'AccessionNumber', value: word },
  ];
  return /^[\d./-]+$/.test(word) ? [...numbers, name] : [name, ...numbers];
}

/** Finding that nothing is described like that takes a look at every study: it waits until that counts. */
const described = (word: string): Reading[] => [
  { keyword: 'StudyDescription', value: `*${word}*` },
  { keyword: 'BodyPartExamined', value: bodyParts.get(word.toLowerCase()) ?? word.toUpperCase() },
];

const thorough = (word: string): Reading[] => [
  { keyword: 'PatientName', value: `*^${word}*` },
  { keyword: 'PatientName', value: `*${word}*` },
  { keyword: 'SeriesDescription', value: `*${word}*` },
  { keyword: 'InstitutionName', value: `*${word}*` },
  { keyword: 'PatientID', value: `${word}*` },
];

/** In the order in which people mean it: a word for a part of the body is one, also where somebody is called so. */
const stages = (word: string): Reading[][] =>
  bodyParts.has(word.toLowerCase())
    ? [described(word), named(word), thorough(word)]
    : [named(word), described(word), thorough(word)];

/** The terms, where each word stands for an element; one that the archive does not know is what people mean first. */
export async function understood(terms: readonly Term[], hasSome: HasSome): Promise<Term[]> {
  const read = await Promise.all(
    terms.map(async (term): Promise<Term> => {
      if (term.kind !== 'word') return term;
      if (isPattern(term.word)) return { kind: 'key', ...asKey(term.word), text: term.text };
      return { kind: 'key', ...(await readingOf(term.word, hasSome)), text: term.text };
    }),
  );
  return await withNamesInOrder(read, hasSome);
}

/** The terms, where each word stands for what people mean first: what {@link understood} answers most of the time. */
export const likeliest = (terms: readonly Term[]): Term[] =>
  terms.map((term): Term => {
    if (term.kind !== 'word') return term;
    return { kind: 'key', ...likeliestReading(term.word), text: term.text };
  });

const likeliestReading = (word: string): Reading =>
  isPattern(word) ? asKey(word) : (stages(word)[0]![0] as Reading);

const isPattern = (word: string): boolean => /[*?\\]/.test(word);

/** Wildcards are meant for text. */
const asKey = (word: string) => ({ keyword: 'StudyDescription', value: word }) as const;

async function readingOf(word: string, hasSome: HasSome): Promise<Reading> {
  let found: Reading | undefined;
  for (const readings of stages(word)) found ??= await firstOf(readings, hasSome);
  return found ?? likeliestReading(word);
}

/** Asked at once: what comes first in the list counts, not what is answered first. Nobody waits for what cannot count any more. */
async function firstOf(readings: readonly Reading[], hasSome: HasSome): Promise<Reading | undefined> {
  const answers = readings.map(({ keyword, value }) => hasSome({ match: { [keyword]: value }, labels: [] }));
  // How those failed that nobody waits for is of no interest.
  for (const answer of answers) answer.catch(() => undefined);
  for (const [index, reading] of readings.entries()) if (await answers[index]) return reading;
  return undefined;
}

/** "Anna Müller" and "Müller Anna" are the same person. */
async function withNamesInOrder(terms: readonly Term[], hasSome: HasSome): Promise<Term[]> {
  const names = terms.filter((term) => term.kind === 'key' && term.keyword === 'PatientName');
  const [first, second, ...others] = names.map((term) => bareName(term.text));
  if (first === undefined || second === undefined || others.length > 0) return [...terms];
  const orders = [`${first}*^${second}*`, `${second}*^${first}*`];
  const order = await firstOf(
    orders.map((value) => ({ keyword: 'PatientName', value })),
    hasSome,
  );
  if (!order) return [...terms];
  const value = (term: Term) => `${bareName(term.text)}*`;
  const swapped = order.value === orders[0] ? names : [...names].reverse();
  let at = 0;
  return terms.map((term) => {
    if (!names.includes(term)) return term;
    const next = swapped[at++] as Term;
    return { kind: 'key', keyword: 'PatientName', value: value(next), text: next.text };
  });
}

const bareName = (text: string): string => text.replace(/^[\p{L}]+:/u, '').replace(/["„“”*]/g, '');

/** Words that are still to be understood: what the answer depends on. */
export const openWords = (terms: readonly Term[]): string[] =>
  terms.flatMap((term) => (term.kind === 'word' ? [term.word] : []));
