import { bad } from '../frame.ts';
import { BitReader } from './bit-reader.ts';
import type { Plane } from './dct-decoder.ts';
import type { HuffmanTable } from './huffman-table.ts';
import type { FrameHeader } from './segments.ts';
import { required, type ScanHeader, type Tables } from './tables.ts';
import { zigzag } from './zigzag.ts';

interface ScanParts {
  readonly frame: FrameHeader;
  readonly planes: readonly Plane[];
  readonly tables: Tables;
  readonly scan: ScanHeader;
}

interface ScanPlane {
  readonly plane: Plane;
  readonly dc: HuffmanTable | undefined;
  readonly ac: HuffmanTable | undefined;
  /** DC of the block before (F.2.1.3.1). */
  predicted: number;
}

const PROGRESSIVE = 0xc2;

/** Decodes one scan into the coefficients of its components. Returns where it ends. */
export function decodeScan(bytes: Uint8Array, start: number, parts: ScanParts): number {
  return new ScanDecoder(bytes, start, parts).decode();
}

class ScanDecoder {
  readonly #reader: BitReader;
  readonly #lanes: readonly ScanPlane[];
  readonly #scan: ScanHeader;
  readonly #restartInterval: number;
  readonly #decodeBlock: (lane: ScanPlane, offset: number) => void;
  /** Blocks that have no further AC coefficients (G.1.2.2). */
  #endOfBandRun = 0;
  #mcus = 0;

