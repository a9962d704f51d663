import type { z } from 'zod';

/**
 * What is wrong with a value, in words that follow its name (`limit: is no whole number`), where its schema has none of its
 * own. The value is not repeated: it may be of a patient.
 */
export const issueWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is missing';
      if (issue.expected === 'boolean') return 'is neither true nor false';
      return `is no ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return issue.input === undefined ? 'is missing' : `is not ${alternatives(issue.values.map(String))}`;
    case 'invalid_format':
      return `is no ${formats[issue.format] ?? 'text of the form that is needed here'}`;
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum), issue.inclusive ?? true);
    case 'too_big':
      return tooBig(issue.origin, Number(issue.maximum), issue.inclusive ?? true);
    case 'not_multiple_of':
      return `is no multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
      return `has what is not known here: ${issue.keys.slice(0, KEYS_TOLD).map(shortened).join(', ')}`;
    default:
      return issue.input === undefined ? 'is missing' : 'is nothing that could be meant here';
  }
};

const KEYS_TOLD = 10;
const shortened = (key: string): string => key.slice(0, 64);

/** By the words of zod. */
const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  int: 'whole number',
  array: 'list',
  object: 'object',
  record: 'object',
};

const formats: Readonly<Record<string, string>> = {
  datetime: 'time such as 2026-01-31T12:00:00Z',
  url: 'URL',
  uuid: 'UUID',
};

const alternatives = (values: readonly string[]): string =>
  values.length === 1 ? values[0]! : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;

/** What is counted in values that have a length. */
const counted: Readonly<Record<string, string>> = {
  string: 'characters',
  array: 'entries',
  set: 'entries',
  map: 'entries',
  object: 'entries',
};

function tooSmall(origin: string, minimum: number, inclusive: boolean): string {
  const parts = counted[origin];
  if (parts) return minimum === 1 ? 'is empty' : `has fewer than ${minimum} ${parts}`;
  return inclusive ? `is below ${minimum}` : `is not above ${minimum}`;
}

function tooBig(origin: string, maximum: number, inclusive: boolean): string {
  const parts = counted[origin];
  if (parts) return `has more than ${maximum} ${parts}`;
  return inclusive ? `is above ${maximum}` : `is not below ${maximum}`;
}
