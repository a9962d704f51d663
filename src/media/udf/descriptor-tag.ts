/** The tag that begins every descriptor. ECMA-167 3/7.2. */
import { damaged } from '../sectors/index.ts';

/** Kinds of descriptors (ECMA-167 3/7.2.1 and 4/7.2.1). */
export const tagIds = {
  sparingTable: 0,
  anchorVolumePointer: 2,
  volumePointer: 3,
  partition: 5,
  logicalVolume: 6,
  terminating: 8,
  fileSet: 256,
  fileIdentifier: 257,
  allocationExtent: 258,
  indirectEntry: 259,
  fileEntry: 261,
  extendedFileEntry: 266,
} as const;

const TAG_LENGTH = 16;
const CHECKSUM_AT = 4;

/** What a sector begins as; undefined where no valid tag is. */
export function tagOf(bytes: Buffer): number | undefined {
  if (bytes.length < TAG_LENGTH || !hasChecksum(bytes) || !hasContents(bytes)) return undefined;
  return bytes.readUInt16LE(0);
}

/** As `tagOf`, without looking at the contents: names in folders may go on in the next block. */
export function shortTagOf(bytes: Buffer): number | undefined {
  return bytes.length >= TAG_LENGTH && hasChecksum(bytes) ? bytes.readUInt16LE(0) : undefined;
}

/** Where the writer says that it is: a copy elsewhere is none. */
export const tagLocation = (bytes: Buffer): number => bytes.readUInt32LE(12);

/** @throws IsocenterError `disc/damaged` */
export function requireTag(bytes: Buffer, what: string, ...wanted: readonly number[]): number {
  const tag = tagOf(bytes);
  if (tag !== undefined && wanted.includes(tag)) return tag;
  throw damaged(`no ${what} is where it should be`);
}

function hasChecksum(bytes: Buffer): boolean {
  let sum = 0;
  let isBlank = true;
  for (let at = 0; at < TAG_LENGTH; at++) {
    if (at !== CHECKSUM_AT) sum += bytes[at]!;
    if (bytes[at] !== 0) isBlank = false;
  }
  return !isBlank && (sum & 0xff) === bytes[CHECKSUM_AT];
}

function hasContents(bytes: Buffer): boolean {
  const length = bytes.readUInt16LE(10);
  return TAG_LENGTH + length <= bytes.length && crc(bytes, TAG_LENGTH, length) === bytes.readUInt16LE(8);
}

/** CRC-ITU-T of x^16 + x^12 + x^5 + 1, from 0. ECMA-167 3/7.2.6. */
function crc(bytes: Buffer, start: number, length: number): number {
  let value = 0;
  for (let at = start; at < start + length; at++)
    value = ((value << 8) & 0xffff) ^ crcTable[(value >> 8) ^ bytes[at]!]!;
  return value;
}

const crcTable = Uint16Array.from({ length: 256 }, (_, index) => {
  let value = index << 8;
  for (let bit = 0; bit < 8; bit++) value = (value & 0x8000 ? (value << 1) ^ 0x1021 : value << 1) & 0xffff;
  return value;
});
