import { VR, type Vr, vrOf } from '../vr.ts';

/** A line of the data dictionary (PS3.6), or of the list of known private elements. */
export interface ElementEntry {
  /** The VR that implicit VR reading takes (PS3.5 A.1): the first of a choice, OW for `OB or OW`. */
  readonly vr: Vr;
  /** All that the dictionary allows: `US or SS`, `OB or OW`. */
  readonly vrs: readonly Vr[];
  readonly vm: string;
  /** Empty for private elements. */
  readonly keyword: string;
  readonly name: string;
  readonly retired: boolean;
}

/** All VRs of a cell of the tables: `US/SS`. */
export const vrsOf = (cell: string): readonly Vr[] => cell.split('/').map((code) => vrOf(code) ?? VR.UN);

/** The one of them that implicit VR reading takes. */
export function implicitVr(cell: string): Vr {
  return vrOf(cell) ?? (cell.includes('OW') ? VR.OW : (vrOf(cell.slice(0, 2)) ?? VR.UN));
}

/** A tag with x for digits that may be any: its value, and a mask of the digits that must be equal. */
export interface TagPattern {
  readonly mask: number;
  readonly match: number;
}

export function tagPattern(text: string): TagPattern {
  return {
    mask: Number.parseInt(text.replace(/[^x]/g, 'F').replaceAll('x', '0'), 16),
    match: Number.parseInt(text.replaceAll('x', '0'), 16),
  };
}

export const matches = ({ mask, match }: TagPattern, tag: number): boolean => (tag & mask) >>> 0 === match;
