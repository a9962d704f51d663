/** The file systems of an ISO 9660 disc: plain names, and those of Joliet and Rock Ridge. ECMA-119. */
import { asIsocenterError, IsocenterError } from '../../base/index.ts';
import {
  type ByteSource,
  type DiscFolder,
  type DiscNode,
  damaged,
  type Extent,
  readBytes,
  readWhatCanBe,
  SECTOR,
  type Volume,
  type VolumeFormat,
} from '../sectors/index.ts';
import { type DirectoryRecord, isSelfOrParent, readDirectoryRecord } from './directory-record.ts';
import { readUnixEntry, suspSkip, type UnixEntry } from './rock-ridge.ts';
import { lastSession } from './sessions.ts';
import type { VolumeDescriptor } from './volume-descriptors.ts';

/** Of one directory, bytes; about half a million records. */
const LARGEST_DIRECTORY = 32 * 1024 * 1024;

/** Those of the last session, the best names first; none where it is no such disc. */
export async function iso9660Volumes(source: ByteSource): Promise<Volume[]> {
  const session = await lastSession(source);
  if (!session) return [];
  const { primary, joliet } = session.descriptors;
  const skip = await skipOf(source, primary);
  return [
    ...(joliet ? [volumeOf(source, joliet, { format: 'Joliet', nameOf: jolietName })] : []),
    ...(skip === undefined
      ? []
      : [volumeOf(source, primary, { format: 'Rock Ridge', nameOf: plainName, suspSkip: skip })]),
    volumeOf(source, primary, { format: 'ISO 9660', nameOf: plainName }),
  ];
}

interface Naming {
  readonly format: VolumeFormat;
  readonly nameOf: (bytes: Buffer) => string;
  /** With Rock Ridge: bytes before its entries. */
  readonly suspSkip?: number;
}

function volumeOf(source: ByteSource, descriptor: VolumeDescriptor, naming: Naming): Volume {
  const reader = new DirectoryReader(source, descriptor.blockSize, naming);
  const root = readDirectoryRecord(descriptor.root, 0);
  const label = naming.nameOf(descriptor.label).replace(/[\0 ]+$/, '');
  return { format: naming.format, label, root: reader.folder('', root?.block ?? 0, root?.size) };
}

/** Undefined where the disc has no Rock Ridge, or its root cannot be read. */
async function skipOf(
  source: ByteSource,
  { root, blockSize }: VolumeDescriptor,
): Promise<number | undefined> {
  const position = (readDirectoryRecord(root, 0)?.block ?? 0) * blockSize;
  if (position + SECTOR > source.size) return undefined;
  try {
    const self = readDirectoryRecord(await readBytes(source, position, SECTOR), 0);
    return self && suspSkip(self.systemUse);
  } catch {
    // Told when the volume is read.
    return undefined;
  }
}

/** One tree of directories. */
class DirectoryReader {
  readonly #source: ByteSource;
  readonly #blockSize: number;
  readonly #naming: Naming;

  constructor(source: ByteSource, blockSize: number, naming: Naming) {
    this.#source = source;
    this.#blockSize = blockSize;
    this.#naming = naming;
  }

