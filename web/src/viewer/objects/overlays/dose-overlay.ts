import { bulkData, instancePath, type JsonInstance } from '../../../api/dicom-web.ts';
import type { Vector } from '../../engine/orientation.ts';
import { areaOf } from './area.ts';
import { type DoseBetween, type DoseGrid, doseAt, doseIn, doseOn, readDoseGrid, washColour } from './dose.ts';
import type { Overlay } from './overlay.ts';
import { between, isParallel } from './plane.ts';
import type { Rgba } from './reslice.ts';

const PIXEL_DATA = '7FE00010';
/** Less of the most is not coloured: it would hide what is seen everywhere. */
const LEAST_SHARE = 0.05;
const KEY = 'dose';

/** undefined: it says not where it is. Reads the whole grid: colours are shares of its most. */
export async function doseOverlay(
  study: string,
  series: string,
  instance: JsonInstance,
  label: string,
  signal: AbortSignal,
): Promise<Overlay | undefined> {
  const grid = readDoseGrid(instance);
  if (!grid) return undefined;
  const { columns, rows, bits, unit, plane } = grid;
  const bytes = await bulkData(instancePath(study, series, grid.sopInstanceUid), PIXEL_DATA, signal);
  const frameBytes = (columns * rows * bits) / 8;
  const doseOfFrame = (frame: number) =>
    doseIn(bytes.subarray((frame - 1) * frameBytes, frame * frameBytes), grid);
  const most = grid.offsets.reduce(
    (highest, _, i) => doseOfFrame(i + 1).reduce((a, b) => Math.max(a, b), highest),
    0,
  );
  const frames = new Map<number, Float32Array>();
  const doseOnce = (frame: number): Float32Array => {
    const known = frames.get(frame) ?? doseOfFrame(frame);
    frames.set(frame, known);
    return known;
  };
  const colourAt = (place: Vector): Rgba | undefined => {
    const part = (doseAt(grid, place, doseOnce) ?? 0) / most;
    return part >= LEAST_SHARE ? [...washColour(part), 255] : undefined;
  };
  return {
    parts: [{ key: KEY, label, colour: washColour(1) }],
    legend: { most, unit },
    on: async (image, shown) => {
      if (!image.plane || !shown.has(KEY) || image.plane.frameOfReference !== plane.frameOfReference)
        return [];
      if (!isParallel(plane, image.plane)) return [await areaOf(image, image.plane, colourAt)];
      const found = doseOn(grid, image.plane);
      if (!found) return [];
      const picture = await createImageBitmap(wash(grid, found, doseOfFrame, most));
      return [{ kind: 'area', picture, place: between(plane, image.plane) }];
    },
  };
}

function wash(
  { columns, rows }: DoseGrid,
  { frames: [behind, next], share }: DoseBetween,
  doseOfFrame: (frame: number) => Float32Array,
  most: number,
): ImageData {
  const [a, b] = [doseOfFrame(behind), doseOfFrame(next)];
  const pixels = new Uint8ClampedArray(columns * rows * 4);
  for (let i = 0; i < columns * rows; i++) {
    const part = ((a[i] ?? 0) * (1 - share) + (b[i] ?? 0) * share) / most;
    if (!(part >= LEAST_SHARE)) continue;
    pixels.set(washColour(part), i * 4);
    pixels[i * 4 + 3] = 255;
  }
  return new ImageData(pixels, columns, rows);
}
