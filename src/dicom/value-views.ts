import { formatTag } from './tag.ts';
import type { Value } from './value.ts';

/** A value as text: numbers and tags in their usual form. Bytes and items have none. */
export function stringsOf(value: Value): readonly string[] {
  switch (value.kind) {
    case 'strings':
      return value.strings;
    case 'numbers':
      return value.numbers.map(String);
    case 'bigints':
      return value.bigints.map(String);
    case 'tags':
      return value.tags.map(formatTag);
    default:
      return [];
  }
}

/** A value as numbers, DS and IS included; what is no number is left out. */
export function numbersOf(value: Value): readonly number[] {
  switch (value.kind) {
    case 'strings':
      return value.strings.map(parseDecimal).filter((number) => number !== undefined);
    case 'numbers':
      return value.numbers;
    case 'bigints':
      return value.bigints.map(Number);
    default:
      return [];
  }
}

/** A DS or IS value as a number (PS3.5 6.2); hexadecimal and words, which `Number` takes, are none. */
export function parseDecimal(text: string): number | undefined {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(text) ? Number(text) : undefined;
}
