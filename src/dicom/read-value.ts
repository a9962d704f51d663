import { IsocenterError } from '../base/index.ts';
import type { Element } from './element.ts';
import { readFragments, readItems } from './read-items.ts';
import { swapped } from './swap-bytes.ts';
import { decodeTextBytes } from './text.ts';
import type { Value } from './value.ts';
import { type NumberFormat, VR } from './vr.ts';

type Reader = (view: DataView, at: number, littleEndian: boolean) => number;

const readers: Readonly<Record<Exclude<NumberFormat, 'u64' | 'i64'>, Reader>> = {
  u16: (view, at, le) => view.getUint16(at, le),
  i16: (view, at, le) => view.getInt16(at, le),
  u32: (view, at, le) => view.getUint32(at, le),
  i32: (view, at, le) => view.getInt32(at, le),
  f32: (view, at, le) => view.getFloat32(at, le),
  f64: (view, at, le) => view.getFloat64(at, le),
};

/** Decodes what an element points at. A remainder shorter than one number is left out, not an error. */
export function readValue(element: Element): Value {
  const { vr } = element;
  if (element.undefinedLength && vr.kind !== 'sequence') return readFragments(element);
  switch (vr.kind) {
    case 'string':
    case 'decimal':
      return { kind: 'strings', strings: readStrings(element) };
    case 'text':
      return { kind: 'strings', strings: readText(element) };
    case 'int':
      return { kind: 'numbers', numbers: readNumbers(element) };
    case 'bigint':
      return { kind: 'bigints', bigints: readBigints(element) };
    case 'tag':
      return { kind: 'tags', tags: readTags(element) };
    case 'sequence':
      return isSequenceByDictionary(element) ? readLikelyItems(element) : readItems(element);
    case 'bytes':
      return { kind: 'bytes', bytes: readBytes(element) };
    default:
      return vr.kind satisfies never;
  }
}

const isSequenceByDictionary = ({ writtenVr, undefinedLength }: Element): boolean =>
  writtenVr !== VR.SQ && !undefinedLength;

/** What the dictionary calls a sequence, private ones above all, may be something else: bytes then. */
function readLikelyItems(element: Element): Value {
  try {
    return readItems(element);
  } catch (error) {
    if (error instanceof IsocenterError && !element.undefinedLength)
      return { kind: 'bytes', bytes: rawBytes(element) };
    throw error;
  }
}

/** Values of a string VR, without padding. An empty element has no value; empty values between are kept. */
export function readStrings(element: Element): readonly string[] {
  const text = decodeTextBytes(element);
  if (text.indexOf('\\') === -1) {
    const only = trimPadding(text);
    return only === '' ? [] : [only];
  }
  return text.split('\\').map(trimPadding);
}

function readText(element: Element): readonly string[] {
  const text = trimEnd(decodeTextBytes(element));
  return text === '' ? [] : [text];
}

export function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isPadding(text.charCodeAt(end - 1))) end--;
  return end === text.length ? text : text.slice(0, end);
}

/** Spaces on both sides and trailing NULs do not count (PS3.5 6.2). */
export function trimPadding(text: string): string {
  let start = 0;
  let end = text.length;
  while (end > 0 && isPadding(text.charCodeAt(end - 1))) end--;
  while (start < end && text.charCodeAt(start) === 0x20) start++;
  return end - start === text.length ? text : text.slice(start, end);
}

const isPadding = (code: number): boolean => code === 0x20 || code === 0;

/** In little endian, a view but where the source is in big endian. */
function readBytes(element: Element): Uint8Array {
  const raw = rawBytes(element);
  return element.isLittleEndian ? raw : swapped(raw, element.vr.size);
}

function rawBytes(element: Element): Uint8Array {
  return element.owner.source.bytes.subarray(element.valueStart, element.valueEnd);
}

function viewOf(element: Element): DataView {
  const bytes = rawBytes(element);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function readNumbers(element: Element): readonly number[] {
  const format = element.vr.number as keyof typeof readers;
  const littleEndian = element.isLittleEndian;
  if (format === 'u16' && element.length === 2) {
    return [element.owner.source.uint16(element.valueStart, littleEndian)];
  }
  const read = readers[format];
  const view = viewOf(element);
  const { size } = element.vr;
  return Array.from({ length: Math.trunc(element.length / size) }, (_, i) =>
    read(view, i * size, littleEndian),
  );
}

function readBigints(element: Element): readonly bigint[] {
  const view = viewOf(element);
  const littleEndian = element.isLittleEndian;
  const signed = element.vr.number === 'i64';
  return Array.from({ length: Math.trunc(element.length / 8) }, (_, i) =>
    signed ? view.getBigInt64(i * 8, littleEndian) : view.getBigUint64(i * 8, littleEndian),
  );
}

function readTags(element: Element): readonly number[] {
  const { source } = element.owner;
  const littleEndian = element.isLittleEndian;
  return Array.from({ length: Math.trunc(element.length / 4) }, (_, i) =>
    source.tag(element.valueStart + i * 4, littleEndian),
  );
}
