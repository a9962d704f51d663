import { describe, expect, it } from 'vitest';
import type { JsonInstance } from '../../api/dicom-web.ts';
import type { Vector } from '../engine/orientation.ts';
import { straighten } from './straighten.ts';
import { isSeen, type Straightening } from './straightening.ts';
import { planOf, type Volume } from './volume-plan.ts';

const element = (vr: string, ...Value: readonly unknown[]) => ({ vr, Value });
const [columns, rows] = [7, 6];
const spacing = [0.5, 0.75] as const;

interface Place {
  readonly position: Vector;
  readonly thickness?: number;
}

const slice = ({ position, thickness = 2 }: Place): JsonInstance => ({
  '00180050': element('DS', thickness),
  '00200032': element('DS', ...position),
  '00200037': element('DS', 1, 0, 0, 0, 1, 0),
  '00280030': element('DS', spacing[1], spacing[0]),
  '00200052': element('UI', '1.2.3'),
  '00280002': element('US', 1),
  '00280004': element('CS', 'MONOCHROME2'),
  '00280010': element('US', rows),
  '00280011': element('US', columns),
  '00280101': element('US', 16),
  '00280103': element('US', 1),
});

const volumeOf = (places: readonly Place[]): Volume =>
  planOf(
    places.map((_, i) => `${i}`),
    places.map(slice),
  ).volume!;

const tilted = (depths: readonly number[], tilt: number, thickness?: number): Place[] =>
  depths.map((z) => ({ position: [-10, 5 + z * Math.tan(tilt), z], ...(thickness && { thickness }) }));

/** A field that straight lines between samples give back exactly. */
const valueAt = ([x, y, z]: Vector) => 40 * x - 25 * y + 60 * z + 300;

/** What each slice has there, sample by sample. */
const samplesOf = ({ position: [x, y, z] }: Place): number[] =>
  Array.from({ length: columns * rows }, (_, at) =>
    valueAt([x + (at % columns) * spacing[0], y + Math.floor(at / columns) * spacing[1], z]),
  );

/** Every sample of a box, with where it is in the patient; undefined outside of what was scanned. */
function* straightened(volume: Volume, places: readonly Place[]) {
  const { geometry, phases, straightening } = volume;
  const [width, height, count] = geometry.dimensions;
  const { parts, size, outside } = straightening!;
  for (let k = 0; k < count; k++) {
    const samples = straighten({
      parts: parts[k]!.map((part) => ({
        ...part,
        samples: samplesOf(places[Number(phases[0]!.ids[part.slice])]!),
      })),
      ...{ from: size, to: [width, height] as const, outside, type: 'Float32Array' as const },
    });
    for (let at = 0; at < samples.length; at++) {
      const index: Vector = [at % width, Math.floor(at / width), k];
      const point = index.map(
        (each, axis) => geometry.origin[axis]! + each * geometry.spacing[axis]!,
      ) as unknown as Vector;
      yield { index, point, value: samples[at]!, outside };
    }
  }
}

/** Whether all of the slices around a point have been scanned there. */
const isScanned = (places: readonly Place[], [x, y, z]: Vector): boolean => {
  const near = [
    places.filter((place) => place.position[2] <= z + 1e-6).at(-1)!,
    places.find((place) => place.position[2] >= z - 1e-6)!,
  ];
  return near.every(({ position }) => {
    const [column, row] = [(x - position[0]) / spacing[0], (y - position[1]) / spacing[1]];
    return column >= -1e-6 && column <= columns - 1 + 1e-6 && row >= -1e-6 && row <= rows - 1 + 1e-6;
  });
};

function expectTruth(places: readonly Place[]): Straightening {
  const volume = volumeOf(places);
  const straightening = volume.straightening!;
  let seen = 0;
  for (const { index, point, value, outside } of straightened(volume, places)) {
    const isThere = isScanned(places, point);
    expect(isSeen(straightening, index)).toBe(isThere);
    expect(value).toBeCloseTo(isThere ? valueAt(point) : outside, 2);
    if (isThere) seen += 1;
  }
  expect(seen).toBeGreaterThan(columns * rows);
  return straightening;
}

describe('a tilted gantry', () => {
  it('is straightened: every sample is where it lies in the patient', () => {
    const { tilt, apart } = expectTruth(tilted([0, 2, 4, 6, 8], 0.32));
    expect(tilt).toBeCloseTo((0.32 * 180) / Math.PI, 3);
    expect(apart).toBeUndefined();
  });

  it('may lean the other way, with slices that come in any order', () => {
    const places = tilted([4, 0, 8, 2, 6], -0.2);
    const volume = volumeOf(places);
    const sorted = places.toSorted((a, b) => a.position[2] - b.position[2]);
    for (const { point, value, outside } of straightened(volume, places))
      expect(value).toBeCloseTo(isScanned(sorted, point) ? valueAt(point) : outside, 2);
  });

  it('leaves the slice in the middle as it is', () => {
    const places = tilted([0, 2, 4, 6, 8], 0.32);
    const [part] = volumeOf(places).straightening!.parts[2]!;
    expect(part!.aside.map((aside) => aside % 1)).toEqual([0, 0]);
  });

  it('takes memory for all that its box has', () => {
    const { geometry, bytes } = volumeOf(tilted([0, 2, 4, 6, 8], 0.32));
    expect(geometry.dimensions).toEqual([columns, rows + 4, 5]);
    expect(bytes).toBe(columns * (rows + 4) * 5 * 2);
  });
});

describe('uneven slices', () => {
  it('are evened out, also under a tilted gantry', () => {
    expect(expectTruth(tilted([0, 2, 4, 5, 8, 11], 0.25)).apart).toEqual([1, 3]);
    const { tilt, apart } = expectTruth(tilted([0, 2, 4, 7.3], 0));
    expect([tilt, apart?.map((gap) => Math.round(gap * 10) / 10)]).toEqual([undefined, [2, 3.3]]);
  });

  it('are not finer than a quarter of their usual distance', () => {
    expect(volumeOf(tilted([0, 4, 4.2, 8, 12], 0)).geometry.spacing[2]).toBeCloseTo(1, 9);
  });

  it('have no hole where thick slices follow thin ones', () => {
    const thin = tilted([0, 5, 10, 15], 0, 5);
    const thick = tilted([25, 35], 0, 10);
    expect(volumeOf([...thin, ...thick]).straightening?.apart).toEqual([5, 10]);
  });
});

describe('whole samples', () => {
  it('are rounded, and dark outside', () => {
    const parts = [{ slice: 0, share: 1, aside: [0.5, 0] as const, samples: [0, 1, 2, 4] }];
    const made = { parts, from: [2, 2] as const, to: [3, 2] as const, outside: -9 };
    expect([...straighten({ ...made, type: 'Int16Array' })]).toEqual([-9, 1, -9, -9, 3, -9]);
    expect([...straighten({ ...made, type: 'Float32Array' })]).toEqual([-9, 0.5, -9, -9, 3, -9]);
  });
});
