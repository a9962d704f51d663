import { describe, expect, it } from 'vitest';
import { bordersAcross, gapOf } from './contours-across.ts';
import { type DoseGrid, doseAt } from './dose.ts';
import { colourIn, maskStackOf, masksAcross } from './mask-stack.ts';
import type { Plane } from './plane.ts';
import { resliced } from './reslice.ts';
import type { Segmentation } from './segmentation.ts';

const axial = (z: number): Plane => ({
  ...{ frameOfReference: '1.9', position: [0, 0, z], spacing: [1, 1] },
  ...{ across: [1, 0, 0], down: [0, 1, 0], normal: [0, 0, 1] },
});
/** From the front: columns to the left of the patient, rows to the feet, 1 mm each, from z = 9. */
const coronal = (y: number): Plane => ({
  ...{ frameOfReference: '1.9', position: [0, y, 9], spacing: [1, 1] },
  ...{ across: [1, 0, 0], down: [0, 0, -1], normal: [0, -1, 0] },
});
const imageOf = (plane: Plane) => ({ sopInstanceUid: '', frame: 0, plane, columns: 4, rows: 10 });

describe('a segmentation where an image cuts through its slices', () => {
  /** 4 x 4, slices at 2, 5 and 8 mm; the one in the middle has a segment in its second column. */
  const segmentation: Segmentation = {
    ...{ sopInstanceUid: '1', columns: 4, rows: 4, bits: 8, most: 1 },
    segments: [{ number: 1, label: 'Liver', colour: [9, 8, 7] }],
    masks: [2, 5, 8].map((z, i) => ({ frame: i + 1, segment: 1, plane: axial(z), sources: [] })),
  };
  const bytes = (frame: number) =>
    Uint8Array.from({ length: 16 }, (_, i) => Number(frame === 2 && i % 4 === 1));
  const shown = new Map(segmentation.segments.map((one) => [one.number, one]));

  it('reaches half-way to the next slice, and is nowhere else', () => {
    const image = imageOf(coronal(2));
    const stack = maskStackOf(segmentation, image)!;
    expect(stack.gap).toBe(3);
    expect(masksAcross(stack, image).map(({ frame }) => frame)).toEqual([1, 2, 3]);
    const pixels = resliced(
      image,
      image.plane,
      colourIn(stack, segmentation, ({ frame }) => bytes(frame), shown),
    );
    const inside = Array.from({ length: 40 }, (_, i) => i).filter((i) => pixels[i * 4 + 3] === 255);
    // Rows at z = 6, 5 and 4, the second column.
    expect(inside).toEqual([3 * 4 + 1, 4 * 4 + 1, 5 * 4 + 1]);
    expect([...pixels.subarray(inside[0]! * 4, inside[0]! * 4 + 4)]).toEqual([9, 8, 7, 255]);
  });

  it('is not shown where its masks lie in several directions, or in another frame of reference', () => {
    const image = imageOf(coronal(2));
    const turned = [...segmentation.masks, { ...segmentation.masks[0]!, plane: coronal(0) }];
    expect(maskStackOf({ ...segmentation, masks: turned }, image)).toBeUndefined();
    expect(maskStackOf(segmentation, imageOf({ ...coronal(2), frameOfReference: '1.8' }))).toBeUndefined();
  });
});

describe('contours where an image cuts through their slices', () => {
  const square = (z: number) => ({
    type: 'CLOSED_PLANAR',
    data: [...[1, 1, z], ...[3, 1, z], ...[3, 3, z], ...[1, 3, z]],
  });
  const region = { number: 1, name: 'Box', colour: [255, 0, 0], contours: [square(2), square(5)] } as const;

  it('have their borders at its sides, as high as their slices are thick', () => {
    expect(gapOf(region)).toBe(3);
    expect(bordersAcross({ ...region, contours: [square(2)] }, coronal(9))).toEqual([]);
    const borders = bordersAcross(region, coronal(2)).map(({ points }) =>
      points.map(([column, row]) => [column, 9 - row]).toSorted(([, a], [, b]) => a! - b!),
    );
    expect(borders.toSorted(([a], [b]) => a![1]! - b![1]! || a![0]! - b![0]!)).toEqual(
      [2, 5].flatMap((z) =>
        [1, 3].map((x) => [
          [x, z - 1.5],
          [x, z + 1.5],
        ]),
      ),
    );
  });

  it('have none in images that lie as they do', () => {
    expect(bordersAcross(region, axial(2))).toEqual([]);
  });
});

it('a dose is worked out between its planes at any place, and there is none outside', () => {
  const grid: DoseGrid = {
    ...{ sopInstanceUid: '1', columns: 2, rows: 2, bits: 16, plane: axial(0), scaling: 1 },
    ...{ offsets: [0, 4], unit: 'Gy' },
  };
  const doseOfFrame = (frame: number) => Float32Array.of(1, 2, 3, 4).map((dose) => dose * frame);
  expect(doseAt(grid, [1, 1, 0], doseOfFrame)).toBe(4);
  expect(doseAt(grid, [1, 1, 1], doseOfFrame)).toBe(5);
  expect(doseAt(grid, [0.4, 0, 4], doseOfFrame)).toBe(2);
  expect(doseAt(grid, [2, 0, 1], doseOfFrame)).toBeUndefined();
  expect(doseAt(grid, [0, 0, 5], doseOfFrame)).toBeUndefined();
});
