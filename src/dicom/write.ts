import { IsocenterError } from '../base/index.ts';
import { ByteWriter } from './byte-writer.ts';
import type { Dataset } from './dataset.ts';
import { type Element, notRead } from './element.ts';
import { encodeValue } from './encode-value.ts';
import { itemTags, undefinedLength } from './item-tags.ts';
import type { Encoding } from './source.ts';
import { formatTag, groupOf, isGroupLength } from './tag.ts';
import { requireTransferSyntax } from './transfer-syntax.ts';
import type { Fragments } from './value.ts';
import { VR, type Vr } from './vr.ts';

export interface WriteOptions {
  /** Raw deflate (RFC 1951), needed for deflated transfer syntaxes only. */
  readonly deflate?: (bytes: Uint8Array) => Uint8Array;
}

/**
 * Writes a data set. What was read in the same encoding and not changed is copied byte for byte, with its length forms,
 * order and padding; the rest is encoded, sequences with undefined length. Group lengths are brought up to date in
 * groups that changed.
 *
 * Throws `dicom/bad-value` for values too long for their VR, `dicom/charset` for text the character set lacks,
 * `dicom/unsupported-transfer-syntax` for a deflated one without `deflate`.
 */
export function writeDataset(
  dataset: Dataset,
  transferSyntaxUid: string,
  options: WriteOptions = {},
): Uint8Array {
  const syntax = requireTransferSyntax(transferSyntaxUid);
  if (!syntax.deflated) return encodeDataset(dataset, syntax);
  if (!options.deflate) {
    throw new IsocenterError('dicom/unsupported-transfer-syntax', {
      uid: transferSyntaxUid,
      what: 'writing',
    });
  }
  return padEven(options.deflate(encodeDataset(dataset, syntax)));
}

/** A deflated data set of odd length gets one NUL (PS3.5 A.5). */
function padEven(bytes: Uint8Array): Uint8Array {
  if (bytes.length % 2 === 0) return bytes;
  const padded = new Uint8Array(bytes.length + 1);
  padded.set(bytes);
  return padded;
}

/** Writes the elements of a data set in an encoding. */
export function encodeDataset(dataset: Dataset, encoding: Encoding): Uint8Array {
  const writer = new ByteWriter(encoding.littleEndian, Math.max(256, dataset.source.bytes.length + 1024));
  new DatasetWriter(writer, encoding).dataset(dataset);
  return writer.finish();
}

class DatasetWriter {
  readonly #out: ByteWriter;
  readonly #encoding: Encoding;

  constructor(out: ByteWriter, encoding: Encoding) {
    this.#out = out;
    this.#encoding = encoding;
  }

  dataset(dataset: Dataset): void {
    const groupLengths =
      dataset.isUnchanged && this.#copies(dataset) ? undefined : new GroupLengths(this.#out);
    for (const element of dataset.inReadingOrder()) {
      groupLengths?.before(element);
      this.#element(element);
    }
    groupLengths?.end();
    if (dataset.trailing) this.#out.bytes(dataset.trailing);
  }

  #copies(dataset: Dataset): boolean {
    const { explicitVr, littleEndian } = dataset.encoding;
    return explicitVr === this.#encoding.explicitVr && littleEndian === this.#encoding.littleEndian;
  }

  #element(element: Element): void {
    const { owner } = element;
    if (element.isUnchanged && this.#copies(owner)) {
      this.#out.bytes(owner.source.bytes.subarray(element.start, element.end));
    } else if (element.vr === VR.SQ) {
      this.#sequence(element);
    } else if (element.value.kind === 'fragments') {
      this.#fragments(element, element.value.fragments);
    } else {
      const bytes = encodeValue(element, this.#encoding.littleEndian);
      this.#header(element, element.vr, bytes.length);
      this.#out.bytes(bytes);
    }
  }

  /** A value too long for a 2-byte length is written as UN (PS3.5 6.2.2 note 5). */
  #header(element: Element, vr: Vr, length: number): void {
    const out = this.#out;
    out.tag(element.tag);
    const written = vr.lengthBytes === 2 && length > 0xffff ? VR.UN : vr;
    if (this.#encoding.explicitVr) out.ascii(written.code);
    if (this.#encoding.explicitVr && written.lengthBytes === 2) {
      out.uint16(length);
    } else {
      if (this.#encoding.explicitVr) out.uint16(0);
      out.uint32(length);
    }
  }

  #sequence(element: Element): void {
    const value = element.value;
    if (value.kind !== 'items') throw new IsocenterError('dicom/bad-value', badSequence(element));
    const open = element.start === notRead || element.undefinedLength;
    this.#header(element, VR.SQ, open ? undefinedLength : 0);
    const start = this.#out.length;
    for (const item of value.items) this.#item(item);
    this.#close(open, start, itemTags.sequenceEnd);
  }

  #item(item: Dataset): void {
    const { span } = item;
    if (span && item.isUnchanged && this.#copies(item)) {
      this.#out.bytes(item.source.bytes.subarray(span.start, span.end));
      return;
    }
    const open = span?.undefinedLength ?? true;
    this.#out.tag(itemTags.item);
    this.#out.uint32(open ? undefinedLength : 0);
    const start = this.#out.length;
    this.dataset(item);
    this.#close(open, start, itemTags.itemEnd);
  }

  /** Ends a sequence or item: with its delimitation item, or by filling in the length before it. */
  #close(open: boolean, start: number, delimiter: number): void {
    if (open) {
      this.#out.tag(delimiter);
      this.#out.uint32(0);
    } else {
      this.#out.patchUint32(start - 4, this.#out.length - start);
    }
  }

  #fragments(element: Element, { basicOffsetTable, fragments }: Fragments): void {
    this.#header(element, element.vr, undefinedLength);
    for (const fragment of [basicOffsetTable, ...fragments]) {
      this.#out.tag(itemTags.item);
      this.#out.uint32(fragment.length + (fragment.length % 2));
      this.#out.bytes(fragment);
      if (fragment.length % 2 === 1) this.#out.uint8(0);
    }
    this.#close(true, 0, itemTags.sequenceEnd);
  }
}

/** Fills in (gggg,0000) elements, which count the bytes of the rest of their group (PS3.5 7.2). */
class GroupLengths {
  readonly #out: ByteWriter;
  #group = -1;
  #valueEnd = -1;

  constructor(out: ByteWriter) {
    this.#out = out;
  }

  before(element: Element): void {
    if (groupOf(element.tag) !== this.#group) this.end();
    else if (this.#valueEnd === 0) this.#valueEnd = this.#out.length;
    this.#group = groupOf(element.tag);
    if (isGroupLength(element.tag)) this.#valueEnd = 0;
  }

  end(): void {
    if (this.#valueEnd > 0) this.#out.patchUint32(this.#valueEnd - 4, this.#out.length - this.#valueEnd);
    this.#valueEnd = -1;
  }
}

const badSequence = (element: Element) => ({ tag: formatTag(element.tag), vr: 'SQ', reason: 'no items' });
