/** The elements of a data set as lines of a list: items of sequences stand below their sequence, further in. */
import {
  elementOf,
  type JsonDataset,
  type JsonElement,
  type JsonPersonName,
  type JsonValue,
} from '../../../../src/dicom/index.ts';

export interface ElementRow {
  /** Unique in its data set: tags and numbers of items from the outside in. */
  readonly path: string;
  /** `(0010,0010)`; of an item empty. */
  readonly tag: string;
  readonly keyword: string;
  /** From the dictionary; of a private element that nobody knows its creator, of an item its number. */
  readonly name: string;
  readonly vr: string;
  readonly value: string;
  readonly depth: number;
  readonly isPrivate: boolean;
}

/** Lines of one data set: enhanced images have groups for thousands of frames. */
export const maximumRows = 20_000;
/** Characters of a value. */
const maximumValue = 2_000;

export function elementRows(dataset: JsonDataset): ElementRow[] {
  const rows: ElementRow[] = [];
  addDataset(rows, dataset, '', 0);
  return rows;
}

function addDataset(rows: ElementRow[], dataset: JsonDataset, path: string, depth: number): void {
  for (const [hex, element] of Object.entries(dataset)) {
    if (rows.length >= maximumRows) return;
    addElement(rows, dataset, hex, element, { path: `${path}/${hex}`, depth });
  }
}

interface Place {
  readonly path: string;
  readonly depth: number;
}

function addElement(
  rows: ElementRow[],
  dataset: JsonDataset,
  hex: string,
  element: JsonElement,
  place: Place,
): void {
  const tag = Number.parseInt(hex, 16);
  const isPrivate = (tag & 0x10000) !== 0;
  const creator = isPrivate ? creatorOf(dataset, tag) : undefined;
  const known = elementOf(tag, creator);
  const items = element.vr === 'SQ' ? ((element.Value ?? []) as JsonDataset[]) : [];
  rows.push({
    ...place,
    tag: `(${hex.slice(0, 4)},${hex.slice(4)})`,
    keyword: known?.keyword ?? '',
    name: known?.name ?? creator ?? '',
    vr: element.vr,
    value: element.vr === 'SQ' ? '' : valueText(element),
    isPrivate,
  });
  for (const [index, item] of items.entries()) {
    if (rows.length >= maximumRows) return;
    const path = `${place.path}/${index + 1}`;
    const depth = place.depth + 1;
    rows.push({ path, depth, tag: '', keyword: '', name: String(index + 1), vr: '', value: '', isPrivate });
    addDataset(rows, item, path, depth + 1);
  }
}

/** Who reserved the block that a private element lies in: PS3.5 7.8.1. */
function creatorOf(dataset: JsonDataset, tag: number): string | undefined {
  const block = (tag & 0xff00) >>> 8;
  const group = tag >>> 16;
  if (block < 0x10) return undefined;
  const hex = `${group.toString(16).padStart(4, '0')}00${block.toString(16).padStart(2, '0')}`.toUpperCase();
  const [creator] = dataset[hex]?.Value ?? [];
  return typeof creator === 'string' ? creator : undefined;
}

function valueText({ Value, InlineBinary, BulkDataURI }: JsonElement): string {
  if (BulkDataURI !== undefined || InlineBinary !== undefined) return '…';
  return (Value ?? []).map(oneText).join('\\').slice(0, maximumValue);
}

function oneText(value: JsonValue): string {
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  const { Alphabetic = '', Ideographic = '', Phonetic = '' } = value as JsonPersonName;
  return [Alphabetic, Ideographic, Phonetic].join('=').replace(/=+$/, '');
}

/** Rows that have all words somewhere, with the sequences that they lie in. */
export function matchingRows(rows: readonly ElementRow[], words: string): readonly ElementRow[] {
  const wanted = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (wanted.length === 0) return rows;
  const around = new Set<string>();
  for (const row of rows) {
    const text =
      `${row.tag} ${row.tag.replace(/[(),]/g, '')} ${row.keyword} ${row.name} ${row.vr} ${row.value}`.toLowerCase();
    if (row.tag === '' || !wanted.every((word) => text.includes(word))) continue;
    for (let path = row.path; path !== ''; path = path.slice(0, path.lastIndexOf('/'))) around.add(path);
  }
  return rows.filter(({ path }) => around.has(path));
}
