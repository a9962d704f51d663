import type { Tag } from '../tag.ts';
import { isPrivate } from '../tag.ts';
import { VR, type Vr, vrOf } from '../vr.ts';
import { repeatingElements, standardElements } from './elements.generated.ts';
import { privateElementOf } from './private-elements.ts';

/** A line of the data dictionary (PS3.6), or of the list of known private elements. */
export interface ElementEntry {
  /** The VR, the first of several where the dictionary leaves a choice. */
  readonly vr: Vr;
  /** All that the dictionary allows: `US or SS`, `OB or OW`. */
  readonly vrs: readonly Vr[];
  readonly vm: string;
  /** Empty for private elements. */
  readonly keyword: string;
  readonly name: string;
  readonly retired: boolean;
}

/** Repeating groups and elements: `mask` keeps the digits that are not an x. */
interface RepeatingLine {
  readonly mask: number;
  readonly match: number;
  readonly line: string;
}

interface Index {
  /** The line of each tag, parsed when asked for. */
  readonly lines: Map<Tag, string>;
  readonly vrs: Map<Tag, Vr>;
  readonly repeating: readonly RepeatingLine[];
}

let loaded: Index | undefined;
let tagsByKeyword: Map<string, Tag> | undefined;
const parsed = new Map<Tag, ElementEntry>();

/**
 * What the dictionary says about a tag, repeating groups included. Private elements need the value of their private
 * creator element.
 */
export function elementOf(tag: Tag, privateCreator?: string): ElementEntry | undefined {
  if (isPrivate(tag)) return privateCreator ? privateElementOf(tag, privateCreator) : undefined;
  const found = parsed.get(tag);
  if (found) return found;
  const line = lineOf(tag);
  if (line === undefined) return undefined;
  const entry = parseLine(line);
  parsed.set(tag, entry);
  return entry;
}

/** The VR that implicit VR reading takes for a standard tag: the first of a choice, OW for `OB or OW` (PS3.5 A.1). */
export function standardVrOf(tag: Tag): Vr | undefined {
  const { vrs, repeating } = index();
  const vr = vrs.get(tag);
  if (vr) return vr;
  const line = repeatingLine(repeating, tag);
  return line === undefined ? undefined : implicitVr(line.split('|', 2)[1]!);
}

/** The tag of a keyword; of a repeating group, the first one (`OverlayData` is (6000,3000)). */
export function tagOf(keyword: string): Tag | undefined {
  tagsByKeyword ??= readKeywords();
  return tagsByKeyword.get(keyword);
}

function index(): Index {
  loaded ??= readIndex();
  return loaded;
}

function readIndex(): Index {
  const lines = new Map<Tag, string>();
  const vrs = new Map<Tag, Vr>();
  for (const line of standardElements.split('\n')) {
    const tag = Number.parseInt(line.slice(0, 8), 16);
    lines.set(tag, line);
    vrs.set(tag, implicitVr(line.slice(9, line.indexOf('|', 9))));
  }
  return { lines, vrs, repeating: repeatingElements.split('\n').map(repeatingPattern) };
}

function repeatingPattern(line: string): RepeatingLine {
  const pattern = line.slice(0, 8);
  return {
    mask: Number.parseInt(pattern.replace(/[^x]/g, 'F').replaceAll('x', '0'), 16),
    match: Number.parseInt(pattern.replaceAll('x', '0'), 16),
    line,
  };
}

function lineOf(tag: Tag): string | undefined {
  const { lines, repeating } = index();
  return lines.get(tag) ?? repeatingLine(repeating, tag);
}

function repeatingLine(repeating: readonly RepeatingLine[], tag: Tag): string | undefined {
  return repeating.find(({ mask, match }) => (tag & mask) >>> 0 === match)?.line;
}

function parseLine(line: string): ElementEntry {
  const [, vrs = '', vm = '', keyword = '', retired = '', name = ''] = line.split('|');
  return {
    vr: implicitVr(vrs),
    vrs: vrsOf(vrs),
    vm,
    keyword,
    name: name || keyword.replace(/([a-z])([A-Z])/g, '$1 $2'),
    retired: retired === 'R',
  };
}

export const vrsOf = (text: string): readonly Vr[] => text.split('/').map((code) => vrOf(code) ?? VR.UN);

export function implicitVr(text: string): Vr {
  return vrOf(text) ?? (text.includes('OW') ? VR.OW : (vrOf(text.slice(0, 2)) ?? VR.UN));
}

function readKeywords(): Map<string, Tag> {
  const keywords = new Map<string, Tag>();
  const { lines, repeating } = index();
  for (const { match, line } of repeating) keywords.set(line.split('|', 4)[3]!, match);
  for (const [tag, line] of lines) keywords.set(line.split('|', 4)[3]!, tag);
  keywords.delete('');
  return keywords;
}
