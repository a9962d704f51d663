import { expect, it } from 'vitest';
import { Rate } from './rate.ts';

it('the rate is that of the last seconds, and none at the beginning', () => {
  const rate = new Rate();
  expect(rate.bytesEachSecond).toBeUndefined();
  rate.add(0, 0);
  rate.add(500, 500);
  expect(rate.bytesEachSecond).toBeUndefined();
  rate.add(2_000, 2_000);
  expect(rate.bytesEachSecond).toBe(1_000);
  for (let second = 3; second <= 30; second++) rate.add(2_000 + (second - 2) * 100, second * 1_000);
  expect(rate.bytesEachSecond).toBe(100);
});
