import { expect, it } from 'vitest';
import { systemErrorsInWords } from './system-errors.ts';

it.each([
  [
    '10.0.0.1:104 cannot be reached: ECONNREFUSED.',
    '10.0.0.1:104 cannot be reached: ECONNREFUSED (nothing listens there).',
  ],
  ['EXPLICIT ERROR ECONN', 'EXPLICIT ERROR ECONN'],
  ['ENOENT (it does not exist)', 'ENOENT (it does not exist)'],
])('%s', (text, said) => {
  expect(systemErrorsInWords(text)).toBe(said);
});
