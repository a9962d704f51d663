import { describe, expect, it } from 'vitest';
import { affordable } from './animation.ts';
import { renderLimits } from './limits.ts';

const image = { rows: 512, columns: 1024 };
const part = { left: 0, top: 0, width: 64, height: 64, flipsHorizontally: false, flipsVertically: true };

describe('the pictures of an animation', () => {
  it.each([
    ['as they are', undefined],
    ['as they are asked for', { width: 300, height: 300 }],
    ['enlarged where there is room', { width: 2048, height: 2048 }],
    ['a part', { width: 64, height: 64, region: part }],
  ])('%s', (_what, asked) => {
    expect(affordable(image, 4, asked)).toEqual(asked);
  });

  it('one side that does not matter does not count', () => {
    const asked = { width: 8192, height: 128 };
    expect(affordable(image, 256, asked)).toEqual(asked);
  });

  it.each([
    ['of their own size', { rows: 8192, columns: 8192 }, undefined],
    ['enlarged', image, { width: 8192, height: 8192 }],
    ['of a part', image, { width: 8192, height: 8192, region: part }],
  ])('%s: together they keep the limit', (_what, { rows, columns }, asked) => {
    const fits = affordable({ rows, columns }, 256, asked)!;
    expect(fits.width * fits.height * 3 * 256).toBeLessThanOrEqual(renderLimits.animationBytes);
    expect(fits.width * fits.height * 3 * 256).toBeGreaterThan(renderLimits.animationBytes * 0.95);
    expect(fits.region).toEqual(asked && 'region' in asked ? asked.region : undefined);
  });
});
