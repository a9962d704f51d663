/**
 * Discs that were written to several times. Each session has a file system of its own that lists the files of the ones
 * before too, so the last one counts. Where sessions begin is in the table of contents of the disc, which an image does
 * not have: they are looked for behind the end of the one before.
 */
import { IsocenterError } from '../../base/index.ts';
import { type ByteSource, readBytes, SECTOR } from '../sectors/index.ts';
import { readDirectoryRecord } from './directory-record.ts';
import {
  FIRST_DESCRIPTOR,
  isPrimary,
  readDescriptors,
  type VolumeDescriptor,
  type VolumeDescriptors,
} from './volume-descriptors.ts';

/** Red Book: a disc has at most 99 tracks. */
const MAXIMUM_SESSIONS = 99;
/** Sectors looked at together. */
const AT_ONCE = 256;

export interface Session {
  /** Its first sector. */
  readonly start: number;
  readonly descriptors: VolumeDescriptors;
}

/** Undefined where there is no ISO 9660 file system. */
export async function lastSession(source: ByteSource): Promise<Session | undefined> {
  let last = await sessionAt(source, 0);
  for (let count = 1; last && count < MAXIMUM_SESSIONS; count++) {
    const next = await sessionBehind(source, last);
    if (!next) break;
    last = next;
  }
  return last;
}

async function sessionAt(source: ByteSource, start: number): Promise<Session | undefined> {
  const descriptors = await readDescriptors(source, start);
  return descriptors && { start, descriptors };
}

async function sessionBehind(source: ByteSource, before: Session): Promise<Session | undefined> {
  const sectors = Math.floor(source.size / SECTOR);
  for (let from = endOf(before); from < sectors; from += AT_ONCE) {
    const block = await readWhatCan(source, from, Math.min(AT_ONCE, sectors - from));
    for (let index = 0; index * SECTOR < block.length; index++) {
      const start = from + index - FIRST_DESCRIPTOR;
      if (!isPrimary(block.subarray(index * SECTOR, (index + 1) * SECTOR))) continue;
      const session = await sessionAt(source, start);
      if (session && (await liesBehind(source, session.descriptors.primary, start))) return session;
    }
  }
  return undefined;
}

/** Some writers count the blocks of a later session from the beginning of the disc, some from its own. */
function endOf({ start, descriptors: { primary } }: Session): number {
  const blocks = Math.ceil((primary.blocks * primary.blockSize) / SECTOR);
  return Math.max(blocks, start + FIRST_DESCRIPTOR + 1);
}

/** An image of another disc, kept as a file, counts from its own beginning and not from that of this disc. */
async function liesBehind(
  source: ByteSource,
  { root, blockSize }: VolumeDescriptor,
  start: number,
): Promise<boolean> {
  const position = root.readUInt32LE(2) * blockSize;
  if (position < start * SECTOR || position + SECTOR > source.size) return false;
  const self = readDirectoryRecord(await readBytes(source, position, SECTOR), 0);
  return self?.block === root.readUInt32LE(2);
}

/** Between sessions there are sectors that hold nothing and cannot be read. */
async function readWhatCan(source: ByteSource, sector: number, count: number): Promise<Uint8Array> {
  try {
    return await readBytes(source, sector * SECTOR, count * SECTOR);
  } catch (error) {
    if (!(error instanceof IsocenterError)) throw error;
    return new Uint8Array(0);
  }
}
