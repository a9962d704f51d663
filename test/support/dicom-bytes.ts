/** Bytes of elements written by hand, so that parser tests do not lean on the writer. Little endian. */

type Part = string | number | Uint8Array | readonly Part[];

/** `count` copies of some bytes. */
export function repeated(piece: Uint8Array, count: number): Uint8Array {
  const all = new Uint8Array(piece.length * count);
  for (let at = 0; at < all.length; at += piece.length) all.set(piece, at);
  return all;
}

/** Text as its characters, numbers as bytes, in a row. */
export function bytes(...parts: readonly Part[]): Uint8Array {
  return Uint8Array.from(parts.flatMap(flat));
}

function flat(part: Part): number[] {
  if (typeof part === 'number') return [part];
  if (typeof part === 'string') return [...part].map((character) => character.charCodeAt(0));
  return part instanceof Uint8Array ? [...part] : part.flatMap(flat);
}

export const u16 = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff];
export const u32 = (value: number): number[] => [...u16(value & 0xffff), ...u16(value >>> 16)];

const tagBytes = (tag: number): number[] => [...u16(tag >>> 16), ...u16(tag & 0xffff)];
const longForms = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);

export const UNDEFINED = 0xffffffff;

/** An element in explicit VR; `length` where it is not that of the value. */
export function explicit(tag: number, vr: string, value: Part, length = flat(value).length): Uint8Array {
  const header = longForms.has(vr) ? [0, 0, ...u32(length)] : u16(length);
  return bytes(tagBytes(tag), vr, header, value);
}

/** An element in implicit VR, an item or a delimiter. */
export function implicit(tag: number, value: Part, length = flat(value).length): Uint8Array {
  return bytes(tagBytes(tag), u32(length), value);
}

export const item = (value: Part, length?: number): Uint8Array => implicit(0xfffee000, value, length);
export const itemEnd: Uint8Array = implicit(0xfffee00d, []);
export const sequenceEnd: Uint8Array = implicit(0xfffee0dd, []);

/** Preamble, `DICM`, and a meta group that claims a transfer syntax. */
export function fileHead(transferSyntaxUid: string): Uint8Array {
  const uid = transferSyntaxUid.length % 2 === 1 ? `${transferSyntaxUid}\0` : transferSyntaxUid;
  return bytes(new Uint8Array(128), 'DICM', explicit(0x00020010, 'UI', uid));
}
