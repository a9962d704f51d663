/** Pixel data: frames, codecs, what samples mean (PS3.3 C.7.6.3, PS3.5 8 and A.4). Runs in a browser, too. */
export { BitPacker } from './bit-packer.ts';
export { type ByteSource, bytesInMemory, readExactly } from './byte-source.ts';
export { padded } from './codecs/codec.ts';
export { canDecode, canEncode, decodeFrame, encodeFrame } from './codecs/registry.ts';
export { toRgb } from './display/colour.ts';
export { type FramePlace, readFramePlace } from './display/frame-place.ts';
export { type LookupTable, lookUp } from './display/lookup-table.ts';
export { type Overlay, readOverlays } from './display/overlays.ts';
export { type Picture, pictureOf } from './display/picture.ts';
export { presentedBy, readPresentationTable } from './display/presentation.ts';
export { type Display, readDisplay } from './display/read-display.ts';
export { cellsOf, sampleReader } from './display/stored-values.ts';
export {
  type Modality,
  type OfferedVoi,
  readTransforms,
  type Transforms,
} from './display/transforms.ts';
export {
  brightnessBy,
  type Voi,
  type Window,
  type WindowFunction,
  windowFunction,
} from './display/voi.ts';
export type { Frame } from './frame.ts';
export { checkFrame, type FrameReader, openFrames, type StoredFrame, totalLength } from './frame-reader.ts';
export { frameBits, frameLength, type ImagePixel, readImagePixel } from './image-pixel.ts';
export { pixelLimits } from './limits.ts';
export { openStream, type StoredStream } from './stored-stream.ts';
export { type ConvertFrame, transcode } from './transcode.ts';
