import type { SpecificCharacterSet } from './charset/index.ts';
import type { Element } from './element.ts';
import { swapped } from './swap-bytes.ts';
import { encodeTextBytes } from './text.ts';
import type { NumberFormat, Vr } from './vr.ts';

type Writer = (view: DataView, at: number, value: number, littleEndian: boolean) => void;

const writers: Readonly<Record<Exclude<NumberFormat, 'u64' | 'i64'>, Writer>> = {
  u16: (view, at, value, le) => view.setUint16(at, value, le),
  i16: (view, at, value, le) => view.setInt16(at, value, le),
  u32: (view, at, value, le) => view.setUint32(at, value, le),
  i32: (view, at, value, le) => view.setInt32(at, value, le),
  f32: (view, at, value, le) => view.setFloat32(at, value, le),
  f64: (view, at, value, le) => view.setFloat64(at, value, le),
};

/** The bytes of a value, padded to an even length. Sequences and fragments are the writer's own work. */
export function encodeValue(
  element: Element,
  littleEndian: boolean,
  charset: SpecificCharacterSet,
): Uint8Array {
  const raw = element.rawBytes;
  if (raw && !needsCharset(element, charset))
    return recode(raw, element.vr, element.isLittleEndian !== littleEndian);
  const { value, vr } = element;
  switch (value.kind) {
    case 'strings':
      return padEven(encodeTextBytes(value.strings.join('\\'), vr, charset), vr);
    case 'numbers':
      return encodeNumbers(vr, value.numbers, littleEndian);
    case 'bigints':
      return encodeBigints(vr, value.bigints, littleEndian);
    case 'tags':
      return encodeTags(value.tags, littleEndian);
    case 'bytes':
      return padEven(littleEndian ? value.bytes : swapped(value.bytes, vr.size), vr);
    case 'items':
    case 'fragments':
      return new Uint8Array(0);
    default:
      return value satisfies never;
  }
}

/** Whether text read in one character set is to be written in another. */
const needsCharset = ({ vr, owner }: Element, charset: SpecificCharacterSet): boolean =>
  vr.charset && owner.characterSet !== charset;

/** Bytes read, for the other byte order where asked; an odd length is made even only in a copy. */
function recode(raw: Uint8Array, vr: Vr, swap: boolean): Uint8Array {
  return padEven(swap && vr.size > 1 ? swapped(raw, vr.size) : raw, vr);
}

function padEven(bytes: Uint8Array, vr: Vr): Uint8Array {
  if (bytes.length % 2 === 0) return bytes;
  const padded = new Uint8Array(bytes.length + 1);
  padded.set(bytes);
  padded[bytes.length] = vr.pad;
  return padded;
}

function encodeNumbers(vr: Vr, numbers: readonly number[], littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(numbers.length * vr.size));
  const write = writers[vr.number as keyof typeof writers];
  numbers.forEach((number, i) => {
    write(view, i * vr.size, number, littleEndian);
  });
  return new Uint8Array(view.buffer);
}

function encodeBigints(vr: Vr, bigints: readonly bigint[], littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(bigints.length * 8));
  bigints.forEach((bigint, i) => {
    if (vr.number === 'i64') view.setBigInt64(i * 8, bigint, littleEndian);
    else view.setBigUint64(i * 8, bigint, littleEndian);
  });
  return new Uint8Array(view.buffer);
}

function encodeTags(tags: readonly number[], littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(tags.length * 4));
  tags.forEach((tag, i) => {
    view.setUint16(i * 4, tag >>> 16, littleEndian);
    view.setUint16(i * 4 + 2, tag & 0xffff, littleEndian);
  });
  return new Uint8Array(view.buffer);
}
