import { IsocenterError } from '../base/index.ts';
import { frameLength, type ImagePixel } from './image-pixel.ts';

/** One frame without compression. */
export interface Frame {
  /** What the bytes mean: of one frame, and with the colours as they are now, which decoding may have changed. */
  readonly image: ImagePixel;
  /** `frameLength(image)` bytes, in little endian. They belong to whoever has the frame. */
  readonly bytes: Uint8Array;
}

export type Samples = Uint8Array | Uint16Array | Int16Array;

/** What a decoder makes of a codestream: the samples of a pixel stand together. */
export interface Decoded {
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  readonly samples: Samples;
  /** Of the samples, not of the codestream. */
  readonly photometricInterpretation: string;
}

/** Size of an image as its codestream announces it. */
export interface Extent {
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
}

export const bad = (reason: string): IsocenterError => new IsocenterError('pixels/bad', { reason });

/**
 * A codestream may announce what it likes: it has to be what the data set says, whose size is within the limits. To
 * be called before memory is taken for what the codestream says.
 */
export function checkExtent(found: Extent, image: ImagePixel): void {
  const { rows, columns, samplesPerPixel } = image;
  if (found.rows === rows && found.columns === columns && found.components === samplesPerPixel) return;
  const text = (height: number, width: number, samples: number) => `${width} x ${height} x ${samples}`;
  throw bad(
    `its codestream is ${text(found.rows, found.columns, found.components)} samples, ` +
      `its data set says ${text(rows, columns, samplesPerPixel)}`,
  );
}

/** Brings what was decoded into the sample width that the data set allocates. */
export function toFrame(decoded: Decoded, image: ImagePixel): Frame {
  checkExtent(decoded, image);
  const { photometricInterpretation, samples } = decoded;
  // One bit samples come as bytes: codecs do not pack them.
  const bitsAllocated = Math.max(8, image.bitsAllocated);
  const form = { bitsAllocated, numberOfFrames: 1, planarConfiguration: 0 } as const;
  const described = { ...image, ...form, photometricInterpretation };
  const bytes = bytesOf(samples, bitsAllocated / 8);
  if (bytes.length !== frameLength(described)) throw bad(`${bytes.length} bytes were decoded`);
  return { image: described, bytes };
}

function bytesOf(samples: Samples, width: number): Uint8Array {
  if (samples.BYTES_PER_ELEMENT === width)
    return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  // Wider cells than the codestream needs. Negative numbers stay negative.
  if (width === 2) return new Uint8Array(Uint16Array.from(samples).buffer);
  if (width === 4) return new Uint8Array(Uint32Array.from(samples).buffer);
  if (width === 1 && samples.every((value) => value >= -128 && value <= 255)) return Uint8Array.from(samples);
  throw bad(`its samples have ${samples.BYTES_PER_ELEMENT * 8} bits, ${width * 8} are allocated`);
}

/** Two bytes to a sample, little endian, as numbers; a copy where the bytes do not lie on an even address. */
export function uint16Of(bytes: Uint8Array): Uint16Array {
  const aligned = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  return new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.length >> 1);
}
