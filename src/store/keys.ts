import { IsocenterError } from '../base/index.ts';

/** Longest name of one path segment, in bytes: NAME_MAX of every file system we know. */
export const MAX_SEGMENT_BYTES = 255;
/** Longest key, in UTF-16 units. PATH_MAX is 4,096 bytes and the data directory needs some of it. */
export const MAX_KEY_LENGTH = 2048;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const FORBIDDEN = /[\u0000-\u001f\u007f\\]/;
const SIMPLE_SEGMENT = /^[0-9A-Za-z._-]{1,255}$/;

/**
 * A key is a relative POSIX path such as `studies/ab/1.2.3/4.5.6/7.8.9.dcm`.
 * Returns it unchanged, or throws `store/bad-key`: a key never leaves the data directory.
 */
export function checkKey(key: string): string {
  if (key.length === 0 || key.length > MAX_KEY_LENGTH || !key.split('/').every(isSafeSegment)) {
    throw new IsocenterError('store/bad-key');
  }
  return key;
}

function isSafeSegment(segment: string): boolean {
  if (segment === '.' || segment === '..') return false;
  if (SIMPLE_SEGMENT.test(segment)) return true;
  return (
    segment.length > 0 &&
    segment.isWellFormed() &&
    !FORBIDDEN.test(segment) &&
    Buffer.byteLength(segment) <= MAX_SEGMENT_BYTES
  );
}
