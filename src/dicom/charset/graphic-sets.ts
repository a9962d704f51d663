import { decoderOf } from './text-decoders.ts';

/**
 * One coded graphic character set of ISO/IEC 2022 as DICOM uses it (PS3.3 tables C.12-2 to C.12-4): where it is
 * invoked (G0: bytes below 0x80, G1: bytes from 0xA0), what designates it, and how its codes become text.
 */
export interface GraphicSet {
  readonly name: string;
  readonly plane: 'G0' | 'G1';
  /** What follows the ESC byte in the sequence that designates this set, as characters. */
  readonly designator: string;
  /** Bytes for one character. */
  readonly width: 1 | 2;
  /** The first bytes that the registered set assigns; decoding accepts the vendors' additions between them too. */
  readonly leadBytes: readonly (readonly [first: number, last: number])[];
  decode(codes: Uint8Array): string;
}

const LEFT: GraphicSet['leadBytes'] = [[0x20, 0x7e]];
const RIGHT: GraphicSet['leadBytes'] = [[0xa0, 0xff]];

/** Values are short: looking characters up costs a tenth of a call into the decoder. */
const LONG = 64;

function latin(name: string, designator: string, label: string): GraphicSet {
  let characters: readonly string[] | undefined;
  const decode = (codes: Uint8Array): string => {
    if (codes.length > LONG) return decoderOf(label).decode(codes);
    characters ??= [...decoderOf(label).decode(Uint8Array.from({ length: 256 }, (_, code) => code))];
    let text = '';
    for (let i = 0; i < codes.length; i++) text += characters[codes[i]!];
    return text;
  };
  return { name, plane: 'G1', designator, width: 1, leadBytes: RIGHT, decode };
}

export const ascii: GraphicSet = {
  name: 'ISO 646',
  plane: 'G0',
  designator: '(B',
  width: 1,
  leadBytes: LEFT,
  decode: (codes) => decoderOf('utf-8').decode(codes),
};

/** JIS X 0201 differs from ASCII in two codes. */
export const romaji: GraphicSet = {
  name: 'JIS X 0201 romaji',
  plane: 'G0',
  designator: '(J',
  width: 1,
  leadBytes: LEFT,
  decode: (codes) => decoderOf('utf-8').decode(codes).replaceAll('\\', '¥').replaceAll('~', '‾'),
};

export const katakana: GraphicSet = {
  name: 'JIS X 0201 katakana',
  plane: 'G1',
  designator: ')I',
  width: 1,
  leadBytes: [[0xa1, 0xdf]],
  decode: decodeKatakana,
};

/** JIS X 0208 assigns rows 1-8 and 16-84; NEC and IBM filled others, which is read but never written. */
export const jisX0208: GraphicSet = {
  name: 'JIS X 0208',
  plane: 'G0',
  designator: '$B',
  width: 2,
  leadBytes: [
    [0x21, 0x28],
    [0x30, 0x74],
  ],
  decode: (codes) => decoderOf('euc-jp').decode(codes.map((code) => code | 0x80)),
};

export const jisX0212: GraphicSet = {
  name: 'JIS X 0212',
  plane: 'G0',
  designator: '$(D',
  width: 2,
  leadBytes: [[0x21, 0x7e]],
  decode: (codes) => decoderOf('euc-jp').decode(withSingleShift3(codes)),
};

export const ksX1001: GraphicSet = {
  name: 'KS X 1001',
  plane: 'G1',
  designator: '$)C',
  width: 2,
  leadBytes: [
    [0xa1, 0xac],
    [0xb0, 0xfd],
  ],
  decode: (codes) => decoderOf('euc-kr').decode(codes),
};

export const gb2312: GraphicSet = {
  name: 'GB 2312',
  plane: 'G1',
  designator: '$)A',
  width: 2,
  leadBytes: [
    [0xa1, 0xa9],
    [0xb0, 0xf7],
  ],
  decode: (codes) => decoderOf('gb18030').decode(codes),
};

export const latin1 = latin('ISO 8859-1', '-A', 'windows-1252');
export const latin2 = latin('ISO 8859-2', '-B', 'iso-8859-2');
export const latin3 = latin('ISO 8859-3', '-C', 'iso-8859-3');
export const latin4 = latin('ISO 8859-4', '-D', 'iso-8859-4');
export const latin5 = latin('ISO 8859-9', '-M', 'windows-1254');
export const latin9 = latin('ISO 8859-15', '-b', 'iso-8859-15');
export const cyrillic = latin('ISO 8859-5', '-L', 'iso-8859-5');
export const arabic = latin('ISO 8859-6', '-G', 'iso-8859-6');
export const greek = latin('ISO 8859-7', '-F', 'iso-8859-7');
export const hebrew = latin('ISO 8859-8', '-H', 'iso-8859-8');
export const thai = latin('TIS 620', '-T', 'windows-874');

const graphicSets: readonly GraphicSet[] = [
  ...[ascii, romaji, katakana, jisX0208, jisX0212, ksX1001, gb2312],
  ...[latin1, latin2, latin3, latin4, latin5, latin9, cyrillic, arabic, greek, hebrew, thai],
];

/** JIS C 6226-1978 is the older edition of JIS X 0208; old Japanese devices still designate it. */
const designations = new Map(graphicSets.map((set) => [set.designator, set])).set('$@', jisX0208);
const LONGEST_DESIGNATOR = 3;

export interface Designation {
  readonly set: GraphicSet;
  /** Bytes of the sequence, ESC included. */
  readonly length: number;
}

/** The set that the escape sequence at `offset` designates; sets that were not declared are accepted too. */
export function designationAt(bytes: Uint8Array, offset: number): Designation | undefined {
  let designator = '';
  for (let i = 1; i <= LONGEST_DESIGNATOR && offset + i < bytes.length; i++) {
    designator += String.fromCharCode(bytes[offset + i]!);
    const set = designations.get(designator);
    if (set !== undefined) return { set, length: i + 1 };
  }
  return undefined;
}

/** U+FF61 is the half-width form of code 0xA1, and so on in order. */
function decodeKatakana(codes: Uint8Array): string {
  let text = '';
  for (const code of codes) {
    text += code >= 0xa1 && code <= 0xdf ? String.fromCharCode(0xff61 + code - 0xa1) : '\ufffd';
  }
  return text;
}

/** In EUC-JP each character of JIS X 0212 is announced by the byte 0x8F. */
function withSingleShift3(codes: Uint8Array): Uint8Array {
  const shifted = new Uint8Array(Math.ceil((codes.length * 3) / 2));
  let end = 0;
  for (let i = 0; i < codes.length; i++) {
    if (i % 2 === 0) shifted[end++] = 0x8f;
    shifted[end++] = codes[i]! | 0x80;
  }
  return shifted.subarray(0, end);
}
