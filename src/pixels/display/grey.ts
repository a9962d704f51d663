/** From samples to brightness (PS3.3 C.11, PS3.4 N.2). */
import { bad, type Frame } from '../frame.ts';
import { lookUp } from './lookup-table.ts';
import type { Display, Window } from './read-display.ts';
import { type Cells, cellsOf, sampleReader } from './stored-values.ts';

const WHITE = 255;

/** One byte for each pixel, 0 is black. */
export function greyPixels(frame: Frame, display: Display): Uint8Array {
  const cells = cellsOf(frame);
  const brightness = brightnessOf(frame, cells, display);
  const pixels = new Uint8Array(cells.length);
  const range = frame.image.bitsAllocated <= 16 ? rangeOf(cells) : undefined;
  // An image has far fewer different cells than pixels: each is worked out once.
  if (range && range.largest - range.smallest < cells.length) lookUpAll(cells, range, pixels, brightness);
  else for (let i = 0; i < cells.length; i++) pixels[i] = brightness(cells[i]!);
  return pixels;
}

interface Range {
  readonly smallest: number;
  readonly largest: number;
}

function rangeOf(cells: Cells): Range {
  let smallest = cells[0] ?? 0;
  let largest = smallest;
  for (let i = 1; i < cells.length; i++) {
    const cell = cells[i]!;
    if (cell < smallest) smallest = cell;
    else if (cell > largest) largest = cell;
  }
  return { smallest, largest };
}

function lookUpAll(
  cells: Cells,
  { smallest, largest }: Range,
  pixels: Uint8Array,
  brightness: (cell: number) => number,
): void {
  const table = new Uint8Array(largest + 1);
  for (let cell = smallest; cell <= largest; cell++) table[cell] = brightness(cell);
  for (let i = 0; i < cells.length; i++) pixels[i] = table[cells[i]!]!;
}

function brightnessOf(frame: Frame, cells: Cells, display: Display): (cell: number) => number {
  const sample = sampleReader(frame);
  const measure = modalityOf(display);
  const shown = voiOf(frame, cells, display, (cell) => measure(sample(cell)));
  const { isInverted } = display;
  return (cell) => {
    const value = shown(measure(sample(cell)));
    // What is no number is shown as nothing.
    const rounded = value > 0 ? (Math.min(WHITE, value) + 0.5) | 0 : 0;
    return isInverted ? WHITE - rounded : rounded;
  };
}

function modalityOf({ modality }: Display): (sample: number) => number {
  if ('table' in modality) return (sample) => lookUp(modality.table, sample);
  const { slope, intercept } = modality;
  return slope === 1 && intercept === 0 ? (sample) => sample : (sample) => sample * slope + intercept;
}

function voiOf(frame: Frame, cells: Cells, display: Display, measure: (cell: number) => number) {
  const { voi } = display;
  if (voi === undefined) return windowOf(fullWindow(frame, cells, display, measure));
  if (!('table' in voi)) return windowOf(voi);
  const { table } = voi;
  const scale = WHITE / (2 ** table.bits - 1);
  return (value: number) => lookUp(table, value) * scale;
}

/** C.11.2.1.2. */
export function windowOf({ center, width, function: form }: Window): (value: number) => number {
  if (form === 'SIGMOID') return (value) => WHITE / (1 + Math.exp((-4 * (value - center)) / width));
  if (form === 'LINEAR_EXACT') return (value) => clamped(((value - center) / width + 0.5) * WHITE);
  if (width <= 1) return (value) => (value > center - 0.5 ? WHITE : 0);
  return (value) => clamped(((value - (center - 0.5)) / (width - 1) + 0.5) * WHITE);
}

const clamped = (value: number): number => Math.max(0, Math.min(value, WHITE));

/** From the smallest to the largest value that is there, padding aside; single bits are black and white. */
function fullWindow(
  frame: Frame,
  cells: Cells,
  { padding }: Display,
  measure: (cell: number) => number,
): Window {
  if (frame.image.bitsStored === 1) return { center: 0.5, width: 1, function: 'LINEAR_EXACT' };
  const sample = sampleReader(frame);
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < cells.length; i++) {
    const stored = sample(cells[i]!);
    if (padding && stored >= padding.from && stored <= padding.to) continue;
    const value = measure(cells[i]!);
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  if (smallest > largest) return { center: 0, width: 1, function: 'LINEAR_EXACT' };
  // All alike: nothing is to be seen.
  if (smallest === largest) return { center: smallest + 0.5, width: 1, function: 'LINEAR_EXACT' };
  const width = largest - smallest;
  if (!Number.isFinite(width)) throw bad('its values have no range');
  return { center: smallest + width / 2, width, function: 'LINEAR_EXACT' };
}
