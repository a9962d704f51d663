/** Pictures beside each other in one. */
import type { Picture } from '../../pixels/index.ts';

/** Around each picture, pixels. */
const GAP = 2;

/** @param cells of any size and colours; each stands in the middle of its place @param columns how many stand side by side */
export function montageOf(cells: readonly Picture[], columns: number): Picture {
  const across = Math.min(columns, cells.length);
  const side = {
    width: Math.max(...cells.map(({ width }) => width)),
    height: Math.max(...cells.map(({ height }) => height)),
  };
  const width = across * (side.width + GAP) - GAP;
  const height = Math.ceil(cells.length / across) * (side.height + GAP) - GAP;
  const channels = cells.some((cell) => cell.channels === 3) ? 3 : 1;
  const pixels = new Uint8Array(width * height * channels);
  cells.forEach((cell, i) => {
    const left = (i % across) * (side.width + GAP) + ((side.width - cell.width) >> 1);
    const top = Math.floor(i / across) * (side.height + GAP) + ((side.height - cell.height) >> 1);
    for (let y = 0; y < cell.height; y++)
      for (let x = 0; x < cell.width; x++)
        for (let channel = 0; channel < channels; channel++)
          pixels[((top + y) * width + left + x) * channels + channel] =
            cell.pixels[(y * cell.width + x) * cell.channels + (cell.channels === 3 ? channel : 0)]!;
  });
  return { width, height, channels, pixels };
}