  /** The size is in its own first record when it is not known. */
  folder(name: string, block: number, size: number | undefined): DiscFolder {
    return { kind: 'folder', name, place: String(block), list: () => this.#list(block, size) };
  }

  async *#list(block: number, knownSize: number | undefined): AsyncGenerator<DiscNode, void, void> {
    const position = block * this.#blockSize;
    const size = knownSize ?? (await this.#sizeAt(position));
    checkDirectory(size);
    const { bytes, problem } = await readWhatCanBe(this.#source, position, size);
    const records = [...recordsIn(bytes)];
    const isBroken = records.length === 0 || !isSelfOrParent(records[0]!);
    if (problem !== undefined) yield { kind: 'problem', failure: problem };
    else if (isBroken) yield { kind: 'problem', failure: damaged('a folder does not begin as folders do') };
    for (let index = 0; index < records.length; index++) {
      const parts = partsOf(records, index);
      index += parts.length - 1;
      const node = await this.#node(parts);
      if (node) yield node;
    }
  }

  async #sizeAt(position: number): Promise<number> {
    const self = readDirectoryRecord(await readBytes(this.#source, position, SECTOR), 0);
    if (self) return self.size;
    throw damaged('no folder is where one was moved to');
  }

  /** Undefined for what is no file or folder here. */
  async #node(parts: readonly DirectoryRecord[]): Promise<DiscNode | undefined> {
    const record = parts.at(-1)!;
    const isoName = this.#naming.nameOf(record.identifier);
    if (isSelfOrParent(record) || record.isAssociated) return undefined;
    try {
      return this.#nodeOf(parts, isoName, await this.#unixEntry(parts[0]!));
    } catch (error) {
      return { kind: 'damaged', name: isoName, failure: asIsocenterError(error) };
    }
  }

  async #unixEntry({ systemUse }: DirectoryRecord): Promise<UnixEntry | undefined> {
    const skip = this.#naming.suspSkip;
    if (skip === undefined) return undefined;
    return await readUnixEntry(this.#source, systemUse.subarray(skip), this.#blockSize);
  }

  #nodeOf(
    parts: readonly DirectoryRecord[],
    isoName: string,
    unix: UnixEntry | undefined,
  ): DiscNode | undefined {
    const [{ block, size, isDirectory }] = parts as readonly [DirectoryRecord];
    const name = unix?.name ?? isoName;
    if (unix?.isRelocated || unix?.isSymbolicLink) return undefined;
    if (unix?.relocatedTo !== undefined) return this.folder(name, unix.relocatedTo, undefined);
    if (isDirectory) return this.folder(name, block, size);
    if (parts.some(({ isInterleaved }) => isInterleaved)) return unsupported(name, 'interleaved files');
    if (unix?.isCompressed) return unsupported(name, 'compressed files (zisofs)');
    return { kind: 'file', name, extents: parts.map((part) => this.#extentOf(part)) };
  }

  #extentOf({ block, size }: DirectoryRecord): Extent {
    return { position: block * this.#blockSize, length: size };
  }
}

function checkDirectory(size: number): void {
  if (size <= LARGEST_DIRECTORY) return;
  throw new IsocenterError('disc/limit', {
    ...{ what: 'The size of a folder', value: size, limit: LARGEST_DIRECTORY },
  });
}

/** No record crosses the end of a sector; what is left of one is zeros. ECMA-119 6.8.1.1. */
function* recordsIn(bytes: Buffer): Generator<DirectoryRecord> {
  for (let sector = 0; sector < bytes.length; sector += SECTOR) {
    const contents = bytes.subarray(sector, sector + SECTOR);
    let record = readDirectoryRecord(contents, 0);
    for (let at = 0; record; record = readDirectoryRecord(contents, at)) {
      yield record;
      at += record.length;
    }
  }
}

/** The records of a file that is longer than one can say: they follow each other. ECMA-119 6.5.1. */
function partsOf(records: readonly DirectoryRecord[], first: number): DirectoryRecord[] {
  const parts = [records[first]!];
  while (parts.at(-1)!.goesOn) {
    const next = records[first + parts.length];
    if (!next?.identifier.equals(parts[0]!.identifier)) break;
    parts.push(next);
  }
  return parts;
}

function unsupported(name: string, what: string): DiscNode {
  return { kind: 'damaged', name, failure: new IsocenterError('disc/unsupported', { what }) };
}

/** A version ends each name, and a dot is there also without an extension. ECMA-119 7.5. */
const withoutVersion = (name: string): string => name.replace(/;\d*$/, '').replace(/\.$/, '');

const plainName = (bytes: Buffer): string => withoutVersion(bytes.toString('latin1'));

/** Big-endian, two bytes each; an odd one at the end is none. */
function jolietName(bytes: Buffer): string {
  const pairs = Buffer.from(bytes.subarray(0, bytes.length & ~1));
  return withoutVersion(pairs.swap16().toString('utf16le'));
}
