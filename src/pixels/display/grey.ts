/** From samples to brightness (PS3.3 C.11, PS3.4 N.2). */
import { bad, type Frame } from '../frame.ts';
import { lookUp } from './lookup-table.ts';
import type { Display } from './read-display.ts';
import { type Cells, cellsOf, sampleReader } from './stored-values.ts';
import { brightnessBy, WHITE, type Window } from './voi.ts';

/** One byte for each pixel, 0 is black. */
export function greyPixels(frame: Frame, display: Display): Uint8Array {
  const cells = cellsOf(frame);
  const brightness = brightnessOf(frame, cells, display);
  const pixels = new Uint8Array(cells.length);
  const table = tableOf(frame, cells, brightness);
  if (table) lookUpAll(cells, table, pixels);
  else for (let i = 0; i < cells.length; i++) pixels[i] = brightness(cells[i]!);
  return pixels;
}

/** Samples of up to so many bits are all worked out without looking which of them are there. */
const FEW_BITS = 12;

/**
 * Brightness of every cell that is there, by cell: an image has far fewer different ones than pixels. Undefined where
 * it has not.
 */
function tableOf(
  { image }: Frame,
  cells: Cells,
  brightness: (cell: number) => number,
): Uint8Array | undefined {
  const { bitsAllocated, bitsStored, highBit } = image;
  if (bitsAllocated > 16) return undefined;
  const table = new Uint8Array(2 ** Math.max(8, bitsAllocated));
  const isFew = bitsStored <= FEW_BITS && highBit === bitsStored - 1;
  const { smallest, largest } = isFew ? { smallest: 0, largest: 2 ** bitsStored - 1 } : rangeOf(cells);
  if (!isFew && largest - smallest >= cells.length) return undefined;
  for (let cell = smallest; cell <= largest; cell++) table[cell] = brightness(cell);
  // What stands above the high bit is no part of the sample: the same again for each of it.
  if (isFew)
    for (let filled = 2 ** bitsStored; filled < table.length; filled *= 2)
      table.copyWithin(filled, 0, filled);
  return table;
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

/** Four at a time: the loop is all that this takes. */
function lookUpAll(cells: Cells, table: Uint8Array, pixels: Uint8Array): void {
  const rest = cells.length & ~3;
  for (let i = 0; i < rest; i += 4) {
    pixels[i] = table[cells[i]!]!;
    pixels[i + 1] = table[cells[i + 1]!]!;
    pixels[i + 2] = table[cells[i + 2]!]!;
    pixels[i + 3] = table[cells[i + 3]!]!;
  }
  for (let i = rest; i < cells.length; i++) pixels[i] = table[cells[i]!]!;
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
  return brightnessBy(display.voi ?? fullWindow(frame, cells, display, measure));
}

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
