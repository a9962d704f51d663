/** Look-up tables: modality, VOI, palette colour (PS3.3 C.11.1, C.11.2, C.7.9). */
import type { Dataset } from '../../dicom/index.ts';
import { bad } from '../frame.ts';
import { pixelLimits } from '../limits.ts';
import { expandSegments } from './segmented-palette.ts';

/** Plain data: workers get it. */
export interface LookupTable {
  /** The input that the first entry stands for; smaller ones get that entry, larger ones than there are the last. */
  readonly first: number;
  readonly entries: Uint16Array;
  /** Bits of an entry that count. */
  readonly bits: number;
}

interface TableTags {
  readonly descriptor: number;
  readonly data: number;
  /** Palettes only: the same entries in segments. */
  readonly segmented?: number;
}

/**
 * A table of a data set; undefined where there is none. Fewer entries than it announces: `pixels/bad`. `isSigned` says
 * how its first input is to be read where the VR does not.
 */
export function readLookupTable(
  dataset: Dataset,
  tags: TableTags,
  isSigned: boolean,
): LookupTable | undefined {
  const [count = 0, first = 0, bits = 16] = dataset.numbers(tags.descriptor);
  if (!dataset.has(tags.descriptor)) return undefined;
  const length = (count & 0xffff) === 0 ? pixelLimits.lutEntries : count & 0xffff;
  const data = bytesOf(dataset, tags.data);
  const segments = tags.segmented === undefined ? undefined : dataset.bytes(tags.segmented);
  const entries = data
    ? plainEntries(data, length, bits)
    : segments && expandSegments(segments, length, bits <= 8 ? 1 : 2);
  if (!entries) throw bad('a look-up table has no data');
  if (entries.length < length) throw bad(`a look-up table has ${entries.length} of ${length} entries`);
  if (bits < 1 || bits > 16) throw bad(`a look-up table has entries of ${bits} bits`);
  return { first: isSigned && first > 0x7fff ? first - 0x10000 : first, entries, bits };
}

/** Entries may be of VR US as well as OW (PS3.3 C.11.1.1.2): then they are numbers that somebody set. */
function bytesOf(dataset: Dataset, tag: number): Uint8Array | undefined {
  const bytes = dataset.bytes(tag);
  if (bytes || !dataset.has(tag)) return bytes;
  return new Uint8Array(Uint16Array.from(dataset.numbers(tag)).buffer);
}

/** Words, or bytes where the entries are of 8 bits and there are no more than that (C.7.9.2, older data). */
function plainEntries(data: Uint8Array, length: number, bits: number): Uint16Array {
  if (bits <= 8 && data.length < length * 2) return Uint16Array.from(data.subarray(0, length));
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const words = Math.min(length, data.length >> 1);
  return Uint16Array.from({ length: words }, (_, i) => view.getUint16(i * 2, true));
}

export function lookUp({ first, entries }: LookupTable, input: number): number {
  const at = Math.round(input) - first;
  return entries[at < 0 ? 0 : at >= entries.length ? entries.length - 1 : at]!;
}
