/** Planar configuration: the samples of a pixel together, or a plane for each sample (PS3.3 C.7.6.3.1.3). */
import type { Frame, Samples } from './frame.ts';

/** From planes to pixels. */
export function interleaved<Kind extends Samples>(planes: Kind, components: number): Kind {
  const pixels = new (planes.constructor as new (length: number) => Kind)(planes.length);
  const size = planes.length / components;
  for (let component = 0; component < components; component++)
    for (let i = 0; i < size; i++) pixels[i * components + component] = planes[component * size + i]!;
  return pixels;
}

/** The same frame with the samples of a pixel together. */
export function toInterleaved(frame: Frame): Frame {
  const { image, bytes } = frame;
  if (image.planarConfiguration === 0 || image.samplesPerPixel === 1) return frame;
  const width = image.bitsAllocated / 8;
  const planeLength = image.rows * image.columns * width;
  const pixels = new Uint8Array(bytes.length);
  for (let sample = 0; sample < image.samplesPerPixel; sample++) {
    for (let at = 0; at < planeLength; at += width) {
      const to = at * image.samplesPerPixel + sample * width;
      for (let i = 0; i < width; i++) pixels[to + i] = bytes[sample * planeLength + at + i]!;
    }
  }
  return { image: { ...image, planarConfiguration: 0 }, bytes: pixels };
}
