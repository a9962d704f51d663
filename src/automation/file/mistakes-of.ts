import type { z } from 'zod';
import { type ErrorCode, IsocenterError } from '../../base/index.ts';
import { wrongIn } from '../../contract/index.ts';
import type { Place, PlacedProblem } from '../problem.ts';

type Issue = z.core.$ZodIssue;

/** What a schema says is wrong, each with its place and its code. It has to be told what was given (`reportInput`). */
export function mistakesOf(issue: Issue, around: Place = []): PlacedProblem[] {
  const place = [...around, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      place: [...place, key],
      error: new IsocenterError('plan/unknown-word'),
    }));
  const inner = issuesIn(issue);
  return inner ? inner.flatMap((one) => mistakesOf(one, place)) : [{ place, error: errorOf(issue) }];
}

/** What is wrong with a name, or with the one way of writing that was meant. */
function issuesIn(issue: Issue): readonly Issue[] | undefined {
  if (issue.code === 'invalid_key') return issue.issues;
  if (issue.code !== 'invalid_union') return undefined;
  const near = issue.errors.filter((way) => !way.some(isOfAnotherKind));
  return near.length === 1 ? near[0] : undefined;
}

/** A text where a list would be another way: that was not meant. */
function isOfAnotherKind(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === 'invalid_union') return issue.errors.every((way) => way.some(isOfAnotherKind));
  return issue.code === 'invalid_type' || issue.code === 'invalid_value';
}

function errorOf(issue: Issue): IsocenterError {
  const unclear = 'plan/unclear';
  if (issue.code === 'custom') return wrongIn(issue.params) ?? new IsocenterError(unclear);
  if (issue.input === undefined) return new IsocenterError('plan/missing');
  switch (issue.code) {
    case 'invalid_type':
      return new IsocenterError(kinds[issue.expected] ?? unclear);
    case 'invalid_value':
      return new IsocenterError('plan/none-of', { allowed: issue.values.map(String).join(', ') });
    case 'invalid_format':
      return new IsocenterError(formats[issue.format] ?? unclear);
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum));
    case 'too_big':
      return tooBig(issue.origin, Number(issue.maximum));
    default:
      return new IsocenterError(unclear);
  }
}

/** By the words of zod. */
const kinds: Readonly<Record<string, ErrorCode>> = {
  string: 'plan/no-text',
  number: 'plan/no-number',
  int: 'plan/no-whole-number',
  boolean: 'plan/no-boolean',
  array: 'plan/no-list',
  object: 'plan/no-object',
  record: 'plan/no-object',
};

/** By the names of formats, those of zod and ours. */
const formats: Readonly<Record<string, ErrorCode>> = {
  url: 'plan/no-url',
  email: 'plan/no-mail-address',
  name: 'plan/no-name',
  offer: 'plan/no-offer',
  'absolute-path': 'plan/no-absolute-path',
  subfolder: 'plan/no-subfolder',
  variable: 'plan/no-variable',
  modality: 'plan/no-modality',
  hours: 'plan/no-hours',
  'ae-title': 'plan/no-ae-title',
  element: 'plan/no-element',
};

function tooSmall(origin: string, minimum: number): IsocenterError {
  if (!countable.has(origin)) return new IsocenterError('plan/below', { minimum });
  if (minimum === 1) return new IsocenterError('plan/empty');
  return new IsocenterError(origin === 'string' ? 'plan/too-short' : 'plan/too-few', { minimum });
}

function tooBig(origin: string, maximum: number): IsocenterError {
  if (!countable.has(origin)) return new IsocenterError('plan/above', { maximum });
  return new IsocenterError(origin === 'string' ? 'plan/too-long' : 'plan/too-many', { maximum });
}

const countable: ReadonlySet<string> = new Set(['string', 'array']);
