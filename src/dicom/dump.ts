import { asIsocenterError } from '../base/index.ts';
import type { Dataset } from './dataset.ts';
import { elementOf } from './dictionary/elements.ts';
import { uidEntry } from './dictionary/uids.ts';
import type { Element } from './element.ts';
import { formatTag, isGroupLength, isPrivate, isPrivateCreator, type Tag } from './tag.ts';
import type { Fragments, Value } from './value.ts';

export interface DumpOptions {
  /** Characters of a value after which it is cut. Default 80. */
  readonly width?: number;
  /** Fragments of encapsulated pixel data that get a line of their own. Default 8. */
  readonly fragments?: number;
}

const DEFAULT_WIDTH = 80;
const DEFAULT_FRAGMENTS = 8;
const NAME_COLUMN = 36;
const INDENT = '  ';
/** Values of which more than the first so many can never be seen are not turned into text. */
const MOST_VALUES = 1000;

/**
 * A data set as lines of text, made one by one: tag, VR, length, name, value. Lines hold no control characters, so a
 * terminal is safe from them. Damage becomes a line that begins with `!`; it is never thrown.
 *
 *     (0008,0016) UI     26  SOPClassUID                          1.2.840.10008.5.1.4.1.1.2 = CT Image Storage
 */
export function dumpDataset(dataset: Dataset, options: DumpOptions = {}): Iterable<string> {
  return dumpLevel(dataset, '', {
    width: options.width ?? DEFAULT_WIDTH,
    fragments: options.fragments ?? DEFAULT_FRAGMENTS,
  });
}

function* dumpLevel(dataset: Dataset, indent: string, options: Required<DumpOptions>): Generator<string> {
  for (const element of dataset) yield* dumpElement(element, indent, options);
  if (dataset.damage) yield `${indent}! ${printable(dataset.damage.message)}`;
  if (dataset.trailing) yield `${indent}! ${dataset.trailing.length} bytes follow that are no elements`;
}

function* dumpElement(element: Element, indent: string, options: Required<DumpOptions>): Generator<string> {
  const value = readable(element);
  const head = `${indent}${formatTag(element.tag)} ${element.vr.code} ${lengthOf(element).padStart(6)}  `;
  const name = cut(printable(nameOf(element)), NAME_COLUMN).padEnd(NAME_COLUMN);
  if (typeof value === 'string') {
    yield `${head}${name} ! ${printable(value)}`;
    return;
  }
  yield `${head}${name} ${describe(element, value, options.width)}`.trimEnd();
  if (value.kind === 'items') yield* dumpItems(value.items, indent + INDENT, options);
  if (value.kind === 'fragments') yield* dumpFragments(value.fragments, indent + INDENT, options.fragments);
}

/** The value, or what is wrong with it. */
function readable(element: Element): Value | string {
  try {
    return element.value;
  } catch (error) {
    return asIsocenterError(error).message;
  }
}

function* dumpItems(
  items: readonly Dataset[],
  indent: string,
  options: Required<DumpOptions>,
): Generator<string> {
  for (const [index, item] of items.entries()) {
    yield `${indent}item ${index + 1} of ${items.length}`;
    yield* dumpLevel(item, indent + INDENT, options);
  }
}

function* dumpFragments(
  { basicOffsetTable, fragments }: Fragments,
  indent: string,
  most: number,
): Generator<string> {
  yield `${indent}offset table: ${basicOffsetTable.length / 4} frames`;
  for (const [index, fragment] of fragments.slice(0, most).entries()) {
    yield `${indent}fragment ${index + 1}: ${fragment.length} bytes  ${hex(fragment, 16)}`;
  }
  if (fragments.length > most) yield `${indent}and ${fragments.length - most} more fragments`;
}

function lengthOf(element: Element): string {
  if (element.rawBytes === undefined) return '-';
  return element.undefinedLength ? 'undef' : String(element.length);
}

function nameOf(element: Element): string {
  const { tag, owner } = element;
  if (isGroupLength(tag)) return 'GroupLength';
  if (isPrivateCreator(tag)) return 'PrivateCreator';
  const entry = owner.entryOf(tag);
  if (!isPrivate(tag)) return entry?.keyword || entry?.name || '?';
  return `[${owner.creatorOf(tag) ?? '?'}] ${entry?.name ?? '?'}`;
}

function describe(element: Element, value: Value, width: number): string {
  switch (value.kind) {
    case 'items':
      return plural(value.items.length, 'item');
    case 'fragments':
      return plural(value.fragments.fragments.length, 'fragment');
    case 'bytes':
      return hex(value.bytes, Math.floor(width / 3));
    default:
      return cut(printable(textOf(element, value)), width);
  }
}

type TextValue = Exclude<Value, { kind: 'items' | 'fragments' | 'bytes' }>;

function textOf(element: Element, value: TextValue): string {
  switch (value.kind) {
    case 'strings':
      return value.strings
        .slice(0, MOST_VALUES)
        .map(element.vr.code === 'UI' ? withUidName : String)
        .join('\\');
    case 'numbers':
      return value.numbers.slice(0, MOST_VALUES).join('\\');
    case 'bigints':
      return value.bigints.slice(0, MOST_VALUES).join('\\');
    case 'tags':
      return value.tags.slice(0, MOST_VALUES).map(withKeyword).join('\\');
    default:
      return value satisfies never;
  }
}

function withUidName(uid: string): string {
  const name = uidEntry(uid)?.name;
  return name ? `${uid} = ${name}` : uid;
}

function withKeyword(tag: Tag): string {
  const keyword = elementOf(tag)?.keyword;
  return keyword ? `${formatTag(tag)} = ${keyword}` : formatTag(tag);
}

/** Control characters as the pictures Unicode has for them; what steers terminals or reverses text as a dot. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return text.replace(/[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : '·';
  });
}

function cut(text: string, width: number): string {
  if (text.length <= width) return text;
  const end = /[\ud800-\udbff]/.test(text.charAt(width - 2)) ? width - 2 : width - 1;
  return `${text.slice(0, end)}…`;
}

function hex(bytes: Uint8Array, most: number): string {
  const shown = Array.from(bytes.subarray(0, most), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return bytes.length > most ? `${shown} …` : shown;
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
