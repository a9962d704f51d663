import type { Frame } from '../frame.ts';
import { colourPixels, palettePixels } from './colour.ts';
import { greyPixels } from './grey.ts';
import { drawOverlays, type Overlay } from './overlays.ts';
import type { Display } from './read-display.ts';

/** A frame as it is seen. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Grey, or red, green and blue. */
  readonly channels: 1 | 3;
  /** 8 bits for each channel of each pixel, row by row. */
  readonly pixels: Uint8Array;
}

/** Applies what a data set says, or what somebody wants instead, to a frame. */
export function pictureOf(frame: Frame, display: Display, overlays: readonly Overlay[] = []): Picture {
  const { image } = frame;
  const isGrey = image.samplesPerPixel === 1 && !display.palette;
  const seen = isGrey
    ? greyPixels(frame, display)
    : display.palette
      ? palettePixels(frame, display.palette)
      : colourPixels(frame);
  const channels = isGrey ? 1 : 3;
  // Colours may still be the bytes of the frame.
  const pixels = overlays.length > 0 ? seen.slice() : seen;
  drawOverlays(pixels, channels, image, overlays);
  return { width: image.columns, height: image.rows, channels, pixels };
}
