/** Figures of series with known places and known noise. */
import { describe, expect, it } from 'vitest';
import type { FramePlace } from '../../pixels/index.ts';
import { montageOf } from './montage.ts';
import { signalToNoise, TemporalSums, temporalSignalToNoise } from './noise.ts';
import { shapeOf } from './series-shape.ts';
import { thresholdOf } from './threshold.ts';

const axial = [0, 0, 1] as const;
const sagittal = [1, 0, 0] as const;

function at(z: number, normal: FramePlace['normal'] = axial): FramePlace {
  const position = normal === axial ? ([0, 0, z] as const) : ([z, 0, 0] as const);
  return { position, normal };
}

const series = (places: readonly (FramePlace | undefined)[]) =>
  shapeOf(places.map((place, instance) => ({ instance, frame: 0, place })));

describe('the shape of a series', () => {
  it('is its slices, in whatever order they come', () => {
    const shape = series([at(6), at(0), at(3)]);
    expect(shape).toMatchObject({ frames: 3, slices: 3, volumes: 1, missingSlices: 0, missingImages: 0 });
    expect(shape.places.map(([first]) => first!.instance)).toEqual([1, 2, 0]);
  });

  it('counts the places that are left out, not uneven distances', () => {
    expect(series([0, 3, 6.02, 12, 15, 24].map((z) => at(z)))).toMatchObject({ missingSlices: 3 });
    expect(series([0, 3, 6, 10.1, 13].map((z) => at(z)))).toMatchObject({ missingSlices: 0 });
  });

  it('counts volumes, and the images that one of them lacks, in the order of the series', () => {
    const shape = series([at(0), at(3), at(0), at(3), at(0)]);
    expect(shape).toMatchObject({ slices: 2, volumes: 3, missingImages: 1 });
    expect(shape.places[0]!.map(({ instance }) => instance)).toEqual([0, 2, 4]);
  });

  it('takes localizers for stacks of their own', () => {
    expect(series([at(0), at(5), at(0, sagittal), at(5, sagittal)])).toMatchObject({
      ...{ slices: 4, volumes: 1, missingSlices: 0 },
    });
  });

  it('tells nothing of images that do not say where they are', () => {
    const shape = series([undefined, at(3)]);
    expect(shape).toMatchObject({ frames: 2, slices: undefined, volumes: undefined });
    expect(shape.places).toHaveLength(2);
  });
});

/** Normally distributed, mean 0 and deviation 1; the same each time. */
function gauss(seed: number): () => number {
  let state = seed;
  const even = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 1) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(even())) * Math.cos(2 * Math.PI * even());
}

const SIDE = 96;
const isObject = (i: number) => Math.hypot((i % SIDE) - SIDE / 2, Math.floor(i / SIDE) - SIDE / 2) < 30;

describe('noise', () => {
  it('parts what is bright from what is dark', () => {
    const threshold = thresholdOf([0, 1, 2, 3, 100, 101, 102])!;
    expect(threshold).toBeGreaterThan(3);
    expect(threshold).toBeLessThan(100);
    expect(thresholdOf([5, 5, 5])).toBeUndefined();
  });

  it('of a magnitude image is found in its air: signal 200, deviation 4 in each channel', () => {
    const noise = gauss(1);
    const image = Float64Array.from({ length: SIDE * SIDE }, (_, i) =>
      Math.hypot((isObject(i) ? 200 : 0) + 4 * noise(), 4 * noise()),
    );
    expect(signalToNoise(image, SIDE)! / (200 / 4)).toBeCloseTo(1, 0.7);
  });

  it('means nothing where the air was cut out, or where there is no object', () => {
    const image = Float64Array.from({ length: SIDE * SIDE }, (_, i) => (isObject(i) ? 200 : 0));
    expect(signalToNoise(image, SIDE)).toBeUndefined();
    expect(signalToNoise(new Float64Array(SIDE * SIDE).fill(7), SIDE)).toBeUndefined();
  });

  it('over time is that without drift: signal 1000, deviation 20', () => {
    const noise = gauss(2);
    const place = new TemporalSums(SIDE * SIDE);
    for (let time = 0; time < 60; time++)
      place.add(
        Float64Array.from({ length: SIDE * SIDE }, (_, i) =>
          isObject(i) ? 1_000 + 3 * (time - 29.5) + 20 * noise() : 5,
        ),
      );
    expect(temporalSignalToNoise([place])! / 50).toBeCloseTo(1, 1);
    const still = new TemporalSums(4);
    for (let time = 0; time < 12; time++) still.add([1, 1, 9, 9]);
    expect(temporalSignalToNoise([still])).toBeUndefined();
  });
});

it('a montage has each picture in the middle of its place', () => {
  const white = (side: number) => ({
    ...{ width: side, height: side, channels: 1 as const, pixels: new Uint8Array(side * side).fill(255) },
  });
  const { width, height, channels, pixels } = montageOf([white(4), white(2), white(4)], 2);
  expect([width, height, channels]).toEqual([10, 10, 1]);
  const lit = (x: number, y: number) => pixels[y * width + x] === 255;
  expect([lit(0, 0), lit(4, 0), lit(6, 0), lit(7, 1), lit(8, 2), lit(9, 3), lit(0, 6), lit(6, 6)]).toEqual([
    ...[true, false, false, true, true, false, true, false],
  ]);
});
