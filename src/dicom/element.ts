import type { Dataset } from './dataset.ts';
import { readValue } from './read-value.ts';
import type { Tag } from './tag.ts';
import type { Value } from './value.ts';
import type { Vr } from './vr.ts';

/** Marks an element that was set, not read. */
export const notRead = -1;

/**
 * One data element: where it lies in its source, or the value it was set to. Values are decoded when asked for.
 * Offsets count bytes of the source of the data set.
 */
export class Element {
  readonly owner: Dataset;
  readonly tag: Tag;
  /** The VR that the value is read with: as written, from the dictionary in implicit VR, or the known one of UN. */
  readonly vr: Vr;
  /** Offset of the tag; `notRead` where the value was set. */
  readonly start: number;
  readonly valueStart: number;
  /** Offset after the value, before a sequence delimitation item. */
  readonly valueEnd: number;
  /** Offset after the element. */
  readonly end: number;
  readonly undefinedLength: boolean;
  /** The header does not say the VR that the value is read with: the value is little endian (and implicit) then. */
  readonly unknownVr: boolean;
  cached: Value | undefined;

  constructor(
    owner: Dataset,
    tag: Tag,
    vr: Vr,
    start: number,
    valueStart: number,
    valueEnd: number,
    end: number,
    undefinedLength: boolean,
    unknownVr: boolean,
  ) {
    this.owner = owner;
    this.tag = tag;
    this.vr = vr;
    this.start = start;
    this.valueStart = valueStart;
    this.valueEnd = valueEnd;
    this.end = end;
    this.undefinedLength = undefinedLength;
    this.unknownVr = unknownVr;
    this.cached = undefined;
  }

  static of(owner: Dataset, tag: Tag, vr: Vr, value: Value): Element {
    const element = new Element(owner, tag, vr, notRead, 0, 0, 0, value.kind === 'fragments', false);
    element.cached = value;
    return element;
  }

  get value(): Value {
    this.cached ??= readValue(this);
    return this.cached;
  }

  /** Bytes of the value as read; 0 where it was set. */
  get length(): number {
    return this.valueEnd - this.valueStart;
  }

  /** The value as read, in the byte order of the source; undefined where it was set. No copy. */
  get rawBytes(): Uint8Array | undefined {
    if (this.start === notRead) return undefined;
    return this.owner.source.bytes.subarray(this.valueStart, this.valueEnd);
  }

  /** Whether writing it in the encoding it was read in may copy its bytes. */
  get isUnchanged(): boolean {
    if (this.start === notRead) return false;
    return this.cached?.kind !== 'items' || this.cached.items.every((item) => item.isUnchanged);
  }
}
