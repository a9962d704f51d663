import { describe, expect, it } from 'vitest';
import { edgesInPatient, type Vector } from '../engine/orientation.ts';
import { dot, lengthOf } from '../engine/vectors.ts';
import {
  type Cross,
  firstCross,
  kept,
  type Look,
  lineOf,
  lookAfterMove,
  lookAtAll,
  middleOf,
  type PlaneName,
  planeAxes,
  planeNames,
  stepAlong,
  turnedIn,
} from './planes.ts';
import type { VolumeGeometry } from './volume-plan.ts';

const axial: VolumeGeometry = {
  dimensions: [11, 21, 5],
  spacing: [1, 1, 4],
  origin: [-5, -10, 100],
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  frameOfReference: '1.2.3',
};
/** Rows to the back, columns to the feet, slices to the right: as a sagittal MR is acquired. */
const sagittal: VolumeGeometry = {
  ...axial,
  axes: [
    [0, 1, 0],
    [0, 0, -1],
    [-1, 0, 0],
  ],
};
const straight: Look = { aside: [0, 0], halfHeight: 10, roll: 0 };
const letters = (cross: Cross, plane: PlaneName, roll = 0) => {
  const { right, up } = planeAxes(cross, plane, roll);
  return edgesInPatient(right, up);
};
const closeTo = (vector: Vector) => vector.map((part) => expect.closeTo(part, 9));

describe('the planes of a volume', () => {
  it('begin in its middle sample, and are looked at as radiology does, however it was acquired', () => {
    expect(firstCross(axial).center).toEqual([0, 0, 108]);
    expect(firstCross(sagittal).center).toEqual([-13, -5, 90]);
    for (const geometry of [axial, sagittal]) {
      const cross = firstCross(geometry);
      expect(letters(cross, 'axial')).toEqual({ left: 'R', right: 'L', top: 'A', bottom: 'P' });
      expect(letters(cross, 'coronal')).toEqual({ left: 'R', right: 'L', top: 'H', bottom: 'F' });
      expect(letters(cross, 'sagittal')).toEqual({ left: 'A', right: 'P', top: 'H', bottom: 'F' });
    }
  });

  it('stay at right angles when one is turned, and the picture that they are turned in stays', () => {
    const turned = turnedIn(firstCross(axial), 'axial', 0.4);
    const { toLeft, toBack, toHead } = turned;
    for (const [a, b] of [
      [toLeft, toBack],
      [toBack, toHead],
      [toHead, toLeft],
    ] as const)
      expect(dot(a, b)).toBeCloseTo(0, 12);
    expect(lengthOf(toLeft)).toBeCloseTo(1, 12);
    const { right, up } = planeAxes(turned, 'axial', -0.4);
    expect([right, up]).toEqual([closeTo([1, 0, 0]), closeTo([0, -1, 0])]);
    expect(letters(turned, 'coronal')).toEqual({ left: 'RP', right: 'LA', top: 'H', bottom: 'F' });
  });

  it('cut each other along lines that turn to the left', () => {
    const cross = firstCross(axial);
    const degrees = (turned: Cross, look: Look, other: PlaneName) => {
      const [x, y] = lineOf(turned, 'axial', look, other);
      return ((((Math.atan2(y, x) * 180) / Math.PI) % 180) + 180) % 180;
    };
    expect(degrees(cross, straight, 'sagittal')).toBeCloseTo(90);
    expect(Math.sin((degrees(cross, straight, 'coronal') * Math.PI) / 180)).toBeCloseTo(0);
    const turned = turnedIn(cross, 'axial', Math.PI / 6);
    expect(degrees(turned, { ...straight, roll: -Math.PI / 6 }, 'coronal')).toBeCloseTo(30);
    expect(degrees(turned, { ...straight, roll: -Math.PI / 6 }, 'sagittal')).toBeCloseTo(120);
  });

  it('meet elsewhere while every picture stays where it is', () => {
    const before = turnedIn(firstCross(axial), 'sagittal', 0.3);
    const after = { ...before, center: [2, -3, 104] as const };
    for (const plane of planeNames) {
      const look: Look = { aside: [1, 2], halfHeight: 9, roll: 0.2 };
      const moved = lookAfterMove(look, plane, before, after);
      const way = middleOf(after, plane, moved).map((part, i) => part - middleOf(before, plane, look)[i]!);
      const { right, up } = planeAxes(before, plane, look.roll);
      expect(dot(way as unknown as Vector, right)).toBeCloseTo(0, 12);
      expect(dot(way as unknown as Vector, up)).toBeCloseTo(0, 12);
    }
  });

  it('are seen whole, to the edges of the samples', () => {
    const cross = firstCross(axial);
    expect(lookAtAll(axial, cross, 'axial', 2)).toEqual({ aside: [0, 0], halfHeight: 10.5, roll: 0 });
    expect(lookAtAll(axial, cross, 'axial', 0.5).halfHeight).toBe(11);
    expect(lookAtAll(axial, { ...cross, center: [1, 0, 108] }, 'axial', 2).aside).toEqual([-1, 0]);
  });

  it('go step by step from sample to sample, and never leave the volume', () => {
    expect(stepAlong(axial, [0, 0, 1])).toBe(4);
    expect(stepAlong(axial, [0, -1, 0])).toBe(1);
    expect(kept(axial, [3, 4, 109])).toEqual([3, 4, 109]);
    expect(kept(axial, [30, -40, 500])).toEqual([5, -10, 116]);
    expect(kept(sagittal, [30, 0, 95])).toEqual([-5, 0, 95]);
  });
});
