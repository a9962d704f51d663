/** Kinds of partitions and how their blocks are found. ECMA-167 3/10.7 and UDF 2.2.8 to 2.2.10. */
import { IsocenterError } from '../../base/index.ts';
import { type ByteSource, damaged, type Extent, lengthOf, readBytes } from '../sectors/index.ts';
import type { Blocks, PartitionMap } from './blocks.ts';
import { tagIds, tagLocation, tagOf } from './descriptor-tag.ts';
import { readFileEntry } from './file-entry.ts';
import { entityOf } from './osta-text.ts';
import { readVirtualTable } from './virtual-table.ts';
import type { VolumeSequence } from './volume-sequence.ts';

/** UDF has two at most. */
const MAXIMUM_MAPS = 16;
const PLAIN = 1;
const PARTITION_AT = { plain: 4, other: 38 };
/** An entry of a sparing table that is free, or marks a defect. UDF 2.2.12. */
const NOT_SPARED = 0xfffffff0;

interface MapContext {
  readonly source: ByteSource;
  readonly sectorSize: number;
  /** Of the partition that this one lies in. */
  readonly physical: PartitionMap;
  readonly start: number;
}

type Kind = (map: Buffer, context: MapContext) => PartitionMap | Promise<PartitionMap>;

const kinds: Readonly<Record<string, Kind>> = {
  '*UDF Virtual Partition': virtualMap,
  '*UDF Sparable Partition': sparableMap,
  '*UDF Metadata Partition': metadataMap,
};

/** @throws IsocenterError `disc/damaged`, `disc/unsupported`, `disc/unreadable` */
export async function readPartitionMaps(
  source: ByteSource,
  sectorSize: number,
  { logicalVolume, partitionStarts }: VolumeSequence,
): Promise<PartitionMap[]> {
  const maps: PartitionMap[] = [];
  for (const map of mapsIn(logicalVolume)) {
    const number = map.readUInt16LE(map[0] === PLAIN ? PARTITION_AT.plain : PARTITION_AT.other);
    const start = partitionStarts.get(number);
    if (start === undefined) throw damaged(`there is no partition ${number}`);
    const physical = physicalMap(start, sectorSize);
    maps.push(await mapOf(map, { source, sectorSize, physical, start }));
  }
  return maps;
}

function mapOf(map: Buffer, context: MapContext): PartitionMap | Promise<PartitionMap> {
  if (map[0] === PLAIN) return context.physical;
  const name = entityOf(map.subarray(4, 36));
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind) return kind(map, context);
  throw new IsocenterError('disc/unsupported', { what: 'a partition of an unknown kind' });
}

/** Type, length, contents; 6 bytes for plain ones, 64 for the others. */
function* mapsIn(logicalVolume: Buffer): Generator<Buffer> {
  const count = Math.min(logicalVolume.readUInt32LE(268), MAXIMUM_MAPS);
  for (let index = 0, at = 440; index < count; index++) {
    const length = logicalVolume[at + 1] ?? 0;
    const map = logicalVolume.subarray(at, at + length);
    if (map.length < length || length < (map[0] === PLAIN ? 6 : 64))
      throw damaged('the list of partitions is too short');
    yield map;
    at += length;
  }
}

function physicalMap(start: number, sectorSize: number): PartitionMap {
  return (block, length) => [{ position: (start + block) * sectorSize, length }];
}

/** Discs that are written once, a packet at a time: a table says where blocks have moved to. UDF 2.2.8. */
async function virtualMap(_map: Buffer, context: MapContext): Promise<PartitionMap> {
  const { source, sectorSize, physical, start } = context;
  const table = await readVirtualTable({ source, size: sectorSize, partitions: [physical] }, start);
  return (block, length) =>
    blockwise(block, length, sectorSize, (each) => {
      const moved = table.at(each);
      if (moved !== undefined) return (start + moved) * sectorSize;
      throw damaged('a block is not in the table of moved blocks');
    });
}

/** Rewritable discs: packets that wore out are elsewhere. UDF 2.2.9 and 2.2.12. */
async function sparableMap(map: Buffer, context: MapContext): Promise<PartitionMap> {
  const { sectorSize, start } = context;
  const packet = map.readUInt16LE(40);
  const spared = await readSparingTable(map, context);
  if (packet === 0 || spared.size === 0) return context.physical;
  return (block, length) =>
    blockwise(block, length, sectorSize, (each) => {
      const inPacket = each % packet;
      const moved = spared.get(each - inPacket);
      return (moved === undefined ? start + each : moved + inPacket) * sectorSize;
    });
}

/** First sectors of packets that moved, by their first blocks. The first copy that can be read counts. */
async function readSparingTable(
  map: Buffer,
  { source, sectorSize }: MapContext,
): Promise<Map<number, number>> {
  const copies = Math.min(map[42]!, 4);
  const size = map.readUInt32LE(44);
  for (let copy = 0; copy < copies; copy++) {
    const sector = map.readUInt32LE(48 + 4 * copy);
    const bytes = await readBytes(source, sector * sectorSize, Math.max(size, sectorSize)).catch(
      () => undefined,
    );
    if (!bytes || tagOf(bytes) !== tagIds.sparingTable || tagLocation(bytes) !== sector) continue;
    const count = Math.min(bytes.readUInt16LE(48), Math.floor((bytes.length - 56) / 8));
    const entries = Array.from({ length: count }, (_, index) => 56 + 8 * index).map(
      (at) => [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)] as const,
    );
    return new Map(entries.filter(([original]) => original < NOT_SPARED));
  }
  throw damaged('no table of spared packets can be read');
}

/** Folders and file entries are contents of a file of their own, of which there is a copy. UDF 2.2.10 and 2.2.13. */
async function metadataMap(map: Buffer, { source, sectorSize, physical }: MapContext): Promise<PartitionMap> {
  const blocks: Blocks = { source, size: sectorSize, partitions: [physical] };
  const main = { partition: 0, block: map.readUInt32LE(40) };
  const mirror = { partition: 0, block: map.readUInt32LE(44) };
  const { extents } = await readFileEntry(blocks, main).catch(() => readFileEntry(blocks, mirror));
  const available = lengthOf(extents);
  return (block, length) => {
    const start = block * sectorSize;
    if (start + length > available) throw damaged('a block is outside of its partition');
    return part(extents, start, length);
  };
}

function part(extents: readonly Extent[], from: number, length: number): Extent[] {
  const found: Extent[] = [];
  let start = 0;
  for (const extent of extents) {
    const first = Math.max(from, start);
    const end = Math.min(from + length, start + extent.length);
    if (first < end && extent.position !== undefined)
      found.push({ position: extent.position + first - start, length: end - first });
    start += extent.length;
  }
  return found;
}

/** A run of which each block may be somewhere else; neighbours are put together. */
function blockwise(
  first: number,
  length: number,
  blockSize: number,
  positionOf: (block: number) => number,
): Extent[] {
  const extents: { position: number; length: number }[] = [];
  for (let done = 0, block = first; done < length; done += blockSize, block++) {
    const bytes = Math.min(blockSize, length - done);
    const position = positionOf(block);
    const last = extents.at(-1);
    if (last && last.position + last.length === position) last.length += bytes;
    else extents.push({ position, length: bytes });
  }
  return extents;
}
