import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { BlockBuffer } from './block-buffer.ts';
import { BLOCK_SIZE, BlockPool } from './block-pool.ts';

it.each([0, 1, BLOCK_SIZE - 1, BLOCK_SIZE, BLOCK_SIZE + 1, 3 * BLOCK_SIZE + 7])(
  'keeps %d bytes as they were lent',
  (length) => {
    const buffer = new BlockBuffer(new BlockPool(), 0);
    const bytes = randomBytes(length);
    const lent = new Uint8Array(1000);
    for (let at = 0; at < length; at += 1000) {
      const count = Math.min(1000, length - at);
      lent.set(bytes.subarray(at, at + count));
      buffer.append(lent.subarray(0, count));
      lent.fill(0);
    }
    expect(buffer.length).toBe(length);
    expect(Buffer.concat(buffer.takeAll()).equals(bytes)).toBe(true);
    expect(buffer.length).toBe(0);
  },
);

it('says beforehand what an append takes, and uses blocks again', () => {
  const buffer = new BlockBuffer(new BlockPool(), 0);
  expect(buffer.growth(1)).toBe(BLOCK_SIZE);
  buffer.append(new Uint8Array(BLOCK_SIZE - 1));
  expect([buffer.growth(1), buffer.growth(2)]).toEqual([0, BLOCK_SIZE]);
  const first = buffer.takeAll();
  buffer.giveBack(first);
  buffer.append(new Uint8Array([7]));
  expect(buffer.takeAll()[0]!.buffer).toBe(first[0]!.buffer);
});
