import { isPrivate, type Tag } from '../tag.ts';
import type { Vr } from '../vr.ts';
import { repeatingElements, standardElements } from './elements.generated.ts';
import { type ElementEntry, implicitVr, matches, type TagPattern, tagPattern, vrsOf } from './entry.ts';
import { privateElementOf } from './private-elements.ts';

/** A line of repeating groups or elements: (60xx,3000). */
interface Repeating {
  readonly pattern: TagPattern;
  readonly line: string;
}

interface Index {
  /** The line of each tag, parsed when asked for. */
  readonly lines: Map<Tag, string>;
  readonly vrs: Map<Tag, Vr>;
  readonly usOrSs: Set<Tag>;
  readonly repeating: readonly Repeating[];
}

let loaded: Index | undefined;
let tagsByKeyword: Map<string, Tag> | undefined;
/** By line, of which there is a limited number; tags of repeating groups are many. */
const parsed = new Map<string, ElementEntry>();

/**
 * What the dictionary says about a tag, repeating groups included. Private elements need the value of their private
 * creator element.
 */
export function elementOf(tag: Tag, privateCreator?: string): ElementEntry | undefined {
  if (isPrivate(tag)) return privateCreator ? privateElementOf(tag, privateCreator) : undefined;
  const line = lineOf(tag);
  if (line === undefined) return undefined;
  let entry = parsed.get(line);
  if (!entry) {
    entry = parseLine(line);
    parsed.set(line, entry);
  }
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

/** Whether the dictionary leaves it to Pixel Representation if values are signed. */
export const isUsOrSs = (tag: Tag): boolean => index().usOrSs.has(tag);

/** The tag of a keyword; of a repeating group, the first one (`OverlayData` is (6000,3000)). */
export function tagOf(keyword: string): Tag | undefined {
  tagsByKeyword ??= readKeywords();
  return tagsByKeyword.get(keyword);
}

/** All of the standard. */
export function keywords(): Iterable<string> {
  tagsByKeyword ??= readKeywords();
  return tagsByKeyword.keys();
}

function index(): Index {
  loaded ??= readIndex();
  return loaded;
}

function readIndex(): Index {
  const lines = new Map<Tag, string>();
  const vrs = new Map<Tag, Vr>();
  const usOrSs = new Set<Tag>();
  for (const line of standardElements.split('\n')) {
    const tag = Number.parseInt(line.slice(0, 8), 16);
    const cell = line.slice(9, line.indexOf('|', 9));
    lines.set(tag, line);
    vrs.set(tag, implicitVr(cell));
    if (cell.startsWith('US/SS')) usOrSs.add(tag);
  }
  const repeating = repeatingElements
    .split('\n')
    .map((line) => ({ pattern: tagPattern(line.slice(0, 8)), line }));
  return { lines, vrs, usOrSs, repeating };
}

function lineOf(tag: Tag): string | undefined {
  const { lines, repeating } = index();
  return lines.get(tag) ?? repeatingLine(repeating, tag);
}

function repeatingLine(repeating: readonly Repeating[], tag: Tag): string | undefined {
  return repeating.find(({ pattern }) => matches(pattern, tag))?.line;
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

function readKeywords(): Map<string, Tag> {
  const keywords = new Map<string, Tag>();
  const { lines, repeating } = index();
  for (const { pattern, line } of repeating) keywords.set(line.split('|', 4)[3]!, pattern.match);
  for (const [tag, line] of lines) keywords.set(line.split('|', 4)[3]!, tag);
  keywords.delete('');
  return keywords;
}
