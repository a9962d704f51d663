/** Names that are made here, of what the archive is to keep. */

/** A UUID of random bytes (RFC 9562 5.4): browsers make one themselves only where the connection is encrypted. */
export function newUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** A UID of DICOM, of such a UUID: PS3.5 B.2. */
export const newUid = (): string => `2.25.${BigInt(`0x${newUuid().replaceAll('-', '')}`)}`;
