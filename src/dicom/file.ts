import { concat } from './concat.ts';
import { Dataset } from './dataset.ts';
import { type FileHead, preambleLength, readFileHead } from './file-head.ts';
import { type ParseOptions, parseBytes, parseSource } from './parse.ts';
import { Source } from './source.ts';
import { transferSyntax } from './transfer-syntax.ts';
import { encodeDataset, writeDataset } from './write.ts';

/** A DICOM file (PS3.10). */
export interface DicomFile {
  /** Whether the file has a preamble and `DICM` in front. */
  readonly hasPrefix: boolean;
  /** The 128 bytes before `DICM`. */
  readonly preamble: Uint8Array | undefined;
  /** Group 0002; empty where the file has none. */
  readonly meta: Dataset;
  readonly dataset: Dataset;
  /** The one the data set is read with, which need not be the one that the meta group claims. */
  readonly transferSyntaxUid: string;
  /** Where the data set begins in the file. */
  readonly dataSetOffset: number;
}

/** What `writeFile` needs: a file read, or parts put together; then the preamble may be left out (it is zeros). */
export type FileParts = Pick<DicomFile, 'meta' | 'dataset' | 'transferSyntaxUid'> &
  Partial<Pick<DicomFile, 'hasPrefix' | 'preamble'>>;

/** Reads a whole file. Errors: those of `parseDataset`, and `dicom/not-dicom`. */
export function parseFile(bytes: Uint8Array, options: ParseOptions = {}): DicomFile {
  const source = new Source(bytes, options.tolerant);
  // At the end of the bytes there is always a head, never a request for more.
  const head = readFileHead(source, bytes.length, true) as FileHead;
  const { preamble, meta, syntax, dataSetOffset } = head;
  return {
    hasPrefix: preamble !== undefined,
    preamble,
    meta,
    dataset: bodyOf(source, head, options),
    transferSyntaxUid: syntax.uid,
    dataSetOffset,
  };
}

function bodyOf(source: Source, { meta, syntax, dataSetOffset }: FileHead, options: ParseOptions): Dataset {
  if (meta.damage) return new Dataset(new Source(new Uint8Array(0)), syntax);
  if (syntax.deflated) return parseBytes(source.bytes.subarray(dataSetOffset), syntax, options);
  return parseSource(source, dataSetOffset, syntax);
}

/**
 * What stands before the data set, from the first bytes of a file; a number where the bytes must reach further.
 * `atEnd` says that the bytes are the whole file. Errors: `dicom/not-dicom`.
 */
export function parseFileHead(bytes: Uint8Array, atEnd = false): FileHead | number {
  return readFileHead(new Source(bytes), bytes.length, atEnd);
}

/**
 * Writes a file: what was not changed, byte for byte. A file that was read without preamble and `DICM` gets none.
 * Errors: those of `writeDataset`.
 */
export function writeFile(file: FileParts): Uint8Array {
  const { hasPrefix = true, preamble, meta } = file;
  const head = hasPrefix ? writeFileMeta(meta, preamble) : encodeMeta(meta);
  const body = writeDataset(file.dataset, file.transferSyntaxUid);
  return concat([head, body]);
}

/** Preamble, `DICM` and group 0002 in explicit VR little endian. A group length is written when it is set. */
export function writeFileMeta(
  meta: Dataset,
  preamble: Uint8Array = new Uint8Array(preambleLength),
): Uint8Array {
  return concat([preamble, Uint8Array.of(0x44, 0x49, 0x43, 0x4d), encodeMeta(meta)]);
}

const encodeMeta = (meta: Dataset): Uint8Array => encodeDataset(meta, transferSyntax.explicitVrLittleEndian);
