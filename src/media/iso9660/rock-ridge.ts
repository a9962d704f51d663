/** Names and folders as Unix has them: System Use Sharing Protocol (IEEE P1281) and Rock Ridge (IEEE P1282). */
import { IsocenterError } from '../../base/index.ts';
import { type ByteSource, readBytes } from '../sectors/index.ts';

/** What a record says in these ways. */
export interface UnixEntry {
  /** Undefined where only the ISO 9660 name is there. */
  readonly name: string | undefined;
  /** The directory is elsewhere, because it is deeper than ISO 9660 has them; in logical blocks. */
  readonly relocatedTo: number | undefined;
  /** Something was relocated here, and belongs where its place is named. */
  readonly isRelocated: boolean;
  readonly isSymbolicLink: boolean;
  /** Its contents are compressed. */
  readonly isCompressed: boolean;
}

/** P1281 5.1: areas that go on elsewhere, of one record. */
const MAXIMUM_CONTINUATIONS = 64;
const LONGEST_CONTINUATION = 32 * 1024;

/** Bytes to pass by in every record, as the first one of the root says; undefined where there is no SUSP. P1281 5.3. */
export function suspSkip(systemUse: Buffer): number | undefined {
  // CD-ROM XA puts 14 bytes of its own in front, also before this entry.
  for (const at of [0, 14]) {
    const isSp = systemUse.toString('latin1', at, at + 2) === 'SP' && systemUse.length >= at + 7;
    if (isSp && systemUse.readUInt16BE(at + 4) === 0xbeef) return systemUse[at + 6]!;
  }
  return undefined;
}

/** @throws IsocenterError `disc/damaged`, `disc/unreadable` for continuations that lead nowhere */
export async function readUnixEntry(
  source: ByteSource,
  systemUse: Buffer,
  blockSize: number,
): Promise<UnixEntry> {
  const names: Buffer[] = [];
  let relocatedTo: number | undefined;
  const seen = new Set<string>();
  for await (const { signature, data } of entriesOf(source, systemUse, blockSize)) {
    seen.add(signature);
    if (signature === 'NM' && data.length > 0) names.push(data.subarray(1));
    if (signature === 'CL' && data.length >= 4) relocatedTo = data.readUInt32LE(0);
  }
  return {
    name: names.length > 0 ? textOf(Buffer.concat(names)) : undefined,
    relocatedTo,
    isRelocated: seen.has('RE'),
    isSymbolicLink: seen.has('SL'),
    isCompressed: seen.has('ZF'),
  };
}

interface SystemUseEntry {
  readonly signature: string;
  /** What follows signature, length and version. */
  readonly data: Buffer;
}

async function* entriesOf(
  source: ByteSource,
  systemUse: Buffer,
  blockSize: number,
): AsyncGenerator<SystemUseEntry> {
  let area: Buffer | undefined = systemUse;
  for (let count = 0; area; count++) {
    if (count > MAXIMUM_CONTINUATIONS)
      throw new IsocenterError('disc/limit', {
        ...{ what: 'The number of parts of a record', value: count, limit: MAXIMUM_CONTINUATIONS },
      });
    let next: Buffer | undefined;
    for (let at = 0; at + 4 <= area.length; ) {
      const length = area[at + 2]!;
      if (length < 4 || at + length > area.length) break;
      const signature = area.toString('latin1', at, at + 2);
      const data: Buffer = area.subarray(at + 4, at + length);
      if (signature === 'ST') break;
      if (signature === 'CE' && data.length >= 24) next = data;
      else yield { signature, data };
      at += length;
    }
    area = next && (await continuation(source, next, blockSize));
  }
}

/** P1281 5.1: block, offset in it, and length, each in both byte orders. */
async function continuation(source: ByteSource, data: Buffer, blockSize: number): Promise<Buffer> {
  const length = data.readUInt32LE(16);
  if (length > LONGEST_CONTINUATION)
    throw new IsocenterError('disc/limit', {
      ...{ what: 'The length of a part of a record', value: length, limit: LONGEST_CONTINUATION },
    });
  return await readBytes(source, data.readUInt32LE(0) * blockSize + data.readUInt32LE(8), length);
}

/** P1282 does not say in which character set: UTF-8 nearly always, else that of whoever wrote it. */
function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}
