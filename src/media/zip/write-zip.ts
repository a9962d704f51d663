/**
 * A zip that is written while it is sent: APPNOTE.TXT 6.3.10, method store, with Zip64 where sizes need it. Images hardly
 * shrink, and computing their checksum natively (zlib) leaves the network as the limit.
 */
import { crc32 } from 'node:zlib';

/** One file of a zip. */
export interface ZipEntry {
  /** Relative, `/` between its parts. */
  readonly path: string;
  /** Bytes; the content must have exactly as many. */
  readonly size: number;
  /** At hand, or read when it is its turn. */
  readonly content: readonly Uint8Array[] | AsyncIterable<Uint8Array>;
}

const LOCAL_HEADER = 0x04034b50;
const DATA_DESCRIPTOR = 0x08074b50;
const CENTRAL_HEADER = 0x02014b50;
const ZIP64_END = 0x06064b50;
const ZIP64_LOCATOR = 0x07064b50;
const END = 0x06054b50;
/** 4.4.4: the name is UTF-8; checksum and sizes follow the content. */
const FLAG_UTF8 = 0x0800;
const FLAG_DESCRIPTOR = 0x0008;
/** 4.4.3.2: 2.0 for folders in names, 4.5 for Zip64. */
const VERSION = 20;
const VERSION_ZIP64 = 45;
const ZIP64_EXTRA = 0x0001;
const MAX_32 = 0xffffffff;
const MAX_16 = 0xffff;
/** Regular file that everybody may read, made on Unix (4.4.2, 4.4.15). */
const MADE_ON_UNIX = 3 << 8;
const FILE_MODE = 0o100644 * 0x10000;

interface Written {
  readonly name: Buffer;
  readonly size: number;
  readonly crc: number;
  readonly flags: number;
  readonly offset: number;
}

/** The bytes of a zip. Entries are asked for one after the other. Throws a RangeError for content of another size. */
export async function* writeZip(
  entries: Iterable<ZipEntry> | AsyncIterable<ZipEntry>,
  modified: Date,
): AsyncGenerator<Uint8Array, void, void> {
  const stamp = dosTime(modified);
  const written: Written[] = [];
  let offset = 0;
  for await (const { path, size, content } of entries) {
    const name = Buffer.from(path);
    // What is at hand has its checksum in front: readers that do not seek (Java's) need it there.
    const known = Symbol.asyncIterator in content ? undefined : crcOf(content);
    const flags = known === undefined ? FLAG_UTF8 | FLAG_DESCRIPTOR : FLAG_UTF8;
    const header = localHeader({ name, size, crc: known ?? 0, flags, offset }, stamp);
    yield header;
    let crc = 0;
    let seen = 0;
    for await (const chunk of content) {
      if (known === undefined) crc = crc32(chunk, crc);
      seen += chunk.length;
      yield chunk;
    }
    if (seen !== size) throw new RangeError(`an entry of ${size} bytes has ${seen}`);
    written.push({ name, size, crc: known ?? crc, flags, offset });
    offset += header.length + size;
    if (known !== undefined) continue;
    const descriptor = dataDescriptor(crc, size);
    yield descriptor;
    offset += descriptor.length;
  }
  yield* centralDirectory(written, offset, stamp);
}

function crcOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((crc, part) => crc32(part, crc), 0);
}

/** 4.3.7. With a descriptor the sizes are zero here, except in Zip64, where the extra field says that they have 64 bits. */
function localHeader({ name, size, crc, flags }: Written, stamp: number): Buffer {
  const isZip64 = size >= MAX_32;
  const extra = isZip64 ? zip64Extra([size, size]) : Buffer.alloc(0);
  const short = isZip64 ? MAX_32 : flags & FLAG_DESCRIPTOR ? 0 : size;
  const fixed = Buffer.alloc(30);
  fixed.writeUInt32LE(LOCAL_HEADER, 0);
  fixed.writeUInt16LE(isZip64 ? VERSION_ZIP64 : VERSION, 4);
  fixed.writeUInt16LE(flags, 6);
  fixed.writeUInt32LE(stamp, 10);
  fixed.writeUInt32LE(crc, 14);
  fixed.writeUInt32LE(short, 18);
  fixed.writeUInt32LE(short, 22);
  fixed.writeUInt16LE(name.length, 26);
  fixed.writeUInt16LE(extra.length, 28);
  return Buffer.concat([fixed, name, extra]);
}

