/** JPEG by libjpeg-turbo itself: a third of the time that it takes through libvips, and no thread besides this one. */
import turbo from '@julusian/jpeg-turbo';
import type { Picture } from '../pixels/index.ts';

/** Above, its fast transform loses more than the quantisation does. */
const HIGHEST_QUALITY = 95;

/**
 * A baseline JPEG, colours with half the resolution; undefined above the highest quality that it is good for. Valid until
 * the next call.
 */
export function turboJpeg(
  { width, height, channels, pixels }: Picture,
  quality: number,
): Uint8Array | undefined {
  if (quality > HIGHEST_QUALITY) return undefined;
  const form =
    channels === 1
      ? { format: turbo.FORMAT_GRAY, subsampling: turbo.SAMP_GRAY }
      : { format: turbo.FORMAT_RGB, subsampling: turbo.SAMP_420 };
  const raw = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.length);
  const options = { ...form, width, height, quality };
  return turbo.compressSync(raw, outputFor(turbo.bufferSize(options)), options);
}

/** Outputs up to so many bytes are written into the same memory. */
const KEPT = 4 * 1024 * 1024;
let kept = Buffer.alloc(0);

function outputFor(length: number): Buffer {
  if (length > KEPT) return Buffer.alloc(length);
  if (kept.length < length) kept = Buffer.alloc(length);
  return kept;
}
