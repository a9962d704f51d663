/** From samples to red, green and blue of 8 bits (PS3.3 C.7.6.3.1.2). */
import { IsocenterError } from '../../base/index.ts';
import { ycbcrToRgb } from '../colour/ycbcr.ts';
import type { Frame } from '../frame.ts';
import { isSubsampled } from '../image-pixel.ts';
import { toInterleaved } from '../planes.ts';
import { lookUp } from './lookup-table.ts';
import type { Palette } from './read-display.ts';
import { cellsOf, sampleReader } from './stored-values.ts';

/** Three bytes for each pixel. Colours of a form that is not known: `pixels/unsupported`. */
export function colourPixels(frame: Frame): Uint8Array {
  const { image } = frame;
  if (image.samplesPerPixel !== 3)
    throw new IsocenterError('pixels/unsupported', { what: `${image.samplesPerPixel} samples a pixel` });
  return eightBits(toRgb(frame));
}

/** The same frame in RGB, the samples of a pixel together, in the width that it has. */
export function toRgb(frame: Frame): Frame {
  const { photometricInterpretation: colours, samplesPerPixel } = frame.image;
  if (samplesPerPixel !== 3) return frame;
  if (isSubsampled(frame.image)) return ycbcrToRgb(repeated(frame));
  const together = toInterleaved(frame);
  if (colours === 'YBR_FULL')
    // The bytes of a frame may be those of a file in memory: they are not written to.
    return ycbcrToRgb({ ...together, bytes: together.bytes.slice() });
  // What the decoder of JPEG 2000 has made of them (PS3.5 8.2.4).
  if (colours === 'RGB' || colours === 'YBR_RCT' || colours === 'YBR_ICT')
    return { ...together, image: { ...together.image, photometricInterpretation: 'RGB' } };
  throw new IsocenterError('pixels/unsupported', { what: `colours in ${colours}` });
}

/** YBR_FULL_422: two brightnesses, then the colour of both. An odd pixel at the end has none of its own. */
function repeated({ image, bytes }: Frame): Frame {
  const pixels = image.rows * image.columns;
  const full = new Uint8Array(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const pair = (pixel >> 1) * 4;
    full[pixel * 3] = bytes[pair + (pixel & 1)] ?? 0;
    full[pixel * 3 + 1] = bytes[pair + 2] ?? 128;
    full[pixel * 3 + 2] = bytes[pair + 3] ?? 128;
  }
  return { image: { ...image, photometricInterpretation: 'YBR_FULL', planarConfiguration: 0 }, bytes: full };
}

function eightBits(frame: Frame): Uint8Array {
  const { bitsAllocated, bitsStored } = frame.image;
  if (bitsAllocated === 8 && bitsStored === 8) return frame.bytes;
  const sample = sampleReader(frame);
  const scale = 255 / (2 ** bitsStored - 1);
  return Uint8Array.from(cellsOf(frame), (cell) => Math.round(sample(cell) * scale));
}

/** C.7.9: entries of more than 8 bits lose the lower ones. */
export function palettePixels(frame: Frame, palette: Palette): Uint8Array {
  const cells = cellsOf(frame);
  const sample = sampleReader(frame);
  const pixels = new Uint8Array(cells.length * 3);
  const tables = [palette.red, palette.green, palette.blue];
  for (let i = 0; i < cells.length; i++) {
    const index = sample(cells[i]!);
    for (const [channel, table] of tables.entries())
      pixels[i * 3 + channel] = lookUp(table, index) >> Math.max(0, table.bits - 8);
  }
  return pixels;
}
