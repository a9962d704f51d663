import { expect, it } from 'vitest';
import { bytesToFree, diskUse, trashInTheWay } from './disk-use.ts';
import type { Retention } from './retention.ts';

const retention = { marks: { high: 80, low: 70 } } as Retention;
const use = (free: number, all: number, past: number) =>
  diskUse({
    space: async () => ({ free, total: 100e9, freeFiles: undefined }),
    trashBytes: async () => ({ all, past }),
  });

it('counts what is in the trash as free, and says who has to empty it', async () => {
  const full = await use(5e9, 30e9, 20e9);
  expect(full.usedBytes).toBe(65e9);
  expect(bytesToFree(retention, full)).toBe(0);
  expect(trashInTheWay(retention, full)).toMatchObject({
    code: 'retention/purge',
    params: { gigabytes: 20 },
  });
  expect(trashInTheWay(retention, await use(5e9, 30e9, 0))).toBeUndefined();
  expect(trashInTheWay(retention, await use(25e9, 30e9, 20e9))).toBeUndefined();
});
