import { IsocenterError } from '../base/index.ts';
import { ElementHeader } from './element-header.ts';
import { itemTags, undefinedLength } from './item-tags.ts';
import { limits } from './limits.ts';
import { type Encoding, implicitLittleEndian, type Source } from './source.ts';
import { formatTag } from './tag.ts';
import { VR } from './vr.ts';

/**
 * Finds the end of a value of undefined length without building anything, over any depth without recursion. It can be
 * stopped by a lack of bytes and go on when there are more.
 */
export class SequenceWalker {
  position: number;
  /** Offset of the sequence delimitation item, once found. */
  valueEnd = 0;
  /** How far the bytes must reach before going on is worthwhile. */
  needed: number;
  readonly #source: Source;
  readonly #header = new ElementHeader();
  /** Encodings of the open sequences and items: even indices are sequences, odd ones items. */
  readonly #open: Encoding[];
  readonly #depth: number;
  #count = 0;

  /** `depth` counts the sequences that are around this one. */
  constructor(source: Source, position: number, encoding: Encoding, depth: number) {
    this.#source = source;
    this.position = position;
    this.needed = position;
    this.#open = [encoding];
    this.#depth = depth;
  }

  /** Walks as far as the bytes go. True at the end of the value; `position` is the offset after its delimiter then. */
  run(available: number): boolean {
    while (this.#open.length > 0) {
      if (this.position + 8 > available) {
        this.needed = this.position + 8;
        return false;
      }
      const isSequence = this.#open.length % 2 === 1;
      if (!(isSequence ? this.#stepItem() : this.#stepElement(available))) return false;
    }
    return true;
  }

  /** Inside a sequence: an item, or its end. */
  #stepItem(): boolean {
    const encoding = this.#open[this.#open.length - 1]!;
    const tag = this.#source.tag(this.position, encoding.littleEndian);
    const length = this.#source.uint32(this.position + 4, encoding.littleEndian);
    if (tag === itemTags.sequenceEnd) return this.#close();
    if (tag !== itemTags.item) {
      throw new IsocenterError('dicom/bad-length', { tag: formatTag(tag), length });
    }
    this.#countOne();
    this.position += 8;
    if (length === undefinedLength) this.#push(encoding);
    else this.position += length;
    return true;
  }

  /** Inside an item: an element, the item's end, or (where a writer forgot that) the sequence's. */
  #stepElement(available: number): boolean {
    const encoding = this.#open[this.#open.length - 1]!;
    const header = this.#header;
    const headerEnd = header.read(this.#source, this.position, available, encoding);
    if (headerEnd > available) {
      this.needed = headerEnd;
      return false;
    }
    if (header.tag === itemTags.itemEnd) return this.#close();
    if (header.tag === itemTags.sequenceEnd) {
      this.#open.pop();
      return true;
    }
    this.#countOne();
    this.position = header.valueStart;
    if (header.length === undefinedLength) this.#push(header.vr === VR.UN ? implicitLittleEndian : encoding);
    else this.position += header.length;
    return true;
  }

  #close(): boolean {
    this.#open.pop();
    this.valueEnd = this.position;
    this.position += 8;
    return true;
  }

  #push(encoding: Encoding): void {
    this.#open.push(encoding);
    const depth = this.#depth + Math.ceil(this.#open.length / 2);
    if (depth > limits.sequenceDepth) {
      throw new IsocenterError('dicom/limit', {
        what: 'Sequence depth',
        value: depth,
        limit: limits.sequenceDepth,
      });
    }
  }

  #countOne(): void {
    if (++this.#count > limits.walked) {
      throw new IsocenterError('dicom/limit', {
        what: 'Element count',
        value: this.#count,
        limit: limits.walked,
      });
    }
  }
}
