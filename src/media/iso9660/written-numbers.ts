/** Numbers and times as ISO 9660 has them. */

/** In both byte orders, the little-endian one first. ECMA-119 7.2.3 and 7.3.3. */
export function writeBoth16(bytes: Buffer, at: number, value: number): void {
  bytes.writeUInt16LE(value, at);
  bytes.writeUInt16BE(value, at + 2);
}

export function writeBoth32(bytes: Buffer, at: number, value: number): void {
  bytes.writeUInt32LE(value, at);
  bytes.writeUInt32BE(value, at + 4);
}

/** Of a record: years since 1900, month, day, hour, minute, second, and no offset from UTC. ECMA-119 9.1.5. */
export function recordTime(date: Date): Buffer {
  return Buffer.of(
    Math.min(Math.max(date.getUTCFullYear() - 1900, 0), 255),
    ...[date.getUTCMonth() + 1, date.getUTCDate()],
    ...[date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()],
    0,
  );
}

/** Of a volume: digits down to hundredths of a second, and no offset from UTC. ECMA-119 8.4.26.1. */
export function volumeTime(date: Date): Buffer {
  const digits = date.toISOString().replace(/\D/g, '').slice(0, 16);
  return Buffer.from(`${digits}\0`, 'latin1');
}

/** No time is given. */
export const noVolumeTime = (): Buffer => Buffer.from(`${'0'.repeat(16)}\0`, 'latin1');
