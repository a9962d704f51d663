/** A bright box on dark ground with a little noise: distances and values that a picture must give back. */
import type { Page } from 'playwright-core';
import { type PlainDataset, tags } from '../../src/dicom/index.ts';
import { drawnOn } from '../support/canvas.ts';
import { encodeFile, uid } from '../support/corpus.ts';
import { elementsOf } from '../support/generated-images.ts';
import { seededRandom } from '../support/random.ts';

export const phantom = {
  ...{ columns: 120, rows: 96 },
  /** Of the box, in pixels from the upper left corner of the first one. */
  box: { left: 20, right: 100, top: 24, bottom: 72 },
} as const;

export const phantomUids = (seed: number) => ({
  study: uid(seed, 1),
  series: uid(seed, 1, 1),
  instance: uid(seed, 1, 1, 1),
});

/** Stored values, row by row: below 20 outside of the box, from 200 inside. */
export function phantomSamples(seed: number): number[] {
  const { columns, rows, box } = phantom;
  const random = seededRandom(seed);
  return Array.from({ length: columns * rows }, (_, i) => {
    const [x, y] = [i % columns, Math.floor(i / columns)];
    const isInside = x >= box.left && x < box.right && y >= box.top && y < box.bottom;
    return (isInside ? 200 : 0) + Math.floor(random() * 20);
  });
}

/** A Part 10 file. */
export function boxPhantom(elements: PlainDataset, seed: number): Uint8Array {
  const size = { Rows: phantom.rows, Columns: phantom.columns };
  const dataset = elementsOf({ ...elements, ...size }, seed);
  const intercept = dataset.number(tags.RescaleIntercept) ?? 0;
  dataset.set(tags.WindowCenter, 'DS', String(110 + intercept));
  dataset.set(tags.WindowWidth, 'DS', '220');
  const samples = phantomSamples(seed);
  const isWide = dataset.number(tags.BitsAllocated) === 16;
  const bytes = isWide ? new Uint8Array(Int16Array.from(samples).buffer) : Uint8Array.from(samples);
  dataset.set(tags.PixelData, isWide ? 'OW' : 'OB', bytes);
  return encodeFile(dataset, dataset.string(tags.SOPClassUID)!, dataset.string(tags.SOPInstanceUID)!);
}

/** Edges of the box on the page, CSS pixels. */
export interface Box {
  /** Corners of what is around the whole picture. */
  readonly around: { readonly from: readonly [number, number]; readonly to: readonly [number, number] };
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Where the picture that is seen has its box. The device has as many pixels as CSS. */
export async function boxOn(page: Page): Promise<Box> {
  const { width, height, pixels } = await drawnOn(page);
  const canvas = (await page.locator('canvas').first().boundingBox())!;
  const at = (x: number, y: number) => pixels[(y * width + x) * 4]!;
  const [x, y] = [width >> 1, height >> 1];
  const across = edgesOf(Array.from({ length: width }, (_, i) => at(i, y)));
  const down = edgesOf(Array.from({ length: height }, (_, i) => at(x, i)));
  const [right, bottom] = [canvas.x + canvas.width - 1, canvas.y + canvas.height - 1];
  return {
    around: { from: [canvas.x + 1, canvas.y + 1], to: [right, bottom] },
    ...{ left: canvas.x + across.from, right: canvas.x + across.to },
    ...{ top: canvas.y + down.from, bottom: canvas.y + down.to },
  };
}

const THRESHOLD = 128;

function edgesOf(values: readonly number[]): { from: number; to: number } {
  const first = values.findIndex((value) => value > THRESHOLD);
  const last = values.findLastIndex((value) => value > THRESHOLD);
  return { from: between(values, first - 1), to: between(values, last) };
}

/** Where values cross the threshold between the middles of two pixels. */
function between(values: readonly number[], i: number): number {
  const [a = 0, b = 0] = [values[i], values[i + 1]];
  return i + 0.5 + (THRESHOLD - a) / (b - a);
}
