import { describe, expect, it } from 'vitest';
import { applied } from '../engine/affine.ts';
import type { Vector } from '../engine/orientation.ts';
import { dot } from '../engine/vectors.ts';
import { measured } from '../measure/values.ts';
import { firstCross, type PlaneName, planeAxes, planeNames, turnedIn } from './planes.ts';
import { crossOf, interpolated, isIn, placeOfSheet, samplesOfSheet, sheetThrough } from './sheet.ts';
import type { VolumeGeometry } from './volume-plan.ts';

const geometry: VolumeGeometry = {
  dimensions: [40, 30, 12],
  spacing: [1, 0.5, 3],
  origin: [-20, -15, 50],
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  frameOfReference: '1',
};
const valueAt = ([i, j, k]: Vector) => 7 * i + 10 * j - 20 * k;
const isThere = ([i, j, k]: Vector) => i < 40 && j < 30 && k < 12;
const sampleAt = (point: Vector) =>
  interpolated(geometry, (index) => (isThere(index) ? valueAt(index) : undefined), point);
const planes = firstCross(geometry);
const sheetOf = (name: PlaneName, roll = 0, cross = planes) =>
  sheetThrough(geometry, name, planeAxes(cross, name, roll), cross.center);

describe('a plane along the axes of a volume', () => {
  it('has the samples of the volume, each as it is', () => {
    const axial = samplesOfSheet(sheetOf('axial'), sampleAt, '1');
    expect([axial.columns, axial.rows]).toEqual([40, 30]);
    // From the feet: the first column is the right side of the patient, the first row the front.
    expect([axial.at(0), axial.at(39), axial.at(29 * 40)]).toEqual(
      [
        [0, 0, 5],
        [39, 0, 5],
        [0, 29, 5],
      ].map((index) => valueAt(index as unknown as Vector)),
    );
    const sagittal = samplesOfSheet(sheetOf('sagittal'), sampleAt, '1');
    expect([sagittal.columns, sagittal.rows]).toEqual([30, 12]);
    expect(sagittal.at(0)).toBe(valueAt([19, 0, 11]));
    expect(sagittal.at(12 * 30 - 1)).toBe(valueAt([19, 29, 0]));
  });

  it('measures millimetres of the patient', () => {
    const { across, down } = sheetOf('coronal');
    const spacing = { x: Math.hypot(...across), y: Math.hypot(...down), source: 'patient' } as const;
    const [length] = measured(
      {
        kind: 'length',
        points: [
          [0, 0],
          [40, 12],
        ],
      },
      { spacing, regions: [], aspect: spacing.y / spacing.x },
      undefined,
    ).values;
    expect(length).toEqual({ quantity: 'length', value: Math.hypot(40, 36), unit: 'mm' });
  });
});

describe('a plane that is turned', () => {
  const turned = turnedIn(planes, 'axial', 0.4);

  it('is sampled in between, and has nothing outside', () => {
    const sheet = sheetOf('coronal', 0.3, turned);
    const samples = samplesOfSheet(sheet, sampleAt, '1');
    const { a, b, c, d, e, f } = placeOfSheet(sheet, ([x, , z]) => [x, z]);
    let count = 0;
    for (let index = 0; index < samples.columns * samples.rows; index++) {
      const value = samples.at(index);
      if (Number.isNaN(value)) continue;
      const at = [(index % samples.columns) + 0.5, Math.floor(index / samples.columns) + 0.5] as const;
      const [x, z] = applied({ a, b, c, d, e, f }, at);
      const { normal } = planeAxes(turned, 'coronal', 0);
      const y = (dot(turned.center, normal) - x * normal[0] - z * normal[2]) / normal[1];
      const [i, j, k] = [x + 20, (y + 15) / 0.5, (z - 50) / 3];
      const isInside = i > 0 && i < 39 && j > 0 && j < 29 && k > 0 && k < 11;
      // Samples fill their place to its edges: what is nearer to an edge than half of one is as the last one.
      if (isInside) expect(value).toBeCloseTo(7 * i + 10 * j - 20 * k, 6);
      count += 1;
    }
    expect(count).toBeGreaterThan(100);
    expect(Number.isNaN(samples.at(0))).toBe(true);
  });

  it('is found again as it was', () => {
    for (const name of planeNames) {
      const sheet = sheetOf(name, 0.2, turned);
      const axes = planeAxes(crossOf(sheet), name, 0);
      const before = planeAxes(turned, name, 0.2);
      for (const axis of ['right', 'up', 'normal'] as const)
        for (const i of [0, 1, 2]) expect(axes[axis][i]).toBeCloseTo(before[axis][i]!, 9);
      expect(isIn(sheet, geometry, axes, crossOf(sheet).center)).toBe(true);
    }
  });

  it('is not one that lies otherwise, or elsewhere', () => {
    const sheet = sheetOf('axial');
    const axes = planeAxes(planes, 'axial', 0);
    expect(isIn(sheet, geometry, planeAxes(planes, 'axial', 1), planes.center)).toBe(true);
    expect(isIn(sheet, geometry, planeAxes(planes, 'coronal', 0), planes.center)).toBe(false);
    const [x, y, z] = planes.center;
    expect(isIn(sheet, geometry, axes, [x + 5, y, z + 1])).toBe(true);
    expect(isIn(sheet, geometry, axes, [x, y, z + 3])).toBe(false);
  });
});
