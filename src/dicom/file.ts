import { ByteWriter } from './byte-writer.ts';
import { Dataset } from './dataset.ts';
import { tags } from './dictionary/tags.generated.ts';
import { inflateRaw } from './inflate.ts';
import { LevelParser } from './level-parser.ts';
import { limits } from './limits.ts';
import { type ParseOptions, parseElements } from './parse.ts';
import { Source } from './source.ts';
import { type TransferSyntax, transferSyntax, transferSyntaxOf } from './transfer-syntax.ts';
import { looksLikeVr } from './vr.ts';
import { encodeDataset, type WriteOptions, writeDataset } from './write.ts';

/** Bytes of the preamble before `DICM` (PS3.10 7.1). */
export const preambleLength = 128;

/** A DICOM file (PS3.10). */
export interface DicomFile {
  /** The 128 bytes before `DICM`; undefined where the file has neither. */
  readonly preamble: Uint8Array | undefined;
  /** Group 0002; empty where the file has none. */
  readonly meta: Dataset;
  readonly dataset: Dataset;
  /** The one the data set is read with, which need not be the one that the meta group claims. */
  readonly transferSyntaxUid: string;
  /** Where the data set begins in the file. */
  readonly dataSetOffset: number;
}

/** Where the parts of a file are, and how its data set is encoded. */
export interface FileHead {
  readonly preamble: Uint8Array | undefined;
  readonly meta: Dataset;
  readonly syntax: TransferSyntax;
  readonly dataSetOffset: number;
}

const explicit = transferSyntax.explicitVrLittleEndian;

/** Reads a whole file. Errors: those of `parseDataset`, and `dicom/not-dicom`. */
export function parseFile(bytes: Uint8Array, options: ParseOptions = {}): DicomFile {
  const source = new Source(bytes);
  const head = readFileHead(source, bytes.length, true);
  const { meta, preamble, syntax, dataSetOffset } = head as FileHead;
  const dataset = syntax.deflated
    ? parseElements(
        new Source(inflateRaw(bytes.subarray(dataSetOffset), limits.inflatedBytes)),
        0,
        syntax,
        options,
      )
    : parseElements(new Source(bytes), dataSetOffset, syntax, options);
  return { preamble, meta, dataset, transferSyntaxUid: syntax.uid, dataSetOffset };
}

/**
 * Reads preamble and meta group. Returns how many bytes are needed where there are too few; `atEnd` says that there
 * will be no more.
 */
export function readFileHead(source: Source, available: number, atEnd: boolean): FileHead | number {
  if (!atEnd && available < 132) return 132;
  const { bytes } = source;
  const hasPreamble = available >= 132 && isMagic(bytes, preambleLength);
  const meta = new Dataset(source, explicit);
  // The group length is often wrong: elements are read while they are of group 0002.
  const parser = new LevelParser(meta, hasPreamble ? 132 : 0, { onlyGroup: 0x0002 });
  const progress = parser.run(available);
  if (!atEnd && (progress === 'more' || progress === 'end')) return Math.max(parser.needed, available + 1);
  const dataSetOffset = parser.position;
  if (!atEnd && dataSetOffset + 8 > available) return dataSetOffset + 8;
  const preamble = hasPreamble ? bytes.subarray(0, preambleLength) : undefined;
  const claimed = transferSyntaxOf(meta.string(tags.TransferSyntaxUID) ?? '');
  return { preamble, meta, syntax: guessSyntax(source, dataSetOffset, available, claimed), dataSetOffset };
}

const isMagic = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0x44 && bytes[at + 1] === 0x49 && bytes[at + 2] === 0x43 && bytes[at + 3] === 0x4d;

/** The transfer syntax that the first element is written in, where it contradicts the one claimed. */
function guessSyntax(
  source: Source,
  at: number,
  available: number,
  claimed: TransferSyntax | undefined,
): TransferSyntax {
  const { bytes } = source;
  if (claimed?.deflated || at + 8 > available) return claimed ?? transferSyntax.implicitVrLittleEndian;
  const isExplicit = looksLikeVr(bytes[at + 4]!, bytes[at + 5]!);
  const isBig = bytes[at] === 0 && bytes[at + 1] !== 0;
  const found = !isExplicit
    ? transferSyntax.implicitVrLittleEndian
    : isBig
      ? transferSyntax.explicitVrBigEndian
      : explicit;
  const agrees =
    claimed && claimed.explicitVr === found.explicitVr && claimed.littleEndian === found.littleEndian;
  return agrees ? claimed : found;
}

/** Writes a file: what was not changed, byte for byte. */
export function writeFile(
  file: Pick<DicomFile, 'preamble' | 'meta' | 'dataset' | 'transferSyntaxUid'>,
  options: WriteOptions = {},
): Uint8Array {
  const head =
    file.preamble || !file.meta.isEmpty ? writeFileMeta(file.meta, file.preamble) : new Uint8Array(0);
  const body = writeDataset(file.dataset, file.transferSyntaxUid, options);
  const whole = new Uint8Array(head.length + body.length);
  whole.set(head);
  whole.set(body, head.length);
  return whole;
}

/** Preamble, `DICM` and group 0002 in explicit VR little endian. A group length is written when it is set. */
export function writeFileMeta(meta: Dataset, preamble?: Uint8Array): Uint8Array {
  const group = encodeDataset(meta, explicit);
  const writer = new ByteWriter(true, 132 + group.length);
  writer.bytes(preamble ?? new Uint8Array(preambleLength));
  writer.ascii('DICM');
  writer.bytes(group);
  return writer.finish();
}
