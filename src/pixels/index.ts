/** Pixel data: frames, codecs, what samples mean (PS3.3 C.7.6.3, PS3.5 8 and A.4). Runs in a browser, too. */
export { BitPacker } from './bit-packer.ts';
export { type ByteSource, bytesInMemory, readExactly } from './byte-source.ts';
export { padded } from './codecs/codec.ts';
export { canDecode, canEncode, decodeFrame, encodeFrame } from './codecs/registry.ts';
export { toRgb } from './display/colour.ts';
export { type Overlay, readOverlays } from './display/overlays.ts';
export { type Picture, pictureOf } from './display/picture.ts';
export {
  type Display,
  readDisplay,
  type Window,
  type WindowFunction,
  windowFunction,
} from './display/read-display.ts';
export type { Frame } from './frame.ts';
export { checkFrame, type FrameReader, openFrames, type StoredFrame, totalLength } from './frame-reader.ts';
export { frameBits, frameLength, type ImagePixel, readImagePixel } from './image-pixel.ts';
export { pixelLimits } from './limits.ts';
export { openStream, type StoredStream } from './stored-stream.ts';
export { type ConvertFrame, transcode } from './transcode.ts';
