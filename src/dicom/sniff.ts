import { hexTag } from './tag.ts';
import { vrOf } from './vr.ts';

/** Bytes of a file that `sniff` looks at. */
export const SNIFF_BYTES = 1024;

export type Sniffed =
  | { readonly kind: 'dicom' }
  | { readonly kind: 'dicomdir' }
  | { readonly kind: 'other'; readonly reason: string };

const MAGIC_AT = 128;

/** What lies beside images on discs, by how it begins (latin1). */
const knownContents: readonly (readonly [beginning: string, reason: string])[] = [
  ['\xff\xd8\xff', 'a JPEG picture'],
  ['\x89PNG', 'a PNG picture'],
  ['GIF8', 'a GIF picture'],
  ['BM', 'a BMP picture'],
  ['%PDF', 'a PDF document'],
  ['PK\x03\x04', 'a ZIP archive'],
  ['\x1f\x8b', 'a gzip archive'],
  ['MZ', 'a Windows program'],
  ['\x7fELF', 'a Linux program'],
  ['\x00\x05\x16\x07', 'a macOS resource file'],
  ['<?xml', 'an XML document'],
  ['<!DOCTYPE', 'an HTML page'],
  ['{', 'a JSON document'],
];

/** Decides by the first bytes of a file, whatever its name is; parsing has the last word on what is DICOM. */
export function sniff(head: Uint8Array, fileSize: number): Sniffed {
  if (fileSize === 0) return { kind: 'other', reason: 'empty' };
  const hasMagic = latin(head, MAGIC_AT, 4) === 'DICM';
  if (hasMagic && isDirectory(head)) return { kind: 'dicomdir' };
  if (hasMagic) return { kind: 'dicom' };
  const known = knownContents.find(([beginning]) => latin(head, 0, beginning.length) === beginning);
  if (known !== undefined) return { kind: 'other', reason: known[1] };
  if (beginsWithElement(head, fileSize)) return isDirectory(head) ? { kind: 'dicomdir' } : { kind: 'dicom' };
  return { kind: 'other', reason: 'no DICM prefix and no data element at the beginning' };
}

/** Media Storage Directory Storage as (0002,0002), which is among the first elements. */
function isDirectory(head: Uint8Array): boolean {
  return /1\.2\.840\.10008\.1\.3\.10(?![0-9.])/.test(latin(head, 0, head.length));
}

/** Files without preamble begin with an element of group 0002 or 0008 (old ACR-NEMA ones too). */
function beginsWithElement(head: Uint8Array, fileSize: number): boolean {
  return head.length >= 8 && [true, false].some((littleEndian) => isElement(head, fileSize, littleEndian));
}

function isElement(head: Uint8Array, fileSize: number, littleEndian: boolean): boolean {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const tag = view.getUint16(0, littleEndian) * 0x10000 + view.getUint16(2, littleEndian);
  if (!/^000[28]0/.test(hexTag(tag))) return false;
  if (vrOf(latin(head, 4, 2)) !== undefined) return view.getUint16(6, littleEndian) + 8 <= fileSize;
  return view.getUint32(4, littleEndian) <= Math.min(LONGEST_FIRST_VALUE, fileSize - 8);
}

/** Group lengths, versions, character sets, image types: what comes first is short. */
const LONGEST_FIRST_VALUE = 256;

function latin(bytes: Uint8Array, start: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(start, start + length));
}
