import type { GraphicSet } from './graphic-sets.ts';
import { decoderOf } from './text-decoders.ts';

/** Code of each UTF-16 code unit, 0 where there is none: bytes as one big-endian number of 1, 2 or 4 bytes. */
export type ReverseTable = Uint32Array;

const tables = new Map<GraphicSet | string, ReverseTable>();

/** How a set writes each character, turned round from its decoder when first needed (a few milliseconds). */
export function reverseTableOf(set: GraphicSet): ReverseTable {
  return memoized(set, () => {
    const table = tableOf(codesOf(set), (code) => set.decode(code));
    if (set.width === 2) for (const [character, twin] of twins) table[character] ||= table[twin]!;
    return table;
  });
}

/** The same for `gbk` and `gb18030`, which hold all of their characters in the Basic Multilingual Plane. */
export function reverseTableOfGb(label: 'gbk' | 'gb18030'): ReverseTable {
  const decode = (code: Uint8Array) => decoderOf(label).decode(code);
  const codes = label === 'gbk' ? gbkCodes : gb18030Codes;
  return memoized(label, () => tableOf(codes(), decode, label === 'gb18030'));
}

/**
 * Characters of the JIS and KS sets that Unicode has twice. The Encoding Standard decodes to the second of each
 * pair; other software (and people's keyboards) use the first.
 */
const twins: readonly (readonly [number, number])[] = [
  [0x301c, 0xff5e],
  [0x2212, 0xff0d],
  [0x2016, 0x2225],
  [0x2014, 0x2015],
  [0x00a2, 0xffe0],
  [0x00a3, 0xffe1],
  [0x00ac, 0xffe2],
];

function memoized(key: GraphicSet | string, build: () => ReverseTable): ReverseTable {
  let table = tables.get(key);
  if (table === undefined) {
    table = build();
    tables.set(key, table);
  }
  return table;
}

function tableOf(
  codes: Iterable<readonly number[]>,
  decode: (code: Uint8Array) => string,
  privateUse = false,
): ReverseTable {
  const table = new Uint32Array(0x10000);
  for (const code of codes) {
    const text = decode(Uint8Array.from(code));
    const character = text.charCodeAt(0);
    if (text.length !== 1 || !isWritable(character, privateUse)) continue;
    table[character] ||= code.reduce((number, byte) => number * 256 + byte, 0);
  }
  return table;
}

/** Neither the replacement character nor the private use area, where decoders put codes that mean nothing. */
function isWritable(character: number, privateUse: boolean): boolean {
  return character !== 0xfffd && (privateUse || character < 0xe000 || character > 0xf8ff);
}

function* codesOf(set: GraphicSet): Generator<number[]> {
  const high = set.plane === 'G1' ? 0x80 : 0;
  for (const [first, last] of set.leadBytes) {
    for (let lead = first; lead <= last; lead++) {
      if (set.width === 1) yield [lead];
      else for (let trail = 0x21; trail <= 0x7e; trail++) yield [lead, trail | high];
    }
  }
}

function* gbkCodes(): Generator<number[]> {
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) yield [lead, trail];
  }
}

/** Codes of four bytes for the Basic Multilingual Plane end at 84 31 A4 39. */
function* gb18030Codes(): Generator<number[]> {
  yield* gbkCodes();
  for (let pointer = 0; pointer < 39_420; pointer++) yield gb18030FourBytes(pointer);
}

/** The four bytes of a linear GB18030 pointer; U+10000 is pointer 189,000. */
export function gb18030FourBytes(pointer: number): number[] {
  return [
    0x81 + Math.floor(pointer / 12_600),
    0x30 + (Math.floor(pointer / 1260) % 10),
    0x81 + (Math.floor(pointer / 10) % 126),
    0x30 + (pointer % 10),
  ];
}
