import { ByteWriter } from './byte-writer.ts';
import { defaultCharacterSet, type SpecificCharacterSet } from './charset/index.ts';
import type { Dataset } from './dataset.ts';
import { deflateRaw } from './deflate.ts';
import type { Element } from './element.ts';
import { encodeValue } from './encode-value.ts';
import { itemTags, undefinedLength } from './item-tags.ts';
import type { Encoding } from './source.ts';
import { groupOf, isGroupLength } from './tag.ts';
import { requireTransferSyntax } from './transfer-syntax.ts';
import type { Fragments } from './value.ts';
import { VR, type Vr } from './vr.ts';

/**
 * Writes a data set. What was read in the same encoding and not changed is copied byte for byte, with its length forms,
 * order and padding; the rest is encoded, sequences with undefined length. Group lengths are brought up to date in
 * groups that changed.
 *
 * Throws `dicom/charset` for text the character set lacks and `dicom/unsupported-transfer-syntax`.
 */
export function writeDataset(dataset: Dataset, transferSyntaxUid: string): Uint8Array {
  const syntax = requireTransferSyntax(transferSyntaxUid);
  const bytes = encodeDataset(dataset, syntax);
  return syntax.deflated ? deflateRaw(bytes) : bytes;
}

/** Writes the elements of a data set in an encoding. */
export function encodeDataset(dataset: Dataset, encoding: Encoding): Uint8Array {
  const writer = new ByteWriter(encoding.littleEndian, capacityFor(dataset));
  new DatasetWriter(writer, encoding).dataset(dataset, dataset.parent?.characterSet ?? defaultCharacterSet);
  return writer.finish();
}

/** Most data sets are written much as they were read; a header more or less makes the buffer grow once. */
function capacityFor(dataset: Dataset): number {
  const headerBytes = 12;
  return dataset.inReadingOrder().reduce((sum, { length }) => sum + length + headerBytes, 256);
}

class DatasetWriter {
  readonly #out: ByteWriter;
  readonly #encoding: Encoding;
  /** Of the data set or item being written. */
  #charset = defaultCharacterSet;

  constructor(out: ByteWriter, encoding: Encoding) {
    this.#out = out;
    this.#encoding = encoding;
  }

  /** `inherited` is the character set of the data set around. */
  dataset(dataset: Dataset, inherited: SpecificCharacterSet): void {
    const charset = dataset.declaredCharacterSet ?? inherited;
    const groupLengths = new GroupLengths(this.#out);
    for (const element of dataset.inReadingOrder()) {
      this.#charset = charset;
      const isCopy = this.#copies(element);
      groupLengths.before(element);
      if (isCopy) this.#out.bytes(element.encodedBytes!);
      else this.#element(element);
      groupLengths.after(element, isCopy);
    }
    groupLengths.end();
    if (dataset.trailing && this.#reads(dataset)) this.#out.bytes(dataset.trailing);
  }

  /** Whether the bytes read are the bytes to write. */
  #copies(element: Element): boolean {
    const { owner, vr } = element;
    const dependsOnCharset = vr.charset || vr === VR.SQ;
    return (
      element.isUnchanged &&
      this.#reads(owner) &&
      (!dependsOnCharset || sameTerms(owner.characterSet, this.#charset))
    );
  }

  #reads({ encoding }: Dataset): boolean {
    const { explicitVr, littleEndian } = this.#encoding;
    return encoding.explicitVr === explicitVr && encoding.littleEndian === littleEndian;
  }

  #element(element: Element): void {
    const { value } = element;
    if (value.kind === 'items') {
      this.#sequence(element, value.items);
    } else if (value.kind === 'fragments') {
      this.#fragments(element, value.fragments);
    } else {
      this.#plain(element);
    }
  }

  /** A value too long for a 2-byte length is written as UN (PS3.5 6.2.2 note 5), which is little endian. */
  #plain(element: Element): void {
    const { explicitVr, littleEndian } = this.#encoding;
    const vr = writtenVr(element);
    const bytes = encodeValue(element, littleEndian || vr === VR.UN, this.#charset);
    if (explicitVr && vr.lengthBytes === 2 && bytes.length > 0xffff) {
      this.#header(element, VR.UN, bytes.length);
      this.#out.bytes(encodeValue(element, true, this.#charset));
    } else {
      this.#header(element, vr, bytes.length);
      this.#out.bytes(bytes);
    }
  }

  #header(element: Element, vr: Vr, length: number): void {
    const out = this.#out;
    const { explicitVr } = this.#encoding;
    out.tag(element.tag);
    if (explicitVr) out.ascii(vr.code);
    if (explicitVr && vr.lengthBytes === 2) {
      out.uint16(length);
    } else {
      if (explicitVr) out.uint16(0);
      out.uint32(length);
    }
  }

  #sequence(element: Element, items: readonly Dataset[]): void {
    const open = !element.isRead || element.undefinedLength;
    const charset = this.#charset;
    this.#header(element, VR.SQ, open ? undefinedLength : 0);
    const start = this.#out.length;
    for (const item of items) this.#item(item, charset);
    this.#close(open, start, itemTags.sequenceEnd);
  }

  #item(item: Dataset, charset: SpecificCharacterSet): void {
    const { span } = item;
    if (span && item.isUnchanged && this.#reads(item) && sameTerms(item.characterSet, charset)) {
      this.#out.bytes(item.source.bytes.subarray(span.start, span.end));
      return;
    }
    const open = span?.undefinedLength ?? true;
    this.#out.tag(itemTags.item);
    this.#out.uint32(open ? undefinedLength : 0);
    const start = this.#out.length;
    this.dataset(item, charset);
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

/**
 * Brings (gggg,0000) elements up to date, which count the bytes of the rest of their group (PS3.5 7.2), where an
 * element of the group is not the one read. Others keep the number they came with, right or wrong.
 */
class GroupLengths {
  readonly #out: ByteWriter;
  #group = -1;
  /** Where the bytes counted begin; -1 in a group without such an element. */
  #start = -1;
  #changed = false;

  constructor(out: ByteWriter) {
    this.#out = out;
  }

  before(element: Element): void {
    if (groupOf(element.tag) === this.#group) return;
    this.end();
    this.#group = groupOf(element.tag);
  }

  after(element: Element, isCopy: boolean): void {
    if (isGroupLength(element.tag)) this.#start = this.#out.length;
    if (!isCopy) this.#changed = true;
  }

  end(): void {
    if (this.#changed && this.#start >= 0)
      this.#out.patchUint32(this.#start - 4, this.#out.length - this.#start);
    this.#start = -1;
    this.#changed = false;
  }
}

/** What was read as UN and means nothing to us stays UN; the dictionary's VR for the others. */
function writtenVr({ vr, value }: Element): Vr {
  return vr === VR.SQ && value.kind === 'bytes' ? VR.UN : vr;
}

const sameTerms = (a: SpecificCharacterSet, b: SpecificCharacterSet): boolean =>
  a === b || (a.terms.length === b.terms.length && a.terms.every((term, i) => term === b.terms[i]));
