import { IsocenterError } from '../base/index.ts';
import { Dataset } from './dataset.ts';
import { inflateRaw } from './inflate.ts';
import { LevelParser } from './level-parser.ts';
import { limits } from './limits.ts';
import { type Encoding, Source } from './source.ts';
import { requireTransferSyntax } from './transfer-syntax.ts';

export interface ParseOptions {
  /**
   * Keep what can be read of a damaged data set: it ends where the damage begins, `damage` says why, and the rest is
   * kept as `trailing` bytes. Without it damage is thrown.
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
  const syntax = requireTransferSyntax(transferSyntaxUid);
  const plain = syntax.deflated ? inflateRaw(bytes, limits.inflatedBytes) : bytes;
  return parseElements(new Source(plain), 0, syntax, options);
}

/** Reads all elements from an offset to the end of a source. */
export function parseElements(
  source: Source,
  start: number,
  encoding: Encoding,
  options: ParseOptions,
): Dataset {
  const dataset = new Dataset(source, encoding);
  const end = source.bytes.length;
  const parser = new LevelParser(dataset, start);
  source.textEnd = end;
  const damage = readAll(parser, end);
  if (!damage) return dataset;
  if (!options.tolerant) throw damage;
  if (
    parser.header.valueStart > parser.position &&
    parser.header.valueStart <= end &&
    damage.code === 'dicom/truncated'
  ) {
    parser.appendCut(end);
  }
  dataset.damage = damage;
  if (parser.position < end) dataset.trailing = source.bytes.subarray(parser.position, end);
  return dataset;
}

function readAll(parser: LevelParser, end: number): IsocenterError | undefined {
  try {
    const progress = parser.run(end);
    if (progress === 'end') return undefined;
    if (progress === 'more')
      return new IsocenterError('dicom/truncated', { offset: end, needed: parser.needed - end });
    return new IsocenterError('dicom/bad-length', { tag: 'item delimiter', length: 0 });
  } catch (error) {
    if (error instanceof IsocenterError) return error;
    throw error;
  }
}
