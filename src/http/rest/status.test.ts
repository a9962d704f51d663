import { expect, it } from 'vitest';
import { lowDiskBytes } from './status.ts';

it('a disk is low before its reserve is touched', () => {
  expect(lowDiskBytes({ diskReserveMegabytes: 50_000 })).toBeCloseTo(55e9);
  expect(lowDiskBytes({ diskReserveMegabytes: 0 })).toBeGreaterThan(1024 ** 3);
});
