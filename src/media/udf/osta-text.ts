/** Names on UDF discs: OSTA Compressed Unicode (UDF 2.1.1) and the fixed fields that hold it (UDF 2.1.3). */

const BYTES = 8;
const PAIRS = 16;

/** The first byte says how many bits a character has; other values, such as those of deleted names, give nothing. */
export function compressedUnicode(bytes: Buffer): string {
  const text = bytes.subarray(1);
  if (bytes[0] === BYTES) return text.toString('latin1');
  if (bytes[0] !== PAIRS) return '';
  return Buffer.from(text.subarray(0, text.length & ~1))
    .swap16()
    .toString('utf16le');
}

/** A field of fixed length, whose last byte says how much of it is used. */
export function dstring(field: Buffer): string {
  const length = Math.min(field.at(-1) ?? 0, field.length - 1);
  return compressedUnicode(field.subarray(0, length));
}

/** The identifier of an entity, such as a kind of partition. ECMA-167 1/7.4. */
export function entityOf(field: Buffer): string {
  return field.toString('latin1', 1, 24).replace(/\0+$/, '');
}
