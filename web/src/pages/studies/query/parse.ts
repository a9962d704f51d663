/** From the words in the search box to what they mean, as far as that can be told without asking the archive. */
import { dateAtStart } from './dates.ts';
import type { Meaning, Term } from './term.ts';
import { type Token, tokensOf } from './tokens.ts';
import {
  bodyParts,
  dateWords,
  type Field,
  fields,
  labelWords,
  modalities,
  modalityWords,
} from './vocabulary.ts';

/** Parts beyond this are not looked at. */
export const maximumTerms = 32;

/** @param today what "last year" counts from, in local time */
export function parseTerms(query: string, today: Date): Term[] {
  const tokens = tokensOf(query);
  const terms: Term[] = [];
  for (let at = 0; at < tokens.length && terms.length < maximumTerms; ) {
    const { meaning, count } = meaningAt(tokens, at, today);
    const text = tokens.slice(at, at + count).map((token) => token.text);
    terms.push({ ...meaning, text: text.join(' ') });
    at += count;
  }
  return terms;
}

/** The words of a query without one of its terms, or with another in its place. */
export function withoutTerm(terms: readonly Term[], gone: Term, instead = ''): string {
  return terms
    .map((term) => (term === gone ? instead : term.text))
    .filter((text) => text !== '')
    .join(' ');
}

interface Found {
  readonly meaning: Meaning;
  /** Words that it took. */
  readonly count: number;
}

function meaningAt(tokens: readonly Token[], at: number, today: Date): Found {
  const token = tokens[at]!;
  if (token.isQuoted) return { meaning: { kind: 'word', word: token.value }, count: 1 };
  const named = fieldMeaning(token.value, today);
  if (named) return { meaning: named, count: 1 };
  const date = dateAtStart(wordsFrom(tokens, at), today);
  if (date) return { meaning: { kind: 'date', ...date.range }, count: date.words };
  return { meaning: plainMeaning(token.value), count: 1 };
}

function wordsFrom(tokens: readonly Token[], at: number): string[] {
  const rest = tokens.slice(at);
  const end = rest.findIndex(({ isQuoted }) => isQuoted);
  return (end < 0 ? rest : rest.slice(0, end)).map(({ value }) => value);
}

function plainMeaning(word: string): Meaning {
  if (/^\d+(\.\d+){4,}$/.test(word)) return { kind: 'key', keyword: 'StudyInstanceUID', value: word };
  const known = modalities.get(word.toLowerCase());
  return known ? { kind: 'modality', modalities: known } : { kind: 'word', word };
}

/** `field:value`; numbers also with `=`, `<` and `>`. */
function fieldMeaning(word: string, today: Date): Meaning | undefined {
  const [, before = '', operator = '', value = ''] = /^([\p{L}]+)(:|<=|>=|=|<|>)(.+)$/u.exec(word) ?? [];
  const name = before.toLowerCase();
  if (value === '') return undefined;
  if (dateWords.has(name)) return dateMeaning(value, today);
  if (modalityWords.has(name)) return { kind: 'modality', modalities: value.toUpperCase().split(',') };
  if (labelWords.has(name)) return labelMeaning(value);
  const known = fields.get(name) ?? keywordAsTyped(before);
  return known && { kind: 'key', keyword: known.keyword, value: matchedValue(known, operator, value) };
}

function dateMeaning(value: string, today: Date): Meaning | undefined {
  const words = value.split(' ');
  const date = dateAtStart(words, today);
  return date?.words === words.length ? { kind: 'date', ...date.range } : undefined;
}

function labelMeaning(text: string): Meaning {
  const at = text.indexOf('=');
  if (at <= 0) return { kind: 'label', name: text };
  return { kind: 'label', name: text.slice(0, at), value: text.slice(at + 1) };
}

/** `PixelSpacing:0.5`: what looks like a keyword is taken for one. */
function keywordAsTyped(name: string): Field | undefined {
  return /^[A-Z][A-Za-z]*[a-z][A-Za-z]*[A-Z]/.test(name) ? { keyword: name, kind: 'exact' } : undefined;
}

/** A value as the API matches it: `*` and `?` as they are typed, and where people expect them. */
function matchedValue({ kind }: Field, operator: string, value: string): string {
  if (kind === 'number') return rangeOf(operator, value.replaceAll(',', '.'));
  if (kind === 'code') return bodyParts.get(value.toLowerCase()) ?? value.toUpperCase();
  if (/[*?\\]/.test(value) || kind === 'exact') return value;
  if (kind === 'text') return `*${value}*`;
  return `${kind === 'name' ? asName(value) : value}*`;
}

/** "Müller, Anna" and "Müller Anna" as DICOM has it (PS3.5 6.2). */
const asName = (value: string): string => value.replace(/\s*[,\s]\s*/, '^');

/** The ends of a range are part of it: the standard has no other ranges. */
function rangeOf(operator: string, value: string): string {
  if (operator.startsWith('<')) return `..${value}`;
  if (operator.startsWith('>')) return `${value}..`;
  return value;
}
