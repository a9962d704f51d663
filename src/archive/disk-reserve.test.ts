import { expect, it } from 'vitest';
import { DiskReserve } from './disk-reserve.ts';

it('is kept free, and asked for once a second', async () => {
  let free = 300e6;
  let asked = 0;
  let now = 0;
  const space = async () => {
    asked++;
    return { free, total: 1e9, freeFiles: undefined };
  };
  const reserve = new DiskReserve({ space }, 200, () => now);
  await reserve.require();
  free = 199e6;
  await reserve.require();
  expect(asked).toBe(1);
  now = 1_000;
  await expect(reserve.require()).rejects.toMatchObject({ code: 'store/full' });
  free = 200e6;
  now = 2_000;
  await reserve.require();
  expect(asked).toBe(3);
});

it('costs nothing where there is none', async () => {
  const space = () => Promise.reject(new Error('asked'));
  await new DiskReserve({ space }, 0, () => 0).require();
});
