import { describe, expect, it } from 'vitest';
import { edgesInPatient } from '../engine/orientation.ts';
import { dot, lengthOf, subtract } from '../engine/vectors.ts';
import { cuttingPlanes, whole } from './crop.ts';
import { fromTheFront, middleOfVolume, rightOf, rolled } from './turntable.ts';
import type { VolumeGeometry } from './volume-plan.ts';

/** Rows to the left, columns to the back, slices to the feet. */
const geometry: VolumeGeometry = {
  dimensions: [11, 21, 6],
  spacing: [2, 1, 4],
  origin: [-10, -10, 40],
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, -1],
  ],
  frameOfReference: '1.2.3',
};

describe('a volume in space', () => {
  it('is seen from the front, whole, with the head up', () => {
    const view = fromTheFront(geometry, 2);
    expect(view.middle).toEqual([0, 0, 30]);
    expect(view.halfHeight).toBeGreaterThan(12);
    expect(edgesInPatient(rightOf(view), view.up)).toEqual({ left: 'R', right: 'L', top: 'H', bottom: 'F' });
  });

  it('turns to where it is dragged: what is on the left comes to the front when it is dragged to the right', () => {
    const view = rolled(fromTheFront(geometry, 1), 157, 0);
    expect(edgesInPatient(rightOf(view), view.up)).toMatchObject({ top: 'H', right: 'A' });
    const over = rolled(fromTheFront(geometry, 1), 0, 157);
    expect(edgesInPatient(rightOf(over), over.up)).toMatchObject({ right: 'L', bottom: 'A' });
  });

  it('stays straight however often it is turned', () => {
    let view = fromTheFront(geometry, 1);
    for (let i = 0; i < 2_000; i++) view = rolled(view, 3, -7);
    expect(dot(view.up, view.normal)).toBeCloseTo(0, 9);
    expect(lengthOf(view.normal)).toBeCloseTo(1, 9);
    expect(view.middle).toEqual(middleOfVolume(geometry));
  });

  it('is cropped along the axes of the patient, to the edges of samples', () => {
    const kept = (crop: typeof whole, point: readonly [number, number, number]) =>
      cuttingPlanes(geometry, crop).every((plane) => dot(subtract(point, plane.point), plane.normal) >= 0);
    expect(kept(whole, [-11, -10, 42])).toBe(true);
    expect(kept(whole, [-11.1, -10, 42])).toBe(false);
    const upper = [whole[0], whole[1], [0.5, 1]] as const;
    expect(kept(upper, [0, 0, 38])).toBe(true);
    expect(kept(upper, [0, 0, 22])).toBe(false);
  });
});
