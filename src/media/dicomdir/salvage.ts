import { type Dataset, parseDataset, requireTransferSyntax } from '../../dicom/index.ts';

/** A record and where its item begins in the file, which is what offsets point at. */
export interface PlacedRecord {
  readonly offset: number;
  readonly dataset: Dataset;
}

/** Item tag, length, and the tag of (0004,1400), with which every directory record begins (PS3.3 F.3.2.2). */
const littleEndianStart = { item: [0xfe, 0xff, 0x00, 0xe0], first: [0x04, 0x00, 0x00, 0x14] };
const bigEndianStart = { item: [0xff, 0xfe, 0xe0, 0x00], first: [0x00, 0x04, 0x14, 0x00] };
const FIRST_ELEMENT = 8;

/** Offsets of all that looks like the beginning of a directory record, whatever lengths say. */
export function recordStarts(bytes: Uint8Array, transferSyntaxUid: string): number[] {
  const { littleEndian } = requireTransferSyntax(transferSyntaxUid);
  const { item, first } = littleEndian ? littleEndianStart : bigEndianStart;
  const starts: number[] = [];
  for (let at = bytes.indexOf(item[0]!); at >= 0; at = bytes.indexOf(item[0]!, at + 1)) {
    if (hasAt(bytes, at, item) && hasAt(bytes, at + FIRST_ELEMENT, first)) starts.push(at);
  }
  return starts;
}

/** Reads each record from its beginning to that of the next: for sequences whose lengths are wrong. */
export function salvageRecords(
  bytes: Uint8Array,
  starts: readonly number[],
  transferSyntaxUid: string,
): PlacedRecord[] {
  return starts.map((offset, index) => {
    const content = bytes.subarray(offset + FIRST_ELEMENT, starts[index + 1]);
    return { offset, dataset: parseDataset(content, transferSyntaxUid, { tolerant: true }) };
  });
}

function hasAt(bytes: Uint8Array, at: number, expected: readonly number[]): boolean {
  return expected.every((byte, index) => bytes[at + index] === byte);
}
