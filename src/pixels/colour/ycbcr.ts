import { bad, type Frame } from '../frame.ts';

/** YBR_FULL to RGB, 8 bits, interleaved (PS3.3 C.7.6.3.1.2). The bytes are converted in place. */
export function ycbcrToRgb({ image, bytes }: Frame): Frame {
  if (image.bitsAllocated !== 8 || image.samplesPerPixel !== 3)
    throw bad(`colours of ${image.bitsAllocated} bits are in YBR_FULL`);
  for (let at = 0; at + 2 < bytes.length; at += 3) {
    const y = bytes[at]!;
    const blue = bytes[at + 1]! - 128;
    const red = bytes[at + 2]! - 128;
    bytes[at] = clamped(y + 1.402 * red);
    bytes[at + 1] = clamped(y - 0.344136 * blue - 0.714136 * red);
    bytes[at + 2] = clamped(y + 1.772 * blue);
  }
  return { image: { ...image, photometricInterpretation: 'RGB' }, bytes };
}

const clamped = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : (value + 0.5) | 0);
