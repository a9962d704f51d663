import { undefinedLength } from './item-tags.ts';
import type { Encoding, Source } from './source.ts';
import type { Tag } from './tag.ts';
import { looksLikeVr, VR, type Vr, vrOfLetters } from './vr.ts';

/**
 * Reads element headers, one after the other, into its own fields: a header makes no garbage.
 *
 *   explicit VR  | group 2 | element 2 | VR 2 | length 2 | value       (PS3.5 table 7.1-2)
 *                | group 2 | element 2 | VR 2 | 0000 | length 4 | value (table 7.1-1)
 *   implicit VR  | group 2 | element 2 | length 4 | value               (table 7.1-3)
 */
export class ElementHeader {
  tag: Tag = 0;
  /** The VR written; undefined in implicit VR. */
  vr: Vr | undefined = undefined;
  length = 0;
  valueStart = 0;

  /**
   * Reads the header at an offset that has at least 8 bytes. Returns the offset that must be available to read it
   * all: beyond `available`, nothing but the tag was read.
   */
  read(source: Source, at: number, available: number, encoding: Encoding): number {
    const { littleEndian } = encoding;
    this.tag = source.tag(at, littleEndian);
    const first = source.bytes[at + 4]!;
    const second = source.bytes[at + 5]!;
    // Some writers switch to implicit VR inside items of explicit data sets; no length looks like two capitals.
    if (!encoding.explicitVr || !looksLikeVr(first, second))
      return this.#readImplicit(source, at, littleEndian);
    this.vr = vrOfLetters(first, second);
    if (this.vr ? this.vr.lengthBytes === 2 : !hasLongForm(source, at)) {
      this.vr ??= VR.UN;
      this.length = source.uint16(at + 6, littleEndian);
      this.valueStart = at + 8;
      return at + 8;
    }
    this.vr ??= VR.UN;
    if (at + 12 <= available) this.length = source.uint32(at + 8, littleEndian);
    this.valueStart = at + 12;
    return at + 12;
  }

  get hasUndefinedLength(): boolean {
    return this.length === undefinedLength;
  }

  #readImplicit(source: Source, at: number, littleEndian: boolean): number {
    this.vr = undefined;
    this.length = source.uint32(at + 4, littleEndian);
    this.valueStart = at + 8;
    return at + 8;
  }
}

/** VRs that the standard may add have a 4-byte length after two zero bytes (PS3.5 6.2 note); others are short. */
const hasLongForm = ({ bytes }: Source, at: number): boolean => bytes[at + 6] === 0 && bytes[at + 7] === 0;
