/** Huffman-coded DCT processes of JPEG, 8 and 12 bits, sequential and progressive (ITU-T T.81 annexes F and G). */
import { bad, type Samples } from '../frame.ts';
import { checkLimit } from '../image-pixel.ts';
import { pixelLimits } from '../limits.ts';
import { inverseDct } from './inverse-dct.ts';
import { decodeScan } from './scan-decoder.ts';
import { type ComponentHeader, type FrameHeader, isFrameHeader, markers, segmentAt } from './segments.ts';
import { readScanHeader, required, Tables } from './tables.ts';

/** One component and its quantized coefficients, 64 to a block, in natural order. */
export interface Plane extends ComponentHeader {
  /** Blocks that hold samples of the image. */
  readonly blockColumns: number;
  readonly blockRows: number;
  /** Blocks to a row in `coefficients`: whole MCUs. */
  readonly stride: number;
  readonly coefficients: Int16Array;
}

/** The samples of all components, those of a pixel together. The size was checked with `checkExtent`. */
export function decodeDct(bytes: Uint8Array, frame: FrameHeader): Samples {
  const planes = planesOf(frame);
  const tables = new Tables();
  let scans = 0;
  for (let at = 0; ; ) {
    const segment = segmentAt(bytes, at);
    if (!segment || segment.marker === markers.eoi) break;
    at = segment.end;
    if (segment.marker === markers.sos) {
      checkLimit('The number of scans', ++scans, pixelLimits.scans);
      at = decodeScan(bytes, at, { frame, planes, tables, scan: readScanHeader(segment.body) });
    } else if (!isFrameHeader(segment.marker)) {
      tables.read(segment);
    }
  }
  if (scans === 0) throw bad('its JPEG stream has no scan');
  return samplesOf(frame, planes, tables);
}

function planesOf({ rows, columns, parts }: FrameHeader): Plane[] {
  const widest = Math.max(...parts.map(({ horizontal }) => horizontal));
  const highest = Math.max(...parts.map(({ vertical }) => vertical));
  const mcuColumns = Math.ceil(columns / (8 * widest));
  const mcuRows = Math.ceil(rows / (8 * highest));
  return parts.map((part) => {
    const stride = mcuColumns * part.horizontal;
    return {
      ...part,
      blockColumns: Math.ceil(Math.ceil((columns * part.horizontal) / widest) / 8),
      blockRows: Math.ceil(Math.ceil((rows * part.vertical) / highest) / 8),
      stride,
      coefficients: new Int16Array(stride * mcuRows * part.vertical * 64),
    };
  });
}

function samplesOf(frame: FrameHeader, planes: readonly Plane[], tables: Tables): Samples {
  const { rows, columns, components, precision } = frame;
  const length = rows * columns * components;
  const samples = precision <= 8 ? new Uint8Array(length) : new Uint16Array(length);
  for (const [index, plane] of planes.entries()) {
    const quantization = required(tables.quantization, plane.quantization);
    placePlane(frame, plane, planes, quantization, samples, index);
  }
  return samples;
}

/** Writes one component. A subsampled one is repeated, which needs no neighbours. */
function placePlane(
  frame: FrameHeader,
  plane: Plane,
  planes: readonly Plane[],
  quantization: Uint16Array,
  samples: Samples,
  index: number,
): void {
  const { rows, columns, components, precision } = frame;
  const across = Math.max(...planes.map(({ horizontal }) => horizontal)) / plane.horizontal;
  const down = Math.max(...planes.map(({ vertical }) => vertical)) / plane.vertical;
  const middle = 2 ** (precision - 1);
  const largest = 2 ** precision - 1;
  const block = new Float64Array(64);
  for (let blockRow = 0; blockRow < plane.blockRows; blockRow++) {
    for (let blockColumn = 0; blockColumn < plane.blockColumns; blockColumn++) {
      inverseDct(plane.coefficients, (blockRow * plane.stride + blockColumn) * 64, quantization, block);
      const top = Math.ceil(blockRow * 8 * down);
      const left = Math.ceil(blockColumn * 8 * across);
      const bottom = Math.min(rows, Math.ceil((blockRow + 1) * 8 * down));
      const right = Math.min(columns, Math.ceil((blockColumn + 1) * 8 * across));
      for (let y = top; y < bottom; y++) {
        const row = (Math.floor(y / down) - blockRow * 8) * 8;
        for (let x = left; x < right; x++) {
          const value = Math.round(block[row + Math.floor(x / across) - blockColumn * 8]! + middle);
          samples[(y * columns + x) * components + index] = Math.max(0, Math.min(value, largest));
        }
      }
    }
  }
}
