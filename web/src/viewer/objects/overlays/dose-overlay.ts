import { bulkData, instancePath, type JsonInstance } from '../../../api/dicom-web.ts';
import { type DoseBetween, type DoseGrid, doseIn, doseOn, readDoseGrid, washColour } from './dose.ts';
import type { Overlay } from './overlay.ts';
import { between } from './plane.ts';

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
  return {
    parts: [{ key: KEY, label, colour: washColour(1) }],
    legend: { most, unit },
    on: async (image, shown) => {
      const found = image.plane && shown.has(KEY) ? doseOn(grid, image.plane) : undefined;
      if (!found || !image.plane) return [];
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
