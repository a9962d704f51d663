import { type Dataset, type Element, foldName, hexTag, type Tag } from '../../dicom/index.ts';
import type { Value } from '../engine/engine.ts';
import type { Attribute } from './attributes.ts';

/** Characters of one value that are kept; longer text is cut (the file has it all). */
const MAXIMUM_LENGTH = 1_024;
/** Items of one sequence and levels of nesting that are kept. */
const MAXIMUM_ITEMS = 32;
const MAXIMUM_DEPTH = 4;
/** Integers that fit every column. */
const MAXIMUM_INTEGER = 0x7fffffff;

/** The value of an attribute as a column holds it; null when absent or empty. */
export function columnValue(dataset: Dataset, { tag, kind, multiple }: Attribute): Value {
  if (kind === 'integer') return integer(dataset, tag);
  const text = kind !== 'name' && multiple ? dataset.strings(tag).join('\\') : dataset.string(tag);
  if (!text) return null;
  if (kind === 'date') return plainDate(text);
  if (kind === 'time') return text.replaceAll(':', '');
  return bounded(text);
}

function integer(dataset: Dataset, tag: Tag): number | null {
  const value = dataset.number(tag);
  return value !== undefined && Number.isInteger(value) && Math.abs(value) <= MAXIMUM_INTEGER ? value : null;
}

/** ACR-NEMA wrote 1993.07.14; readers may accept it (PS3.5 6.2, DA). */
const plainDate = (text: string): string => (text[4] === '.' ? text.replaceAll('.', '') : bounded(text));

/** NUL is no character for PostgreSQL, and none for people. */
function bounded(text: string): string {
  const cut = text.length > MAXIMUM_LENGTH ? text.slice(0, MAXIMUM_LENGTH) : text;
  return cut.includes('\0') ? cut.replaceAll('\0', '') : cut;
}

/** Values of `attribute.folds`. */
export function foldedValues({ kind, folds }: Attribute, value: Value): Value[] {
  if (kind === 'name') return foldedGroups(value).slice(0, folds.length);
  return [typeof value === 'string' ? foldName(value) || null : null];
}

/** The component groups of a name, folded for comparison: alphabetic, ideographic, phonetic. */
function foldedGroups(name: Value): readonly [string | null, string | null, string | null] {
  if (typeof name !== 'string') return [null, null, null];
  const [alphabetic = '', ideographic = '', phonetic = ''] = name.split('=', 3);
  return [foldedGroup(alphabetic), foldedGroup(ideographic), foldedGroup(phonetic)];
}

/** Without trailing delimiters, which PS3.5 6.2.1.1 lets writers leave out; null when empty. */
export const foldedGroup = (group: string): string | null => foldName(group.replace(/[\^\s]+$/, '')) || null;

/** The JSON text of the attributes that have no column; null when there are none. */
export function extraJson(dataset: Dataset, attributes: readonly Attribute[]): string | null {
  let found: Record<string, unknown> | undefined;
  for (const attribute of attributes) {
    if (!dataset.has(attribute.tag)) continue;
    const value =
      attribute.kind === 'sequence' ? itemsOf(dataset, attribute.tag, 1) : extraValue(dataset, attribute);
    if (value === undefined || value === null) continue;
    found ??= {};
    found[hexTag(attribute.tag)] = value;
    if (attribute.kind === 'name') found[foldedMember(attribute.tag)] = foldName(String(value));
  }
  return found ? JSON.stringify(found) : null;
}

function extraValue(dataset: Dataset, attribute: Attribute): string | null {
  if (attribute.kind === 'name') return bounded(dataset.strings(attribute.tag).join('\\')) || null;
  const value = columnValue(dataset, attribute);
  return value === null ? null : String(value);
}

/** The member beside a name that holds it as it is compared. */
export const foldedMember = (tag: Tag): string => `${hexTag(tag)}f`;

type Items = Record<string, unknown>[];

function itemsOf(dataset: Dataset, tag: Tag, depth: number): Items | undefined {
  const items = dataset
    .items(tag)
    .slice(0, MAXIMUM_ITEMS)
    .map((item) => itemOf(item, depth));
  return items.length > 0 ? items : undefined;
}

function itemOf(item: Dataset, depth: number): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const element of item) {
    const value = memberOf(item, element, depth);
    if (value === undefined) continue;
    members[hexTag(element.tag)] = value;
    if (element.vr.code === 'PN') members[foldedMember(element.tag)] = foldName(String(value));
  }
  return members;
}

function memberOf(item: Dataset, { tag, vr }: Element, depth: number): unknown {
  if (vr.kind === 'bytes') return undefined;
  if (vr.kind === 'sequence') return depth < MAXIMUM_DEPTH ? itemsOf(item, tag, depth + 1) : undefined;
  return bounded(item.strings(tag).join('\\')) || undefined;
}
