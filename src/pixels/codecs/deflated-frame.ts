/** Deflated Image Frame Compression (PS3.5 A.4.12): native frames, each deflated by itself. */
import { deflateRaw, inflateRaw } from '../../dicom/index.ts';
import { bad } from '../frame.ts';
import { frameLength } from '../image-pixel.ts';
import type { Codec } from './codec.ts';

export const deflatedFrame: Codec = {
  async decode(codestream, image) {
    const described = { ...image, numberOfFrames: 1 };
    const length = frameLength(described);
    // A frame of odd length may have been padded before it was deflated.
    const bytes = inflateRaw(codestream, length + 1);
    if (bytes.length < length) throw bad('a deflated frame ends too early');
    return { image: described, bytes: bytes.subarray(0, length) };
  },
  encode: async ({ bytes }) => deflateRaw(bytes),
};
