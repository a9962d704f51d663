import { bad } from '../frame.ts';
import { type HuffmanTable, huffmanTable } from './huffman-table.ts';
import { markers, type Segment } from './segments.ts';
import { zigzag } from './zigzag.ts';

/** What segments before a scan set, until others set it anew. */
export class Tables {
  readonly dc: (HuffmanTable | undefined)[] = [];
  readonly ac: (HuffmanTable | undefined)[] = [];
  /** In natural order. */
  readonly quantization: (Uint16Array | undefined)[] = [];
  /** Restart interval in MCUs; 0 for none. */
  restartInterval = 0;

  read({ marker, body }: Segment): void {
    if (marker === markers.dht) this.#huffman(body);
    else if (marker === markers.dqt) this.#quantize(body);
    else if (marker === markers.dri) this.restartInterval = (body[0] ?? 0) * 256 + (body[1] ?? 0);
    else if (marker === markers.dac) throw bad('its JPEG stream is arithmetically coded');
  }

  #huffman(body: Uint8Array): void {
    for (let at = 0; at < body.length; ) {
      const target = body[at]!;
      const counts = body.subarray(at + 1, at + 17);
      const total = counts.reduce((sum, count) => sum + count, 0);
      const values = body.slice(at + 17, at + 17 + total);
      if (counts.length < 16 || values.length < total || (target & 15) > 3 || target >> 4 > 1)
        throw bad('a Huffman table of its JPEG stream is damaged');
      (target >> 4 === 0 ? this.dc : this.ac)[target & 15] = huffmanTable(counts, values);
      at += 17 + total;
    }
  }

  #quantize(body: Uint8Array): void {
    for (let at = 0; at < body.length; ) {
      const target = body[at]!;
      const width = target >> 4 === 0 ? 1 : 2;
      if (at + 1 + 64 * width > body.length || (target & 15) > 3)
        throw bad('a quantization table of its JPEG stream is damaged');
      const table = new Uint16Array(64);
      for (let i = 0; i < 64; i++) {
        const from = at + 1 + i * width;
        table[zigzag[i]!] = width === 1 ? body[from]! : body[from]! * 256 + body[from + 1]!;
      }
      this.quantization[target & 15] = table;
      at += 1 + 64 * width;
    }
  }
}

/** One table that a scan asks for. */
export function required<Table>(tables: readonly (Table | undefined)[], index: number): Table {
  const table = tables[index];
  if (!table) throw bad('a table that its JPEG stream refers to is missing');
  return table;
}

export interface ScanHeader {
  readonly components: readonly { readonly id: number; readonly dc: number; readonly ac: number }[];
  /** Lossless: the predictor. */
  readonly spectralStart: number;
  readonly spectralEnd: number;
  readonly approximationHigh: number;
  /** Lossless: the point transform. */
  readonly approximationLow: number;
}

/** ITU-T T.81 B.2.3. */
export function readScanHeader(body: Uint8Array): ScanHeader {
  const count = body[0] ?? 0;
  if (count < 1 || count > 4 || body.length < 4 + count * 2)
    throw bad('a scan header of its JPEG stream is damaged');
  const rest = body.subarray(1 + count * 2);
  return {
    components: Array.from({ length: count }, (_, i) => ({
      id: body[1 + i * 2]!,
      dc: body[2 + i * 2]! >> 4,
      ac: body[2 + i * 2]! & 15,
    })),
    spectralStart: rest[0]!,
    spectralEnd: rest[1]!,
    approximationHigh: rest[2]! >> 4,
    approximationLow: rest[2]! & 15,
  };
}
