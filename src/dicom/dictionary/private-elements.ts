import type { Tag } from '../tag.ts';
import type { ElementEntry } from './elements.ts';
import { implicitVr, vrsOf } from './elements.ts';
import { privateElements } from './private-elements.generated.ts';

/** Lines of each creator, still text; each creator's are parsed when first asked for. */
let blocks: Map<string, string> | undefined;
const parsedCreators = new Map<string, ReadonlyMap<string, ElementEntry>>();

export function privateElementOf(tag: Tag, creator: string): ElementEntry | undefined {
  const entries = entriesOf(creator.trim());
  return entries && lookup(entries, tag);
}

function entriesOf(creator: string): ReadonlyMap<string, ElementEntry> | undefined {
  blocks ??= readBlocks();
  const known = parsedCreators.get(creator);
  if (known) return known;
  const block = blocks.get(creator);
  if (block === undefined) return undefined;
  const entries = new Map(block.split('\n').map((line) => [line.slice(0, 8), parse(line)]));
  parsedCreators.set(creator, entries);
  return entries;
}

/** Tables write the block number as xx, and in some groups the whole element or the group with it. */
function lookup(entries: ReadonlyMap<string, ElementEntry>, tag: Tag): ElementEntry | undefined {
  const hex = tag.toString(16).toUpperCase().padStart(8, '0');
  const group = hex.slice(0, 4);
  const offset = hex.slice(6);
  return (
    entries.get(`${group}xx${offset}`) ??
    entries.get(hex) ??
    entries.get(`${group.slice(0, 2)}xx${hex.slice(4)}`) ??
    entries.get(`${group.slice(0, 2)}xxxx${offset}`)
  );
}

function readBlocks(): Map<string, string> {
  const all = `\n${privateElements}`.split('\n=').slice(1);
  return new Map(
    all.map((block) => [block.slice(0, block.indexOf('\n')), block.slice(block.indexOf('\n') + 1)]),
  );
}

function parse(line: string): ElementEntry {
  const [, vr = '', vm = '', name = ''] = line.split('|');
  return { vr: implicitVr(vr), vrs: vrsOf(vr), vm, keyword: '', name: name || 'Unknown', retired: false };
}
