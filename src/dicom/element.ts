import type { Dataset } from './dataset.ts';
import { itemHeaderLength } from './item-tags.ts';
import { readValue } from './read-value.ts';
import { resolveVr } from './resolve-vr.ts';
import type { Tag } from './tag.ts';
import type { Value } from './value.ts';
import { VR, type Vr } from './vr.ts';

/** Stands for the offset of an element that was set, not read. */
const notRead = -1;

/**
 * One data element: where it lies in its source, or the value it was set to. VR and value are worked out when asked
 * for. Offsets count bytes of the source of the data set.
 */
export class Element {
  readonly owner: Dataset;
  readonly tag: Tag;
  /** The VR in the element header; undefined in implicit VR. */
  readonly writtenVr: Vr | undefined;
  /** Offset of the tag. */
  readonly start: number;
  readonly valueStart: number;
  /** Offset after the value, before a sequence delimitation item. */
  readonly valueEnd: number;
  readonly undefinedLength: boolean;
  #vr: Vr | undefined;
  #value: Value | undefined;

  constructor(
    owner: Dataset,
    tag: Tag,
    writtenVr: Vr | undefined,
    start: number,
    valueStart: number,
    valueEnd: number,
    undefinedLength: boolean,
  ) {
    this.owner = owner;
    this.tag = tag;
    this.writtenVr = writtenVr;
    this.start = start;
    this.valueStart = valueStart;
    this.valueEnd = valueEnd;
    this.undefinedLength = undefinedLength;
    this.#vr = undefined;
    this.#value = undefined;
  }

  static of(owner: Dataset, tag: Tag, vr: Vr, value: Value): Element {
    const element = new Element(owner, tag, vr, notRead, 0, 0, value.kind === 'fragments');
    element.#vr = vr;
    element.#value = value;
    return element;
  }

  /** The VR that the value is read with: as written, or that of the dictionary in implicit VR and for UN. */
  get vr(): Vr {
    this.#vr ??= resolveVr(this);
    return this.#vr;
  }

  get value(): Value {
    this.#value ??= readValue(this);
    return this.#value;
  }

  /** The value where it was decoded or set already. */
  get cachedValue(): Value | undefined {
    return this.#value;
  }

  /** Whether the value is in the source, and was not set. */
  get isRead(): boolean {
    return this.start !== notRead;
  }

  /** UN: whatever the value is, it is in implicit VR little endian (PS3.5 6.2.2). */
  get isUnknown(): boolean {
    return this.writtenVr === VR.UN;
  }

  /** The byte order of the value in the source. */
  get isLittleEndian(): boolean {
    return this.isUnknown || this.owner.encoding.littleEndian;
  }

  /** Bytes of the value as read; 0 where it was set. */
  get length(): number {
    return this.valueEnd - this.valueStart;
  }

  /** The value as read, in the byte order of the source; undefined where it was set. No copy. */
  get rawBytes(): Uint8Array | undefined {
    return this.isRead ? this.owner.source.bytes.subarray(this.valueStart, this.valueEnd) : undefined;
  }

  /** The whole element as read, header and delimiter included. No copy. */
  get encodedBytes(): Uint8Array | undefined {
    const end = this.undefinedLength ? this.valueEnd + itemHeaderLength : this.valueEnd;
    return this.isRead ? this.owner.source.bytes.subarray(this.start, end) : undefined;
  }

  /** Whether it is as it was read, items included. */
  get isUnchanged(): boolean {
    if (!this.isRead) return false;
    return this.#value?.kind !== 'items' || this.#value.items.every((item) => item.isUnchanged);
  }
}
