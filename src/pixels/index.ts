/** Pixel data: frames, codecs, what samples mean (PS3.3 C.7.6.3, PS3.5 8 and A.4). Runs in a browser, too. */
export { BitPacker } from './bit-packer.ts';
export { type ByteSource, bytesInMemory, readExactly } from './byte-source.ts';
export { canDecode, canEncode, decodeFrame, encodeFrame } from './codecs/registry.ts';
export type { Frame } from './frame.ts';
export { type FrameReader, openFrames, totalLength } from './frame-reader.ts';
export { frameBits, frameLength, type ImagePixel, readImagePixel } from './image-pixel.ts';
export { pixelLimits } from './limits.ts';
