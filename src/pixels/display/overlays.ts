/** Overlay planes: graphics of one bit over the image (PS3.3 C.9.2). */
import type { Dataset } from '../../dicom/index.ts';
import type { ImagePixel } from '../image-pixel.ts';
import { pixelLimits } from '../limits.ts';
import { displayTags } from './display-tags.ts';

/** One plane, for one frame. Plain data: workers get it. */
export interface Overlay {
  readonly rows: number;
  readonly columns: number;
  /** Of its first pixel in the image, counted from 0; may lie outside. */
  readonly top: number;
  readonly left: number;
  /** One bit for each pixel, lowest first; `firstBit` is that of the first pixel of this frame. */
  readonly bits: Uint8Array;
  readonly firstBit: number;
}

const GROUP_STEP = 0x20000;

/** Planes that have data of their own and apply to a frame, counted from 0. Those without enough data are left out. */
export function readOverlays(dataset: Dataset, frame: number): Overlay[] {
  return Array.from({ length: pixelLimits.overlays }, (_, i) => i * GROUP_STEP)
    .map((group) => readOverlay(dataset, group, frame))
    .filter((overlay) => overlay !== undefined);
}

function readOverlay(dataset: Dataset, group: number, frame: number): Overlay | undefined {
  const bits = dataset.bytes(displayTags.OverlayData + group);
  const rows = dataset.number(displayTags.OverlayRows + group);
  const columns = dataset.number(displayTags.OverlayColumns + group);
  if (!bits || !rows || !columns) return undefined;
  const [top = 1, left = 1] = dataset.numbers(displayTags.OverlayOrigin + group);
  const frames = dataset.number(displayTags.NumberOfFramesInOverlay + group) ?? 1;
  const plane = frame + 1 - (dataset.number(displayTags.ImageFrameOrigin + group) ?? 1);
  const own = frames > 1 ? plane : 0;
  const firstBit = own * rows * columns;
  if (own < 0 || own >= frames || firstBit + rows * columns > bits.length * 8) return undefined;
  return { rows, columns, top: top - 1, left: left - 1, bits, firstBit };
}

/** Draws in white, into pixels of `channels` bytes. */
export function drawOverlays(
  pixels: Uint8Array,
  channels: number,
  image: ImagePixel,
  overlays: readonly Overlay[],
): void {
  for (const overlay of overlays) {
    for (let row = 0; row < overlay.rows; row++) {
      const y = overlay.top + row;
      if (y >= 0 && y < image.rows) drawRow(pixels, channels, image, overlay, row, y);
    }
  }
}

function drawRow(
  pixels: Uint8Array,
  channels: number,
  image: ImagePixel,
  { left, columns, bits, firstBit }: Overlay,
  row: number,
  y: number,
): void {
  for (let column = 0; column < columns; column++) {
    const x = left + column;
    const bit = firstBit + row * columns + column;
    if (x < 0 || x >= image.columns || ((bits[bit >> 3]! >> (bit & 7)) & 1) === 0) continue;
    const at = (y * image.columns + x) * channels;
    pixels.fill(255, at, at + channels);
  }
}
