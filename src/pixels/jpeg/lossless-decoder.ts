/** Lossless JPEG, all predictors (ITU-T T.81 annex H, process 14). */
import { bad, type Samples } from '../frame.ts';
import { BitReader } from './bit-reader.ts';
import type { HuffmanTable } from './huffman-table.ts';
import { type FrameHeader, isFrameHeader, markers, segmentAt } from './segments.ts';
import { readScanHeader, required, type ScanHeader, Tables } from './tables.ts';

/** The samples of all components, those of a pixel together. The size was checked with `checkExtent`. */
export function decodeLossless(bytes: Uint8Array, frame: FrameHeader): Samples {
  if (frame.parts.some(({ horizontal, vertical }) => horizontal !== 1 || vertical !== 1))
    throw bad('components of a lossless JPEG stream are subsampled');
  if (frame.precision < 2 || frame.precision > 16)
    throw bad(`${frame.precision} bits a sample are not allowed`);
  const length = frame.rows * frame.columns * frame.components;
  const samples = frame.precision <= 8 ? new Uint8Array(length) : new Uint16Array(length);
  const tables = new Tables();
  const missing = new Set(frame.parts.map(({ id }) => id));
  for (let at = 0; missing.size > 0; ) {
    const segment = segmentAt(bytes, at);
    if (!segment || segment.marker === markers.eoi) throw bad('a scan of its JPEG stream is missing');
    at = segment.end;
    if (segment.marker === markers.sos) {
      const scan = readScanHeader(segment.body);
      for (const { id } of scan.components)
        if (!missing.delete(id)) throw bad('a component is in two scans of its JPEG stream');
      at = new LosslessScan(bytes, at, frame, scan, tables).decode(samples);
    } else if (!isFrameHeader(segment.marker)) {
      tables.read(segment);
    }
  }
  return samples;
}

interface Lane {
  readonly table: HuffmanTable;
  /** Of the component among the samples of a pixel. */
  readonly offset: number;
}

class LosslessScan {
  readonly #reader: BitReader;
  readonly #frame: FrameHeader;
  readonly #lanes: readonly Lane[];
  readonly #predictor: number;
  readonly #pointTransform: number;
  readonly #restartRows: number;

  constructor(bytes: Uint8Array, at: number, frame: FrameHeader, scan: ScanHeader, tables: Tables) {
    this.#reader = new BitReader(bytes, at);
    this.#frame = frame;
    this.#lanes = scan.components.map(({ id, dc }) => ({
      table: required(tables.dc, dc),
      offset: frame.parts.findIndex((part) => part.id === id),
    }));
    this.#predictor = scan.spectralStart;
    this.#pointTransform = scan.approximationLow;
    if (this.#predictor < 1 || this.#predictor > 7 || this.#pointTransform >= frame.precision)
      throw bad(`predictor ${this.#predictor} is not one of lossless JPEG`);
    // H.1.1: restart intervals are whole lines.
    if (tables.restartInterval % frame.columns !== 0)
      throw bad('a restart interval is not a number of lines');
    this.#restartRows = tables.restartInterval / frame.columns;
  }

  /** Returns where the scan ends. */
  decode(samples: Samples): number {
    const { rows } = this.#frame;
    for (let y = 0; y < rows; y++) {
      const restarts = this.#restartRows > 0 && y > 0 && y % this.#restartRows === 0;
      if (restarts) this.#reader.restart();
      this.#row(samples, y, y === 0 || restarts);
      this.#reader.check();
    }
    if (this.#pointTransform > 0) this.#shift(samples);
    return this.#reader.position;
  }

  #row(samples: Samples, y: number, isFirst: boolean): void {
    const { columns, components, precision } = this.#frame;
    const stride = columns * components;
    const start = 1 << (precision - this.#pointTransform - 1);
    for (let x = 0; x < columns; x++) {
      for (const { table, offset } of this.#lanes) {
        const at = y * stride + x * components + offset;
        const prediction =
          x > 0
            ? isFirst
              ? samples[at - components]!
              : this.#predict(
                  samples[at - components]!,
                  samples[at - stride]!,
                  samples[at - stride - components]!,
                )
            : isFirst
              ? start
              : samples[at - stride]!;
        samples[at] = prediction + this.#difference(table);
      }
    }
  }

  /** Table H.1: from the sample to the left, the one above, and the one above that to the left. */
  #predict(left: number, above: number, corner: number): number {
    switch (this.#predictor) {
      case 1:
        return left;
      case 2:
        return above;
      case 3:
        return corner;
      case 4:
        return left + above - corner;
      case 5:
        return left + ((above - corner) >> 1);
      case 6:
        return above + ((left - corner) >> 1);
      default:
        return (left + above) >> 1;
    }
  }

  #difference(table: HuffmanTable): number {
    const length = this.#reader.code(table);
    if (length > 16) throw bad('a difference in its JPEG stream is too large');
    // H.1.2.2: no bits follow the category that has one value only.
    return length === 16 ? 0x8000 : this.#reader.signed(length);
  }

  #shift(samples: Samples): void {
    const { components } = this.#frame;
    for (const { offset } of this.#lanes)
      for (let at = offset; at < samples.length; at += components) samples[at]! <<= this.#pointTransform;
  }
}
