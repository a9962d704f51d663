import { expect, it } from 'vitest';
import { asIsocenterError, IsocenterError } from './errors.ts';

it('tells what the work failed with, not that closing failed as well', () => {
  const full = new IsocenterError('store/full', { what: 'the archive' });
  expect(asIsocenterError(new SuppressedError(new Error('close'), full))).toBe(full);
});

it('gives every other thrown value a code', () => {
  expect(asIsocenterError('odd').code).toBe('internal');
});
