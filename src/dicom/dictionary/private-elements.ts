import type { Tag } from '../tag.ts';
import { type ElementEntry, implicitVr, matches, type TagPattern, tagPattern, vrsOf } from './entry.ts';
import { privateElements } from './private-elements.generated.ts';

/** The elements of one creator. */
interface Block {
  /** By group and the last two digits: the block number, (gggg,xxee), is the data set's choice (PS3.5 7.8.1). */
  readonly byOffset: ReadonlyMap<number, ElementEntry>;
  /** Lines that fix or free other digits. */
  readonly others: readonly { readonly pattern: TagPattern; readonly entry: ElementEntry }[];
}

/** Each creator's lines, still text: they are parsed when first asked for. */
let lines: Map<string, string> | undefined;
const blocks = new Map<string, Block>();

const offsetKey = (tag: Tag): number => (tag >>> 16) * 256 + (tag & 0xff);

export function privateElementOf(tag: Tag, creator: string): ElementEntry | undefined {
  const block = blockOf(creator);
  return (
    block?.byOffset.get(offsetKey(tag)) ?? block?.others.find(({ pattern }) => matches(pattern, tag))?.entry
  );
}

function blockOf(creator: string): Block | undefined {
  const known = blocks.get(creator);
  if (known) return known;
  lines ??= readLines();
  const text = lines.get(creator);
  if (text === undefined) return undefined;
  const block = readBlock(text);
  blocks.set(creator, block);
  return block;
}

function readLines(): Map<string, string> {
  const parts = `\n${privateElements}`.split('\n=').slice(1);
  return new Map(
    parts.map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)]),
  );
}

function readBlock(text: string): Block {
  const entries = text
    .split('\n')
    .map((line) => ({ pattern: tagPattern(line.slice(0, 8)), entry: parse(line) }));
  const isRegular = ({ pattern }: { readonly pattern: TagPattern }) => pattern.mask === 0xffff00ff;
  const regular = entries
    .filter(isRegular)
    .map(({ pattern, entry }) => [offsetKey(pattern.match), entry] as const);
  return { byOffset: new Map(regular), others: entries.filter((entry) => !isRegular(entry)) };
}

function parse(line: string): ElementEntry {
  const [, vr = '', vm = '', name = ''] = line.split('|');
  return { vr: implicitVr(vr), vrs: vrsOf(vr), vm, keyword: '', name: name || 'Unknown', retired: false };
}
