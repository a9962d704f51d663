import { sequenceItems } from '../archive/index.ts';
import { Dataset, type Tag, tags, transferSyntax, vrOf, writeDataset } from '../dicom/index.ts';

/** One element of every answer. `value` is the same in all of them; without it, it comes from the row. */
export interface AnswerElement {
  readonly tag: Tag;
  /** VR by its code, as the dictionary has it. */
  readonly vr: string;
  readonly value?: string;
}

/** A value of a row: text (several with backslashes), a number, or nothing. */
export type AnswerValue = string | number | null;

interface Column {
  readonly tag: Tag;
  readonly isSequence: boolean;
  readonly header: Buffer;
  readonly lengthBytes: 2 | 4;
  readonly pad: number;
  readonly binary: 2 | 4 | undefined;
  readonly constant: string | undefined;
}

const UTF_8 = 'ISO_IR 192';
const INITIAL_SIZE = 4096;
const UNSIGNED_SHORT = 2;
const UNSIGNED_LONG = 4;
const binarySizes: Readonly<Record<string, 2 | 4>> = { US: UNSIGNED_SHORT, UL: UNSIGNED_LONG };

/**
 * Encodes rows as C-FIND identifiers, in little endian. A query over all studies answers tens of thousands of rows, so
 * everything that does not depend on the row is prepared once. Text beyond ASCII makes the identifier UTF-8
 * (PS3.3 C.12.1.1.2); plain answers carry no character set, which every peer understands.
 */
export class AnswerEncoder {
  readonly #columns: readonly Column[];
  readonly #charset: Column;
  readonly #transferSyntaxUid: string;
  #out = Buffer.allocUnsafe(INITIAL_SIZE);
  #isPlain = true;

  /** `elements` in tag order, without the character set. */
  constructor(elements: readonly AnswerElement[], transferSyntaxUid: string) {
    const explicitVr = transferSyntaxUid !== transferSyntax.implicitVrLittleEndian.uid;
    this.#transferSyntaxUid = transferSyntaxUid;
    this.#columns = elements.map((element) => columnOf(element, explicitVr));
    this.#charset = columnOf({ tag: tags.SpecificCharacterSet, vr: 'CS', value: UTF_8 }, explicitVr);
  }

  /** `row` has a value for every element without a fixed one, in order. */
  encode(row: readonly AnswerValue[]): Uint8Array {
    this.#isPlain = true;
    const end = this.#writeAll(row, 0);
    if (this.#isPlain) return Buffer.from(this.#out.subarray(0, end));
    const charset = this.#writeElement(this.#charset, UTF_8, 0);
    return Buffer.from(this.#out.subarray(0, this.#writeAll(row, charset)));
  }

  #writeAll(row: readonly AnswerValue[], from: number): number {
    let at = from;
    let index = 0;
    for (const column of this.#columns) {
      at = this.#writeElement(column, column.constant ?? row[index++] ?? null, at);
    }
    return at;
  }

  #writeSequence({ tag }: Column, value: AnswerValue, at: number): number {
    const dataset = new Dataset().set(tags.SpecificCharacterSet, 'CS', [UTF_8]);
    dataset.set(tag, 'SQ', sequenceItems(value));
    dataset.delete(tags.SpecificCharacterSet);
    const bytes = writeDataset(dataset, this.#transferSyntaxUid);
    this.#reserve(at + bytes.length);
    this.#out.set(bytes, at);
    if (bytes.some((byte) => byte > 0x7f)) this.#isPlain = false;
    return at + bytes.length;
  }

  #writeElement(column: Column, value: AnswerValue, at: number): number {
    if (column.isSequence) return this.#writeSequence(column, value, at);
    const { header, lengthBytes, pad } = column;
    const text = value === null ? '' : column.binary ? '' : String(value);
    // UTF-8 needs at most three bytes for each UTF-16 unit.
    this.#reserve(at + header.length + lengthBytes + text.length * 3 + 8);
    const start = at + header.length + lengthBytes;
    const out = this.#out;
    header.copy(out, at);
    let length = value === null ? 0 : column.binary ? writeNumbers(out, start, value, column.binary) : 0;
    if (text !== '') {
      length = out.write(text, start, 'utf8');
      if (length !== text.length) this.#isPlain = false;
      if (length % 2 === 1) out[start + length++] = pad;
    }
    if (lengthBytes === 2) out.writeUInt16LE(Math.min(length, 0xfffe), at + header.length);
    else out.writeUInt32LE(length, at + header.length);
    return start + length;
  }

  #reserve(size: number): void {
    if (size <= this.#out.length) return;
    const larger = Buffer.allocUnsafe(Math.max(size, this.#out.length * 2));
    this.#out.copy(larger);
    this.#out = larger;
  }
}

function writeNumbers(out: Buffer, at: number, value: string | number, size: 2 | 4): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0) return 0;
  return out.writeUIntLE(Math.min(number, 2 ** (8 * size) - 1), at, size) - at;
}

/** PS3.5 7.1.2 and 7.1.3: tag, VR and reserved bytes in front of the length. */
function columnOf({ tag, vr, value }: AnswerElement, explicitVr: boolean): Column {
  const row = vrOf(vr);
  const isLong = explicitVr && row?.lengthBytes === 4;
  const header = Buffer.alloc(explicitVr ? (isLong ? 8 : 6) : 4);
  header.writeUInt16LE(tag >>> 16, 0);
  header.writeUInt16LE(tag & 0xffff, 2);
  if (explicitVr) header.write(vr, 4, 'latin1');
  return {
    tag,
    isSequence: vr === 'SQ',
    header,
    lengthBytes: explicitVr && !isLong ? 2 : 4,
    pad: vr === 'UI' ? 0 : 0x20,
    binary: binarySizes[vr],
    constant: value,
  };
}