  constructor(bytes: Uint8Array, start: number, { frame, planes, tables, scan }: ScanParts) {
    this.#reader = new BitReader(bytes, start);
    this.#scan = scan;
    this.#restartInterval = tables.restartInterval;
    const isProgressive = frame.marker === PROGRESSIVE;
    checkBands(scan, isProgressive);
    const needsDc = !isProgressive || (scan.spectralStart === 0 && scan.approximationHigh === 0);
    const needsAc = !isProgressive || scan.spectralStart > 0;
    this.#lanes = scan.components.map(({ id, dc, ac }) => {
      const plane = planes.find((each) => each.id === id);
      if (!plane) throw bad('a scan of its JPEG stream has a component that the frame lacks');
      return {
        plane,
        dc: needsDc ? required(tables.dc, dc) : undefined,
        ac: needsAc ? required(tables.ac, ac) : undefined,
        predicted: 0,
      };
    });
    this.#decodeBlock = this.#decoderFor(isProgressive);
  }

  decode(): number {
    const [only] = this.#lanes;
    // A.2.2: a scan of one component has no MCUs, its blocks are in order.
    if (this.#lanes.length === 1) this.#decodePlane(only!);
    else this.#decodeMcus();
    this.#reader.check();
    return this.#reader.position;
  }

  #decodePlane(lane: ScanPlane): void {
    const { blockRows, blockColumns, stride } = lane.plane;
    for (let row = 0; row < blockRows; row++) {
      for (let column = 0; column < blockColumns; column++) {
        this.#beginMcu();
        this.#decodeBlock(lane, (row * stride + column) * 64);
      }
      this.#reader.check();
    }
  }

  #decodeMcus(): void {
    const { plane } = this.#lanes[0]!;
    const mcuColumns = plane.stride / plane.horizontal;
    const mcuRows = plane.coefficients.length / 64 / plane.stride / plane.vertical;
    for (let row = 0; row < mcuRows; row++) {
      for (let column = 0; column < mcuColumns; column++) {
        this.#beginMcu();
        for (const lane of this.#lanes) this.#decodeMcu(lane, row, column);
      }
      this.#reader.check();
    }
  }

  #decodeMcu(lane: ScanPlane, row: number, column: number): void {
    const { vertical, horizontal, stride } = lane.plane;
    for (let y = 0; y < vertical; y++) {
      for (let x = 0; x < horizontal; x++)
        this.#decodeBlock(lane, ((row * vertical + y) * stride + column * horizontal + x) * 64);
    }
  }

  #beginMcu(): void {
    if (this.#restartInterval > 0 && this.#mcus > 0 && this.#mcus % this.#restartInterval === 0) {
      this.#reader.restart();
      this.#endOfBandRun = 0;
      for (const lane of this.#lanes) lane.predicted = 0;
    }
    this.#mcus++;
  }

  #decoderFor(isProgressive: boolean): (lane: ScanPlane, offset: number) => void {
    const { spectralStart, approximationHigh } = this.#scan;
    if (!isProgressive) return (lane, offset) => this.#sequential(lane, offset);
    if (spectralStart === 0)
      return approximationHigh === 0
        ? (lane, offset) => this.#firstDc(lane, offset)
        : (lane, offset) => this.#refineDc(lane, offset);
    return approximationHigh === 0
      ? (lane, offset) => this.#firstAc(lane, offset)
      : (lane, offset) => this.#refineAc(lane, offset);
  }

  /** F.2.2. */
  #sequential(lane: ScanPlane, offset: number): void {
    const { coefficients } = lane.plane;
    coefficients[offset] = this.#nextDc(lane);
    for (let k = 1; k < 64; k++) {
      const code = this.#reader.code(lane.ac!);
      const size = code & 15;
      k += code >> 4;
      if (size === 0) {
        if (code >> 4 < 15) return;
        continue;
      }
      if (k > 63) throw bad('a block of its JPEG stream has too many coefficients');
      coefficients[offset + zigzag[k]!] = this.#reader.signed(size);
    }
  }

  #nextDc(lane: ScanPlane): number {
    const size = this.#reader.code(lane.dc!);
    if (size > 16) throw bad('a difference in its JPEG stream is too large');
    lane.predicted += this.#reader.signed(size);
    return lane.predicted;
  }

  #firstDc(lane: ScanPlane, offset: number): void {
    lane.plane.coefficients[offset] = this.#nextDc(lane) << this.#scan.approximationLow;
  }

  #refineDc(lane: ScanPlane, offset: number): void {
    if (this.#reader.bit() === 1) lane.plane.coefficients[offset]! |= 1 << this.#scan.approximationLow;
  }

  /** G.1.2.2. */
  #firstAc(lane: ScanPlane, offset: number): void {
    if (this.#endOfBandRun > 0) {
      this.#endOfBandRun--;
      return;
    }
    const { coefficients } = lane.plane;
    const { spectralStart, spectralEnd, approximationLow } = this.#scan;
    for (let k = spectralStart; k <= spectralEnd; k++) {
      const code = this.#reader.code(lane.ac!);
      const run = code >> 4;
      const size = code & 15;
      if (size === 0 && run < 15) {
        this.#endOfBandRun = (1 << run) + this.#reader.bits(run) - 1;
        return;
      }
      k += run;
      if (size === 0) continue;
      if (k > spectralEnd) throw bad('a block of its JPEG stream has too many coefficients');
      coefficients[offset + zigzag[k]!] = this.#reader.signed(size) << approximationLow;
    }
  }

  /** G.1.2.3: corrects coefficients that are there, and adds new ones of one bit. */
  #refineAc(lane: ScanPlane, offset: number): void {
    const { coefficients } = lane.plane;
    const { spectralStart, spectralEnd, approximationLow } = this.#scan;
    let k = spectralStart;
    while (k <= spectralEnd && this.#endOfBandRun === 0) {
      const code = this.#reader.code(lane.ac!);
      const run = code >> 4;
      const size = code & 15;
      if (size === 0 && run < 15) {
        this.#endOfBandRun = (1 << run) + this.#reader.bits(run);
        break;
      }
      const added = size === 0 ? 0 : (this.#reader.bit() === 1 ? 1 : -1) << approximationLow;
      k = this.#correct(coefficients, offset, k, run);
      if (added !== 0 && k <= spectralEnd) coefficients[offset + zigzag[k]!] = added;
      k++;
    }
    if (this.#endOfBandRun > 0) {
      this.#correct(coefficients, offset, k, Number.POSITIVE_INFINITY);
      this.#endOfBandRun--;
    }
  }

  /** Corrects up to the zero coefficient after `zeros` others, and returns where that is. */
  #correct(coefficients: Int16Array, offset: number, from: number, zeros: number): number {
    const { spectralEnd, approximationLow } = this.#scan;
    let left = zeros;
    for (let k = from; k <= spectralEnd; k++) {
      const at = offset + zigzag[k]!;
      const value = coefficients[at]!;
      if (value === 0) {
        if (left === 0) return k;
        left--;
      } else if (this.#reader.bit() === 1) {
        coefficients[at] = value + (value > 0 ? 1 : -1) * (1 << approximationLow);
      }
    }
    return spectralEnd + 1;
  }
}

/** G.1.1.1.1: a progressive scan has the DC of several components, or a band of AC of one. */
function checkBands(scan: ScanHeader, isProgressive: boolean): void {
  if (!isProgressive) return;
  const { spectralStart, spectralEnd, approximationLow, components } = scan;
  const isDc = spectralStart === 0 && spectralEnd === 0;
  const isAc =
    spectralStart > 0 && spectralEnd >= spectralStart && spectralEnd < 64 && components.length === 1;
  if ((!isDc && !isAc) || approximationLow > 13) throw bad('a scan header of its JPEG stream is damaged');
}
