/** ICC profiles as bytes (ICC.1:2022 7 and 10): what those of a matrix and three curves are made of. */

/** The illuminant of the profile connection space, D50 (ICC.1:2022 7.2.16). */
export const D50 = [0.9642, 1, 0.8249] as const;
/** Version 4.4. */
const VERSION = 0x04400000;
const HEADER_BYTES = 128;
const TAG_BYTES = 12;

type Element = readonly [signature: string, bytes: Uint8Array];

/** A header, a table of what is where, and the elements, each from a multiple of 4; the same is there once (ICC.1:2022 7). */
export function assembled(elements: readonly Element[]): Uint8Array {
  const places = new Map<Uint8Array, number>();
  let end = HEADER_BYTES + 4 + TAG_BYTES * elements.length;
  for (const [, bytes] of elements) {
    if (places.has(bytes)) continue;
    places.set(bytes, end);
    end += Math.ceil(bytes.length / 4) * 4;
  }
  const profile = Buffer.alloc(end);
  writeHeader(profile);
  profile.writeUInt32BE(elements.length, HEADER_BYTES);
  for (const [at, [signature, bytes]] of elements.entries()) {
    const entry = HEADER_BYTES + 4 + TAG_BYTES * at;
    const place = places.get(bytes)!;
    profile.write(signature, entry, 'latin1');
    profile.writeUInt32BE(place, entry + 4);
    profile.writeUInt32BE(bytes.length, entry + 8);
    profile.set(bytes, place);
  }
  return new Uint8Array(profile);
}

/** ICC.1:2022 7.2. The date is one that does not change what is made. */
function writeHeader(profile: Buffer): void {
  profile.writeUInt32BE(profile.length, 0);
  profile.writeUInt32BE(VERSION, 8);
  profile.write('mntrRGB XYZ ', 12, 'latin1');
  for (const [at, part] of [2026, 1, 1].entries()) profile.writeUInt16BE(part, 24 + 2 * at);
  profile.write('acsp', 36, 'latin1');
  profile.set(fixed(D50), 68);
}

export function typed(signature: string, bytes: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`${signature}\0\0\0\0`, 'latin1'), bytes]);
}

export const xyz = (values: readonly number[]): Uint8Array => typed('XYZ ', fixed(values));

/** s15Fixed16Number (ICC.1:2022 4.6). */
export function fixed(values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [at, value] of values.entries()) bytes.writeInt32BE(Math.round(value * 65_536), 4 * at);
  return bytes;
}

/** multiLocalizedUnicodeType of one text in English (ICC.1:2022 10.15). */
export function text(words: string): Uint8Array {
  const utf16 = Buffer.from(words, 'utf16le').swap16();
  const head = Buffer.alloc(20);
  head.writeUInt32BE(1, 0);
  head.writeUInt32BE(12, 4);
  head.write('enUS', 8, 'latin1');
  head.writeUInt32BE(utf16.length, 12);
  head.writeUInt32BE(28, 16);
  return typed('mluc', Buffer.concat([head, utf16]));
}

/** curveType with one u8Fixed8Number (ICC.1:2022 10.6). */
export function gamma(exponent: number): Uint8Array {
  const bytes = Buffer.alloc(6);
  bytes.writeUInt32BE(1, 0);
  bytes.writeUInt16BE(Math.round(exponent * 256), 4);
  return typed('curv', bytes);
}

/** parametricCurveType 3 (ICC.1:2022 10.18): `slope` x below `from`, x to a power from there. */
export function gammaAboveLine(exponent: number, slope: number, from: number): Uint8Array {
  return typed('para', Buffer.concat([Buffer.from([0, 3, 0, 0]), fixed([exponent, 1, 0, slope, from])]));
}
