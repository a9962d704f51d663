import { IsocenterError } from '../../base/index.ts';
import { defaultCharacterSet } from '../charset/index.ts';
import { Dataset } from '../dataset.ts';
import { itemTags } from '../item-tags.ts';
import { limits } from '../limits.ts';
import { formatTag, isGroupLength, parseTag, type Tag } from '../tag.ts';
import type { Fragments, ValueInput } from '../value.ts';
import { type NumberFormat, type Vr, vrOf } from '../vr.ts';
import { fromBase64 } from './base64.ts';
import { ensureEncodable } from './ensure-encodable.ts';
import { jsonNameGroups, nonFinite } from './model.ts';

export interface FromJsonOptions {
  /** The bytes (little endian, or UTF-8 text) behind a BulkDataURI; undefined when there are none. */
  readonly bulkData?: (uri: string) => Uint8Array | undefined;
}

/**
 * Builds a data set from the JSON model, as it comes out of `JSON.parse`: nothing about its shape is believed.
 * (0008,0005) is kept (PS3.18 F.2.2 note 3), and set to ISO_IR 192 in data sets and items whose text needs that.
 * @throws IsocenterError dicom/bad-value with the tag, dicom/limit for sequences too deep or objects too large
 */
export function fromJson(json: unknown, options: FromJsonOptions = {}): Dataset {
  const dataset = new JsonReader(options).dataset(json, 0);
  ensureEncodable(dataset, defaultCharacterSet);
  return dataset;
}

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function bad(tag: Tag | string, vr: string, reason: string): never {
  const name = typeof tag === 'string' ? JSON.stringify(tag.slice(0, 16)) : formatTag(tag);
  throw new IsocenterError('dicom/bad-value', { tag: name, vr, reason });
}

class JsonReader {
  readonly #options: FromJsonOptions;

  constructor(options: FromJsonOptions) {
    this.#options = options;
  }

  dataset(json: unknown, depth: number): Dataset {
    if (!isObject(json)) bad('', 'SQ', 'a data set must be a JSON object');
    const tags = Object.keys(json).sort();
    checkLimit('Sequence depth', depth, limits.sequenceDepth);
    checkLimit('Element count', tags.length, limits.elements);
    const dataset = new Dataset();
    for (const key of tags) this.#set(dataset, key, json[key], depth);
    return dataset;
  }

  #set(dataset: Dataset, key: string, attribute: unknown, depth: number): void {
    const tag = key.length === 8 ? parseTag(key) : undefined;
    if (tag === undefined || !isObject(attribute)) bad(key, 'UN', 'not an attribute of the DICOM JSON model');
    const vr = typeof attribute.vr === 'string' ? vrOf(attribute.vr) : undefined;
    if (vr === undefined) bad(tag, String(attribute.vr).slice(0, 2), 'no such VR');
    if (isGroupLength(tag)) return;
    dataset.set(tag, vr, this.#value(tag, vr, attribute, depth));
  }

  #value(tag: Tag, vr: Vr, attribute: JsonObject, depth: number): ValueInput {
    if (attribute.BulkDataURI !== undefined) return this.#referenced(tag, vr, attribute.BulkDataURI);
    if (attribute.InlineBinary !== undefined)
      return bytesInput(tag, vr, inlineBytes(tag, vr, attribute.InlineBinary));
    const values = attribute.Value ?? [];
    if (!Array.isArray(values)) bad(tag, vr.code, 'Value must be an array');
    checkLimit('Value count', values.length, limits.elements);
    return this.#values(tag, vr, values, depth);
  }

  #values(tag: Tag, vr: Vr, values: readonly unknown[], depth: number): ValueInput {
    switch (vr.kind) {
      case 'string':
      case 'text':
      case 'decimal':
        return values.map((value) => textOf(tag, vr, value));
      case 'int':
        return values.map((value) => numberOf(tag, vr, value));
      case 'bigint':
        return values.map((value) => bigintOf(tag, vr, value));
      case 'tag':
        return values.map((value) => parseTag(String(value)) ?? bad(tag, vr.code, 'not a tag'));
      case 'sequence':
        return values.map((value) => this.dataset(value ?? {}, depth + 1));
      case 'bytes':
        return values.length === 0 ? [] : bad(tag, vr.code, 'binary values are InlineBinary or BulkDataURI');
      default:
        return vr.kind satisfies never;
    }
  }

  /** The value by VR; text among bulk data is UTF-8 (PS3.18 F.2.2 note 4). */
  #referenced(tag: Tag, vr: Vr, uri: unknown): ValueInput {
    const bytes = typeof uri === 'string' ? this.#options.bulkData?.(uri) : undefined;
    if (bytes === undefined) bad(tag, vr.code, 'the bulk data it refers to is not available');
    if (vr.kind === 'bytes') return bytesInput(tag, vr, bytes);
    if (vr.number !== undefined && vr.kind !== 'tag') return numbersIn(bytes, vr.number);
    return vr.kind === 'tag' || vr.kind === 'sequence'
      ? bad(tag, vr.code, 'not by reference')
      : textIn(bytes);
  }
}

