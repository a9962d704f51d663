import type { Frame } from '../frame.ts';
import type { ImagePixel } from '../image-pixel.ts';

/** A way to compress frames: a row of the registry has one. */
export interface Codec {
  /**
   * The frame that a codestream holds, in the sample width that `image` allocates. What is damaged or not what
   * `image` says: `pixels/bad`, before memory is taken for it. A form that is not known here: `pixels/unsupported`.
   */
  decode(codestream: Uint8Array, image: ImagePixel): Promise<Frame>;
  /** A codestream, of even length. A frame that it cannot hold: `pixels/unsupported`. */
  encode?(frame: Frame): Promise<Uint8Array>;
}

/** Fragments have an even length (PS3.5 A.4). */
export function padded(codestream: Uint8Array): Uint8Array {
  if (codestream.length % 2 === 0) return codestream;
  const even = new Uint8Array(codestream.length + 1);
  even.set(codestream);
  return even;
}
