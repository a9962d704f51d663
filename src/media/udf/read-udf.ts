/** UDF file systems, 1.02 to 2.60 (OSTA; ECMA-167). */
import { asIsocenterError, IsocenterError } from '../../base/index.ts';
import {
  type ByteSource,
  type DiscFolder,
  type DiscNode,
  damaged,
  ExtentSource,
  lengthOf,
  readWhatCanBe,
  type Volume,
} from '../sectors/index.ts';
import { type BlockAddress, type Blocks, readBlocks, readLongAddress } from './blocks.ts';
import { requireTag, shortTagOf, tagIds } from './descriptor-tag.ts';
import { fileTypes, readFileEntry } from './file-entry.ts';
import { compressedUnicode, dstring } from './osta-text.ts';
import { readPartitionMaps } from './partition-maps.ts';
import { anchorSectors, readVolumeSequence, type VolumeSequence } from './volume-sequence.ts';

/** Optical discs first; the others are those of disks and sticks. */
const sectorSizes = [2048, 512, 4096];
/** Of one folder, bytes; about half a million names. */
const LARGEST_FOLDER = 32 * 1024 * 1024;

/** Undefined where there is none. @throws IsocenterError `disc/*` for one that cannot be read */
export async function udfVolume(source: ByteSource): Promise<Volume | undefined> {
  let failure: IsocenterError | undefined;
  for (const sectorSize of sectorSizes) {
    for (const anchor of anchorSectors(Math.floor(source.size / sectorSize))) {
      try {
        const sequence = await readVolumeSequence(source, sectorSize, anchor);
        if (sequence) return await openVolume(source, sectorSize, sequence);
      } catch (error) {
        // Another anchor may lead to what can be read.
        failure ??= asIsocenterError(error);
      }
    }
  }
  if (failure) throw failure;
  return undefined;
}

async function openVolume(source: ByteSource, size: number, sequence: VolumeSequence): Promise<Volume> {
  const { logicalVolume } = sequence;
  if (logicalVolume.readUInt32LE(212) !== size)
    throw new IsocenterError('disc/unsupported', { what: 'logical blocks of another size than sectors' });
  const blocks = { source, size, partitions: await readPartitionMaps(source, size, sequence) };
  const fileSet = await readBlocks(blocks, readLongAddress(logicalVolume, 248), size);
  requireTag(fileSet, 'file set', tagIds.fileSet);
  const label = dstring(logicalVolume.subarray(84, 212));
  return { format: 'UDF', label, root: folderAt(blocks, '', readLongAddress(fileSet, 400)) };
}

function folderAt(blocks: Blocks, name: string, address: BlockAddress): DiscFolder {
  const place = `${address.partition}:${address.block}`;
  return { kind: 'folder', name, place, list: () => listFolder(blocks, address) };
}

async function* listFolder(blocks: Blocks, address: BlockAddress): AsyncGenerator<DiscNode, void, void> {
  const { type, extents } = await readFileEntry(blocks, address);
  if (type !== fileTypes.folder) throw damaged('a folder is none');
  const size = lengthOf(extents);
  if (size > LARGEST_FOLDER)
    throw new IsocenterError('disc/limit', {
      ...{ what: 'The size of a folder', value: size, limit: LARGEST_FOLDER },
    });
  const { bytes, problem } = await readWhatCanBe(new ExtentSource(blocks.source, extents), 0, size);
  const { identifiers, isWhole } = identifiersIn(bytes);
  if (problem !== undefined) yield { kind: 'problem', failure: problem };
  else if (!isWhole) {
    const failure = damaged('a folder cannot be read to its end');
    yield { kind: 'problem', failure };
  }
  for (const identifier of identifiers) {
    const node = await nodeOf(blocks, identifier);
    if (node) yield node;
  }
}

/** What a folder says of one thing in it (ECMA-167 4/14.4). */
interface FileIdentifier {
  readonly name: string;
  readonly isFolder: boolean;
  readonly address: BlockAddress;
}

const FIXED = 38;
const FOLDER = 0x02;
const DELETED = 0x04;
const PARENT = 0x08;

function identifiersIn(bytes: Buffer): { identifiers: FileIdentifier[]; isWhole: boolean } {
  const identifiers: FileIdentifier[] = [];
  let at = 0;
  while (at + FIXED <= bytes.length) {
    if (shortTagOf(bytes.subarray(at)) !== tagIds.fileIdentifier) break;
    const nameLength = bytes[at + 19]!;
    const nameAt = at + FIXED + bytes.readUInt16LE(at + 36);
    const flags = bytes[at + 18]!;
    if ((flags & (DELETED | PARENT)) === 0)
      identifiers.push({
        name: compressedUnicode(bytes.subarray(nameAt, nameAt + nameLength)),
        isFolder: (flags & FOLDER) !== 0,
        address: readLongAddress(bytes, at + 20),
      });
    // Each begins at a multiple of four.
    at += Math.ceil((nameAt + nameLength - at) / 4) * 4;
  }
  const isWhole = at >= bytes.length || bytes.subarray(at).every((byte) => byte === 0);
  return { identifiers, isWhole };
}

/** Undefined for what is no file or folder, such as a symbolic link. */
async function nodeOf(
  blocks: Blocks,
  { name, isFolder, address }: FileIdentifier,
): Promise<DiscNode | undefined> {
  if (isFolder) return folderAt(blocks, name, address);
  try {
    const { type, extents } = await readFileEntry(blocks, address);
    if (type === fileTypes.folder) return folderAt(blocks, name, address);
    return isFile(type) ? { kind: 'file', name, extents } : undefined;
  } catch (error) {
    return { kind: 'damaged', name, failure: asIsocenterError(error) };
  }
}

const isFile = (type: number): boolean =>
  [fileTypes.file, fileTypes.realTimeFile, fileTypes.unspecified].some((one) => one === type);
