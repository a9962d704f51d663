/** What browsers may be given to show: by what a file says it is, and by what its first bytes are. */
import type { ListedFile } from '../../contract/index.ts';

/** Bytes that `isAsNamed` looks at. */
export const SNIFFED_BYTES = 512;

interface Kind {
  readonly preview: ListedFile['preview'];
  readonly isBeginning: (head: Uint8Array) => boolean;
}

/** Types that browsers show without running anything in them. SVG and HTML are not among these. */
const kinds: Readonly<Record<string, Kind>> = {
  'image/png': image('89504e470d0a1a0a'),
  'image/jpeg': image('ffd8ff'),
  'image/gif': image('47494638'),
  // The length of the file stands between the two.
  'image/webp': { preview: 'image', isBeginning: (head) => hex(head, 0, 4) + hex(head, 8, 12) === RIFF_WEBP },
  'application/pdf': { preview: 'pdf', isBeginning: (head) => hex(head, 0, 5) === '255044462d' },
  'text/plain': { preview: 'text', isBeginning: isText },
  'text/csv': { preview: 'text', isBeginning: isText },
};

const RIFF_WEBP = '5249464657454250';

export function previewOf(mediaType: string): ListedFile['preview'] {
  return kindOf(mediaType)?.preview ?? 'none';
}

/** Whether a file begins as files of its type do: a page that calls itself a picture does not. */
export function isAsNamed(mediaType: string, head: Uint8Array): boolean {
  return kindOf(mediaType)?.isBeginning(head) ?? false;
}

function kindOf(mediaType: string): Kind | undefined {
  return Object.hasOwn(kinds, mediaType) ? kinds[mediaType] : undefined;
}

function image(signature: string): Kind {
  return { preview: 'image', isBeginning: (head) => hex(head, 0, signature.length / 2) === signature };
}

function hex(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.subarray(start, end)).toString('hex');
}

/** No control characters but tabs and line breaks. Other bytes may be of any character set. */
function isText(head: Uint8Array): boolean {
  return head.every((byte) => byte >= 0x20 || [0x09, 0x0a, 0x0c, 0x0d].includes(byte));
}
