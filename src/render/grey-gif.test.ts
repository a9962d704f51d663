import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Picture } from '../pixels/index.ts';
import { encodeGreyGif } from './grey-gif.ts';

/** As libvips reads it. */
async function read(gif: Uint8Array) {
  const image = sharp(gif, { animated: true, limitInputPixels: false });
  const { pages, delay, loop, pageHeight } = await image.metadata();
  return { pages, delay, loop, pageHeight, pixels: await image.extractChannel(0).raw().toBuffer() };
}

const film = (width: number, height: number, count: number, grey: (at: number) => number): Picture[] =>
  Array.from({ length: count }, (_, frame) => ({
    ...{ width, height, channels: 1 },
    pixels: Uint8Array.from({ length: width * height }, (_, at) => grey(at + frame * 31)),
  }));

/** Numerical Recipes: high bits of a linear congruence. */
function noise(at: number): number {
  return (Math.imul(at ^ 0x5bd1e995, 1_664_525) + 1_013_904_223) >>> 24;
}

describe('a film in grey', () => {
  it.each<[string, Picture[]]>([
    ['all greys', film(256, 4, 2, (at) => at & 0xff)],
    ['noise, which fills the table of codes many times', film(300, 211, 3, noise)],
    ['long runs', film(640, 480, 2, (at) => (at >> 14) & 0xff)],
    ['one pixel', film(1, 1, 2, (at) => at)],
    ['lengths around a block', film(251, 1, 4, (at) => (at * 97) & 0xff)],
  ])('keeps every grey: %s', async (_what, cells) => {
    const { width, height } = cells[0]!;
    const { pages, pixels, pageHeight } = await read(encodeGreyGif(cells, 100));
    expect([pages, pageHeight ?? height]).toEqual([cells.length, height]);
    expect(pixels.length).toBe(width * height * cells.length);
    expect(pixels.equals(Buffer.concat(cells.map((cell) => cell.pixels)))).toBe(true);
  });

  it('runs at its speed, for ever', async () => {
    const gif = encodeGreyGif(film(8, 8, 3, noise), 40);
    expect(await read(gif)).toMatchObject({ delay: [40, 40, 40], loop: 0 });
  });
});