/** 4.3.9. */
function dataDescriptor(crc: number, size: number): Buffer {
  const isZip64 = size >= MAX_32;
  const bytes = Buffer.alloc(isZip64 ? 24 : 16);
  bytes.writeUInt32LE(DATA_DESCRIPTOR, 0);
  bytes.writeUInt32LE(crc, 4);
  if (isZip64) for (const at of [8, 16]) bytes.writeBigUInt64LE(BigInt(size), at);
  else for (const at of [8, 12]) bytes.writeUInt32LE(size, at);
  return bytes;
}

function* centralDirectory(
  written: readonly Written[],
  start: number,
  stamp: number,
): Generator<Uint8Array, void, void> {
  let size = 0;
  for (const entry of written) {
    const header = centralHeader(entry, stamp);
    size += header.length;
    yield header;
  }
  yield endOfDirectory(written.length, size, start);
}

/** 4.3.12. */
function centralHeader({ name, size, crc, flags, offset }: Written, stamp: number): Buffer {
  const long = [...(size >= MAX_32 ? [size, size] : []), ...(offset >= MAX_32 ? [offset] : [])];
  const extra = long.length > 0 ? zip64Extra(long) : Buffer.alloc(0);
  const version = long.length > 0 ? VERSION_ZIP64 : VERSION;
  const fixed = Buffer.alloc(46);
  fixed.writeUInt32LE(CENTRAL_HEADER, 0);
  fixed.writeUInt16LE(MADE_ON_UNIX | version, 4);
  fixed.writeUInt16LE(version, 6);
  fixed.writeUInt16LE(flags, 8);
  fixed.writeUInt32LE(stamp, 12);
  fixed.writeUInt32LE(crc, 16);
  fixed.writeUInt32LE(Math.min(size, MAX_32), 20);
  fixed.writeUInt32LE(Math.min(size, MAX_32), 24);
  fixed.writeUInt16LE(name.length, 28);
  fixed.writeUInt16LE(extra.length, 30);
  fixed.writeUInt32LE(FILE_MODE >>> 0, 38);
  fixed.writeUInt32LE(Math.min(offset, MAX_32), 42);
  return Buffer.concat([fixed, name, extra]);
}

/** 4.5.3. */
function zip64Extra(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 + 8 * values.length);
  bytes.writeUInt16LE(ZIP64_EXTRA, 0);
  bytes.writeUInt16LE(8 * values.length, 2);
  for (const [index, value] of values.entries()) bytes.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
  return bytes;
}

/** 4.3.16, behind 4.3.14 and 4.3.15 where its fields are too short. */
function endOfDirectory(count: number, size: number, start: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(Math.min(count, MAX_16), 8);
  end.writeUInt16LE(Math.min(count, MAX_16), 10);
  end.writeUInt32LE(Math.min(size, MAX_32), 12);
  end.writeUInt32LE(Math.min(start, MAX_32), 16);
  if (count < MAX_16 && size < MAX_32 && start < MAX_32) return end;
  const long = Buffer.alloc(76);
  long.writeUInt32LE(ZIP64_END, 0);
  long.writeBigUInt64LE(44n, 4);
  long.writeUInt16LE(MADE_ON_UNIX | VERSION_ZIP64, 12);
  long.writeUInt16LE(VERSION_ZIP64, 14);
  for (const at of [24, 32]) long.writeBigUInt64LE(BigInt(count), at);
  long.writeBigUInt64LE(BigInt(size), 40);
  long.writeBigUInt64LE(BigInt(start), 48);
  long.writeUInt32LE(ZIP64_LOCATOR, 56);
  long.writeBigUInt64LE(BigInt(start + size), 64);
  long.writeUInt32LE(1, 72);
  return Buffer.concat([long, end]);
}

/** 4.4.6: date in the upper half, time in the lower; two seconds are one step, and 1980 is the first year. */
function dosTime(date: Date): number {
  const year = Math.min(Math.max(date.getFullYear(), 1980), 2107) - 1980;
  const day = (year << 9) | ((date.getMonth() + 1) << 5) | date.getDate();
  const time = (date.getHours() << 11) | (date.getMinutes() << 5) | (date.getSeconds() >> 1);
  return ((day << 16) | time) >>> 0;
}
