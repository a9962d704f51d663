/** Bytes of UTF-8 in one segment: room for ` (2)` below the 255 that ext4 takes. */
const SEGMENT_LIMIT = 120;

/** Of any extension, also with a name before it. */
const RESERVED_ON_WINDOWS = /^(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$|clock\$)(?=[ .]|$)/i;
/** What Windows and SMB refuse, control characters, ends of lines, and what macOS writes for characters SMB refuses. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must go
const REFUSED = /[\u0000-\u001f\u007f-\u009f<>:"/\\|?*\u2028\u2029\ufeff\uf000-\uf0ff]/g;
/** They let a name be read as another one than it is. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const encoder = new TextEncoder();

/**
 * One path segment (a file or folder name) without anything that ext4, NTFS, exFAT, APFS or an SMB share refuses or treats
 * specially; never empty, `.` or `..`, and no longer than 120 bytes with its extension.
 */
export function safeSegment(name: string, extension = ''): string {
  const cleaned = withoutDanger(cutToBytes(name, SEGMENT_LIMIT * 4));
  const trimmed = trim(cutToBytes(trim(cleaned), SEGMENT_LIMIT - 1 - extension.length));
  const named = trimmed === '' ? '_' : trimmed;
  return named.replace(RESERVED_ON_WINDOWS, '$1_') + extension;
}

function withoutDanger(name: string): string {
  return name
    .toWellFormed()
    .normalize('NFC')
    .replace(/\^+/g, ' ')
    .replace(REFUSED, '_')
    .replace(TURNING, '_')
    .replace(/\s+/g, ' ');
}

/** Windows drops dots and spaces at the end; a dot in front hides a name elsewhere. */
const trim = (name: string): string => name.replace(/^[ .]+/, '').replace(/[ .]+$/, '');

/** The longest beginning of whole characters that UTF-8 writes in so many bytes. */
function cutToBytes(text: string, limit: number): string {
  if (text.length * 3 <= limit) return text;
  const { read } = encoder.encodeInto(text.slice(0, limit), new Uint8Array(limit));
  return text.slice(0, read);
}
