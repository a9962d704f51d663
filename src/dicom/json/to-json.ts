import type { Dataset } from '../dataset.ts';
import type { Element } from '../element.ts';
import { itemTags } from '../item-tags.ts';
import { hexTag, isGroupLength } from '../tag.ts';
import type { Fragments, Value } from '../value.ts';
import { toBase64 } from './base64.ts';
import { exactNumber } from './decimal.ts';
import {
  type JsonDataset,
  type JsonElement,
  type JsonPersonName,
  type JsonValue,
  jsonNameGroups,
} from './model.ts';

export interface ToJsonOptions {
  /**
   * Where the value of a binary element can be fetched; undefined to put it inline. `path` is the tags and item
   * indexes that lead to it, e.g. "00081140/0/7FE00010". Asked for values longer than `bulkThreshold` only.
   */
  readonly bulkDataUri?: (path: string, element: Element) => string | undefined;
  /** Bytes up to which binary values are always inline. Default 1024. */
  readonly bulkThreshold?: number;
}

const DEFAULT_BULK_THRESHOLD = 1024;

/**
 * The data set as JSON model: private elements included, group lengths left out. Text is Unicode; (0008,0005) stays
 * and says what it was (PS3.18 F.2.2 note 3).
 * Encapsulated pixel data that is not given by reference is inline with its item headers.
 * @throws IsocenterError where a sequence inside is damaged (dicom/bad-length, dicom/limit)
 */
export function toJson(dataset: Dataset, options: ToJsonOptions = {}): JsonDataset {
  return datasetToJson(dataset, options, '');
}

/** JSON text with the attributes of each object in ascending order (PS3.18 F.2.2), which object keys cannot promise. */
export function jsonText(dataset: JsonDataset): string {
  const keys = Object.keys(dataset);
  if (isOrdered(dataset, keys)) return JSON.stringify(dataset);
  const members = keys.sort().map((tag) => `"${tag}":${elementText(dataset[tag]!)}`);
  return `{${members.join(',')}}`;
}

/** JavaScript puts keys that look like array indexes first: 20010010 before 00080005. Most data sets have none. */
function isOrdered(dataset: JsonDataset, keys: readonly string[]): boolean {
  return keys.every((key, index) => {
    if (index > 0 && keys[index - 1]! > key) return false;
    const { vr, Value } = dataset[key]!;
    return vr !== 'SQ' || Value === undefined || Value.every(isOrderedItem);
  });
}

const isOrderedItem = (item: JsonValue): boolean =>
  isOrdered(item as JsonDataset, Object.keys(item as JsonDataset));

function elementText(element: JsonElement): string {
  if (element.vr !== 'SQ' || element.Value === undefined) return JSON.stringify(element);
  return `{"vr":"SQ","Value":[${element.Value.map((item) => jsonText(item as JsonDataset)).join(',')}]}`;
}

function datasetToJson(dataset: Dataset, options: ToJsonOptions, path: string): JsonDataset {
  const json: Record<string, JsonElement> = {};
  for (const element of dataset) {
    if (isGroupLength(element.tag)) continue;
    const tag = hexTag(element.tag);
    json[tag] = elementToJson(element, options, path + tag);
  }
  return json;
}

function elementToJson(element: Element, options: ToJsonOptions, path: string): JsonElement {
  const vr = element.vr.code;
  const { value } = element;
  if (value.kind === 'bytes' || value.kind === 'fragments') {
    return { vr, ...binaryToJson(element, binaryValue(element, value), options, path) };
  }
  const values = valuesToJson(value, vr, options, path);
  return values.length === 0 ? { vr } : { vr, Value: values };
}

function valuesToJson(
  value: Exclude<Value, { kind: 'bytes' | 'fragments' }>,
  vr: string,
  options: ToJsonOptions,
  path: string,
): readonly JsonValue[] {
  switch (value.kind) {
    case 'strings':
      return value.strings.map(textConverters[vr] ?? textToJson);
    case 'numbers':
      return value.numbers.map((number) => (Number.isFinite(number) ? number : String(number)));
    case 'bigints':
      return value.bigints.map(bigintToJson);
    case 'tags':
      return value.tags.map(hexTag);
    case 'items':
      return value.items.map((item, index) => datasetToJson(item, options, `${path}/${index}/`));
    default:
      return value satisfies never;
  }
}

const textToJson = (text: string): JsonValue => (text === '' ? null : text);
const decimalToJson = (text: string): JsonValue => (text === '' ? null : exactNumber(text));

const textConverters: Readonly<Record<string, (text: string) => JsonValue>> = {
  DS: decimalToJson,
  IS: decimalToJson,
  PN: nameToJson,
};

function nameToJson(text: string): JsonPersonName | null {
  const groups = text.split('=');
  const named = jsonNameGroups.map((name, index) => [name, groups[index] ?? ''] as const);
  const present = named.filter(([, group]) => group !== '');
  return present.length === 0 ? null : Object.fromEntries(present);
}

function bigintToJson(value: bigint): JsonValue {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

function binaryToJson(
  element: Element,
  bytes: Uint8Array,
  options: ToJsonOptions,
  path: string,
): Omit<JsonElement, 'vr'> {
  if (bytes.length === 0) return {};
  const byReference = bytes.length > (options.bulkThreshold ?? DEFAULT_BULK_THRESHOLD);
  const uri = byReference ? options.bulkDataUri?.(path, element) : undefined;
  return uri === undefined ? { InlineBinary: toBase64(bytes) } : { BulkDataURI: uri };
}

function binaryValue(element: Element, value: Value & { kind: 'bytes' | 'fragments' }): Uint8Array {
  if (value.kind === 'bytes') return value.bytes;
  return element.rawBytes ?? encapsulated(value.fragments);
}

/** Items as in PS3.5 table A.4-1, without the sequence delimitation item. */
function encapsulated({ basicOffsetTable, fragments }: Fragments): Uint8Array {
  const pieces = [basicOffsetTable, ...fragments];
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + 8 + piece.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const piece of pieces) {
    view.setUint16(at, itemTags.item >>> 16, true);
    view.setUint16(at + 2, itemTags.item & 0xffff, true);
    view.setUint32(at + 4, piece.length, true);
    bytes.set(piece, at + 8);
    at += 8 + piece.length;
  }
  return bytes;
}