interface NumberArray {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer): ArrayLike<number> | ArrayLike<bigint>;
}

const typedArrays: Readonly<Record<NumberFormat, NumberArray>> = {
  ...{ u16: Uint16Array, i16: Int16Array, u32: Uint32Array, i32: Int32Array },
  ...{ f32: Float32Array, f64: Float64Array, u64: BigUint64Array, i64: BigInt64Array },
};

/** Little endian, as the machines that this runs on. A rest shorter than a number is left out. */
function numbersIn(bytes: Uint8Array, format: NumberFormat): ValueInput {
  const Numbers = typedArrays[format];
  const length = bytes.length - (bytes.length % Numbers.BYTES_PER_ELEMENT);
  return Array.from<number | bigint>(new Numbers(bytes.slice(0, length).buffer)) as
    | readonly number[]
    | readonly bigint[];
}

const textIn = (bytes: Uint8Array): string => new TextDecoder().decode(bytes).replace(/[ \0]+$/, '');

function textOf(tag: Tag, vr: Vr, value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  if (vr.code === 'PN' && isObject(value)) return nameOf(value);
  return bad(tag, vr.code, `a ${typeof value}`);
}

function nameOf(name: JsonObject): string {
  const groups = jsonNameGroups.map((group) => (typeof name[group] === 'string' ? name[group] : ''));
  return groups.join('=').replace(/=+$/, '');
}

function numberOf(tag: Tag, vr: Vr, value: unknown): number {
  if (typeof value === 'number') return value;
  const special = nonFinite[String(value)];
  return special !== undefined && vr.number?.startsWith('f') ? special : bad(tag, vr.code, 'not a number');
}

function bigintOf(tag: Tag, vr: Vr, value: unknown): bigint {
  if (Number.isSafeInteger(value)) return BigInt(value as number);
  return typeof value === 'string' && /^-?\d{1,20}$/.test(value)
    ? BigInt(value)
    : bad(tag, vr.code, 'not an integer');
}

function inlineBytes(tag: Tag, vr: Vr, text: unknown): Uint8Array {
  const bytes = typeof text === 'string' ? fromBase64(text) : undefined;
  return bytes ?? bad(tag, vr.code, 'InlineBinary must be Base64');
}

function bytesInput(tag: Tag, vr: Vr, bytes: Uint8Array): ValueInput {
  if (vr.kind !== 'bytes') return bad(tag, vr.code, 'not a binary VR');
  return (tag === PIXEL_DATA && vr.size === 1 && fragmentsOf(bytes)) || bytes;
}

const PIXEL_DATA = 0x7fe00010;

/** Encapsulated pixel data shows itself: it is nothing but items from the first byte to the last (PS3.5 A.4). */
function fragmentsOf(bytes: Uint8Array): Fragments | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + 8 > bytes.length || tagAt(view, at) !== itemTags.item) return undefined;
    const end = at + 8 + view.getUint32(at + 4, true);
    if (end > bytes.length) return undefined;
    pieces.push(bytes.subarray(at + 8, end));
    at = end;
  }
  const [basicOffsetTable, ...fragments] = pieces;
  return basicOffsetTable && { basicOffsetTable, fragments };
}

function tagAt(view: DataView, at: number): Tag {
  return view.getUint16(at, true) * 0x10000 + view.getUint16(at + 2, true);
}

function checkLimit(what: string, value: number, limit: number): void {
  if (value > limit) throw new IsocenterError('dicom/limit', { what, value, limit });
}
