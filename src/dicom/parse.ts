import { Dataset } from './dataset.ts';
import { inflateRaw } from './deflate.ts';
import { LevelParser } from './level-parser.ts';
import { limits } from './limits.ts';
import { readLevel } from './read-level.ts';
import { type Encoding, Source } from './source.ts';
import { requireTransferSyntax, type TransferSyntax } from './transfer-syntax.ts';

export interface ParseOptions {
  /**
   * Keep what can be read of a damaged data set: it ends where the damage begins, `damage` says why, and the rest is
   * kept as `trailing` bytes. The same for damaged items. Without it damage is thrown.
   */
  readonly tolerant?: boolean;
}

/**
 * Reads a data set, pixel data included; nothing is copied, the data set is a view of the bytes (of the inflated ones
 * for a deflated transfer syntax).
 *
 * Throws `dicom/truncated`, `dicom/bad-length`, `dicom/limit`, `dicom/unsupported-transfer-syntax`.
 */
export function parseDataset(
  bytes: Uint8Array,
  transferSyntaxUid: string,
  options: ParseOptions = {},
): Dataset {
  return parseBytes(bytes, requireTransferSyntax(transferSyntaxUid), options);
}

/** The same, with the row of the transfer syntax at hand. */
export function parseBytes(bytes: Uint8Array, syntax: TransferSyntax, options: ParseOptions): Dataset {
  const plain = syntax.deflated ? inflateRaw(bytes, limits.inflatedBytes) : bytes;
  return parseSource(new Source(plain, options.tolerant), 0, syntax);
}

/** Reads all elements from an offset to the end of a source. */
export function parseSource(source: Source, start: number, encoding: Encoding): Dataset {
  const dataset = new Dataset(source, encoding);
  const end = source.bytes.length;
  source.textEnd = end;
  readLevel(dataset, new LevelParser(dataset, start), end, 'end');
  return dataset;
}
