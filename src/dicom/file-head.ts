import { IsocenterError } from '../base/index.ts';
import { Dataset } from './dataset.ts';
import { standardVrOf } from './dictionary/elements.ts';
import { tags } from './dictionary/tags.generated.ts';
import { LevelParser } from './level-parser.ts';
import { readLevel } from './read-level.ts';
import type { Source } from './source.ts';
import { isGroupLength, type Tag } from './tag.ts';
import { type TransferSyntax, transferSyntax, transferSyntaxOf } from './transfer-syntax.ts';
import { looksLikeVr, vrOfLetters } from './vr.ts';

/** Bytes of the preamble before `DICM` (PS3.10 7.1). */
export const preambleLength = 128;

const magicEnd = preambleLength + 4;

/** What stands before the data set of a file, and how that is encoded. */
export interface FileHead {
  readonly preamble: Uint8Array | undefined;
  readonly meta: Dataset;
  readonly syntax: TransferSyntax;
  readonly dataSetOffset: number;
}

const { explicitVrLittleEndian, explicitVrBigEndian, implicitVrLittleEndian } = transferSyntax;

/**
 * Reads preamble and meta group. Returns how far the bytes must reach where there are too few; `atEnd` says that there
 * will be no more. Neither `DICM` nor a first element as data sets have it: `dicom/not-dicom`.
 */
export function readFileHead(source: Source, available: number, atEnd: boolean): FileHead | number {
  if (!atEnd && available < magicEnd + 8) return magicEnd + 8;
  const hasPreamble = available >= magicEnd && isMagic(source.bytes);
  if (!hasPreamble) checkFirstElement(source, available);
  const meta = new Dataset(source, explicitVrLittleEndian);
  // The group length is often wrong, so it is not believed: the meta group is what is of group 0002.
  const parser = new LevelParser(meta, hasPreamble ? magicEnd : 0, { onlyGroup: 0x0002 });
  if (atEnd) {
    readLevel(meta, parser, available, 'otherGroup');
  } else if (parser.run(available) !== 'otherGroup') {
    return Math.max(parser.needed, available + 1);
  }
  return {
    preamble: hasPreamble ? source.bytes.subarray(0, preambleLength) : undefined,
    meta,
    syntax: syntaxOf(source, parser.position, available, meta.string(tags.TransferSyntaxUID)),
    dataSetOffset: parser.position,
  };
}

function isMagic(bytes: Uint8Array): boolean {
  return bytes[128] === 0x44 && bytes[129] === 0x49 && bytes[130] === 0x43 && bytes[131] === 0x4d;
}

/** Files without `DICM` begin with a standard element of a low group, in any of the three encodings. */
function checkFirstElement(source: Source, available: number): void {
  if (available < 8) throw new IsocenterError('dicom/not-dicom', { reason: 'it is too short' });
  const little = source.tag(0, true);
  const big = source.tag(0, false);
  const isLittle = isLikelyFirst(little);
  const isBig = isLikelyFirst(big) && isExplicit(source, 0);
  const length = source.uint32(4, true);
  if (isBig || (isLittle && (isExplicit(source, 0) || length <= 0xffff))) return;
  throw new IsocenterError('dicom/not-dicom', {
    reason: 'it has no DICM prefix and does not begin with an element',
  });
}

const isLikelyFirst = (tag: Tag): boolean =>
  tag < 0x00400000 && (isGroupLength(tag) || standardVrOf(tag) !== undefined);

const isExplicit = ({ bytes }: Source, at: number): boolean =>
  vrOfLetters(bytes[at + 4]!, bytes[at + 5]!) !== undefined;

/**
 * The transfer syntax claimed, unless the first element contradicts it: then the one that element is written in.
 * A data set in big endian begins with a group of which the first byte is zero.
 */
function syntaxOf(source: Source, at: number, available: number, uid = ''): TransferSyntax {
  const claimed = transferSyntaxOf(uid);
  if (claimed?.deflated || at + 8 > available) return claimed ?? implicitVrLittleEndian;
  const { bytes } = source;
  const isBig = bytes[at] === 0 && bytes[at + 1] !== 0;
  const isExplicitVr = looksLikeVr(bytes[at + 4]!, bytes[at + 5]!);
  const seen = isExplicitVr ? (isBig ? explicitVrBigEndian : explicitVrLittleEndian) : implicitVrLittleEndian;
  const agrees = claimed?.explicitVr === seen.explicitVr && claimed.littleEndian === seen.littleEndian;
  return agrees ? claimed : seen;
}
