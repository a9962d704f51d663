import { RE2JS } from 're2js';
import { IsocenterError } from '../../base/index.ts';
import type { ValueTest } from '../../contract/index.ts';

/** Values that are longer are compared by their beginning, characters. */
const LONGEST_VALUE = 10_240;

type Test = (value: string) => boolean;

/**
 * Whether values of an element fit: one of them has to, by all that is said. Throws `plan/no-pattern` where a regular expression is none.
 * Expressions take time in proportion to the value, whatever they are (https://swtch.com/~rsc/regexp/regexp1.html).
 */
export function compileValueTest(test: ValueTest): (values: readonly string[]) => boolean {
  const tests = testsOf(test);
  const { exists } = test;
  return (values) => {
    const found = values.filter((value) => value !== '');
    if (exists !== undefined && exists !== found.length > 0) return false;
    return tests.length === 0 || found.some((value) => fits(value.slice(0, LONGEST_VALUE), tests));
  };
}

const fits = (value: string, tests: readonly Test[]): boolean => tests.every((test) => test(value));

function testsOf({ is, matches, atLeast, above, atMost, below }: ValueTest): Test[] {
  return [
    ...(is === undefined ? [] : [equalToOne(is)]),
    ...(matches === undefined ? [] : [matching(matches)]),
    ...(atLeast === undefined ? [] : [compared((number) => number >= atLeast)]),
    ...(above === undefined ? [] : [compared((number) => number > above)]),
    ...(atMost === undefined ? [] : [compared((number) => number <= atMost)]),
    ...(below === undefined ? [] : [compared((number) => number < below)]),
  ];
}

function equalToOne(wanted: readonly string[]): Test {
  const plain = new Set(wanted.filter((text) => !/[*?]/.test(text)).map(folded));
  const patterns = wanted.filter((text) => /[*?]/.test(text)).map(wildcards);
  return (value) => plain.has(folded(value)) || patterns.some((pattern) => pattern.matches(value));
}

/** Numbers are equal as numbers: `1.50` is `1.5`. */
function folded(text: string): string {
  const trimmed = text.trim();
  return /^[+-]?\d*\.?\d+(e[+-]?\d+)?$/i.test(trimmed) ? String(Number(trimmed)) : trimmed.toLowerCase();
}

/** `*` is any text and `?` one character, as in DICOM queries (PS3.4 C.2.2.2.4). */
function wildcards(text: string): RE2JS {
  const pattern = RE2JS.quote(text).replace(/\\\*/g, '.*').replace(/\\\?/g, '.');
  return RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE | RE2JS.DOTALL);
}

function matching(expression: string): Test {
  const pattern = compiled(expression);
  return (value) => pattern.matcher(value).find();
}

function compiled(expression: string): RE2JS {
  try {
    return RE2JS.compile(expression);
  } catch (error) {
    throw new IsocenterError('plan/no-pattern', { reason: (error as Error).message }, error);
  }
}

function compared(compare: (number: number) => boolean): Test {
  return (value) => {
    const number = value.trim() === '' ? Number.NaN : Number(value);
    return !Number.isNaN(number) && compare(number);
  };
}
