/** What a value is once decoded. `sequence` and `bytes` are not split into values. */
export type ValueKind = 'string' | 'text' | 'decimal' | 'int' | 'bigint' | 'tag' | 'bytes' | 'sequence';

// biome-ignore format: the list of PS3.5 table 6.2-1
export type VrCode =
  | 'AE' | 'AS' | 'AT' | 'CS' | 'DA' | 'DS' | 'DT' | 'FD' | 'FL' | 'IS' | 'LO' | 'LT' | 'OB' | 'OD' | 'OF' | 'OL' | 'OV'
  | 'OW' | 'PN' | 'SH' | 'SL' | 'SQ' | 'SS' | 'ST' | 'SV' | 'TM' | 'UC' | 'UI' | 'UL' | 'UN' | 'UR' | 'US' | 'UT' | 'UV';

/** One value representation (PS3.5 6.2, 7.1.2). Parser, writer, JSON and dump consult this row and nothing else. */
export interface Vr {
  readonly code: VrCode;
  readonly kind: ValueKind;
  /** Bytes of the length field in explicit VR: 2, or 4 after two reserved bytes (PS3.5 table 7.1-1). */
  readonly lengthBytes: 2 | 4;
  /** The byte that makes an odd length even: space, or NUL for UI and bytes. */
  readonly pad: 0x20 | 0x00;
  /** Bytes of one value of fixed size, and the unit of byte swapping; 1 where there is none. */
  readonly size: 1 | 2 | 4 | 8;
  /** Whether a backslash separates values. */
  readonly multiple: boolean;
  /** Whether Specific Character Set (0008,0005) applies (PS3.5 6.1.2.2). */
  readonly charset: boolean;
  /** Most characters of one value (bytes for UI), undefined where the length field is the only limit. */
  readonly maxLength: number | undefined;
  /** How numbers of fixed size are read. */
  readonly number: NumberFormat | undefined;
}

export type NumberFormat = 'u16' | 'i16' | 'u32' | 'i32' | 'u64' | 'i64' | 'f32' | 'f64';

const text = (code: VrCode, maxLength: number | undefined, more: Partial<Vr> = {}): Vr => ({
  code,
  kind: 'string',
  lengthBytes: 2,
  pad: 0x20,
  size: 1,
  multiple: true,
  charset: false,
  maxLength,
  number: undefined,
  ...more,
});

const numeric = (code: VrCode, number: NumberFormat, size: 2 | 4 | 8, more: Partial<Vr> = {}): Vr => ({
  ...text(code, undefined, { kind: 'int', pad: 0x00, number, size }),
  ...more,
});

const binary = (code: VrCode, size: 1 | 2 | 4 | 8, kind: ValueKind = 'bytes'): Vr => ({
  ...text(code, undefined, { kind, lengthBytes: 4, pad: 0x00, size, multiple: false }),
});

const rows: readonly Vr[] = [
  text('AE', 16),
  text('AS', 4),
  numeric('AT', 'u16', 2, { kind: 'tag' }),
  text('CS', 16),
  text('DA', 8),
  text('DS', 16, { kind: 'decimal' }),
  text('DT', 26),
  numeric('FD', 'f64', 8),
  numeric('FL', 'f32', 4),
  text('IS', 12, { kind: 'decimal' }),
  text('LO', 64, { charset: true }),
  text('LT', 10240, { kind: 'text', charset: true, multiple: false }),
  binary('OB', 1),
  binary('OD', 8),
  binary('OF', 4),
  binary('OL', 4),
  binary('OV', 8),
  binary('OW', 2),
  text('PN', undefined, { charset: true }),
  text('SH', 16, { charset: true }),
  numeric('SL', 'i32', 4),
  binary('SQ', 1, 'sequence'),
  numeric('SS', 'i16', 2),
  text('ST', 1024, { kind: 'text', charset: true, multiple: false }),
  numeric('SV', 'i64', 8, { kind: 'bigint', lengthBytes: 4 }),
  text('TM', 14),
  text('UC', undefined, { charset: true, lengthBytes: 4 }),
  text('UI', 64, { pad: 0x00 }),
  numeric('UL', 'u32', 4),
  binary('UN', 1),
  text('UR', undefined, { kind: 'text', multiple: false, lengthBytes: 4 }),
  numeric('US', 'u16', 2),
  text('UT', undefined, { kind: 'text', charset: true, multiple: false, lengthBytes: 4 }),
  numeric('UV', 'u64', 8, { kind: 'bigint', lengthBytes: 4 }),
];

const byCode = new Map<string, Vr>(rows.map((row) => [row.code, row]));

/** Indexed by the two letters of the code, so that the parser needs no string. */
const byLetters: (Vr | undefined)[] = new Array(26 * 26).fill(undefined);
for (const row of rows) byLetters[letterIndex(row.code.charCodeAt(0), row.code.charCodeAt(1))] = row;

function letterIndex(first: number, second: number): number {
  return (first - 0x41) * 26 + (second - 0x41);
}

const isCapital = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;

/** The row of a VR code; undefined for a code the standard does not have. */
export const vrOf = (code: string): Vr | undefined => byCode.get(code);

/** The row of a VR code given as its two bytes. */
export function vrOfLetters(first: number, second: number): Vr | undefined {
  return isCapital(first) && isCapital(second) ? byLetters[letterIndex(first, second)] : undefined;
}

/** Whether two bytes could be a VR code at all: a newer one, or a writer's own. */
export const looksLikeVr = (first: number, second: number): boolean => isCapital(first) && isCapital(second);

/** The rows by their codes. */
export const VR = Object.fromEntries(rows.map((row) => [row.code, row])) as Readonly<Record<VrCode, Vr>>;

/** Whether values are characters. */
export const isText = ({ kind }: Vr): boolean => kind === 'string' || kind === 'decimal' || kind === 'text';

export const allVrs = rows;
