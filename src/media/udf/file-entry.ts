/** File entries: what a file or folder is and where its bytes are. ECMA-167 4/14.9 and 4/14.17. */
import { IsocenterError } from '../../base/index.ts';
import { damaged, type Extent } from '../sectors/index.ts';
import { type BlockAddress, type Blocks, locate, readBlocks, readLongAddress } from './blocks.ts';
import { requireTag, tagIds, tagOf } from './descriptor-tag.ts';

export interface FileEntry {
  /** ECMA-167 4/14.6.6 and UDF 2.3.5.2: see `fileTypes`. */
  readonly type: number;
  readonly extents: readonly Extent[];
}

export const fileTypes = { unspecified: 0, folder: 4, file: 5, vat: 248, realTimeFile: 249 } as const;

/** Entries that only say where the entry is. */
const MAXIMUM_INDIRECTIONS = 64;
/** Of one file: a gigabyte in packets of one block each. */
const MAXIMUM_EXTENTS = 500_000;
const STRATEGY_WITH_INDIRECTION = 4096;
/** Upper two bits of the length of an extent. ECMA-167 4/14.14.1.1. */
const recorded = 0;
const goesOnElsewhere = 3;
const LENGTH_BITS = 0x3fffffff;
/** Lower three bits of the flags (ECMA-167 4/14.6.8): how long an allocation descriptor is, and the contents themselves. */
const descriptorLengths: Readonly<Record<number, number>> = { 0: 8, 1: 16 };
const EMBEDDED = 3;

/** Where fields are that differ between file entries and extended ones. */
const layouts: Readonly<Record<number, { readonly attributes: number; readonly fixed: number }>> = {
  [tagIds.fileEntry]: { attributes: 168, fixed: 176 },
  [tagIds.extendedFileEntry]: { attributes: 208, fixed: 216 },
};

/** @throws IsocenterError `disc/damaged`, `disc/limit`, `disc/unreadable`, `disc/unsupported` */
export async function readFileEntry(blocks: Blocks, address: BlockAddress): Promise<FileEntry> {
  let at = address;
  for (let count = 0; count < MAXIMUM_INDIRECTIONS; count++) {
    const bytes = await readBlocks(blocks, at, blocks.size);
    const { fileEntry, extendedFileEntry, indirectEntry } = tagIds;
    const tag = requireTag(bytes, 'file entry', fileEntry, extendedFileEntry, indirectEntry);
    const next = tag === indirectEntry ? readLongAddress(bytes, 36) : await newerEntry(blocks, at, bytes);
    if (!next) return await parse(blocks, at, bytes, layouts[tag]!);
    at = next;
  }
  throw new IsocenterError('disc/limit', {
    ...{ what: 'The number of entries that lead to others', value: MAXIMUM_INDIRECTIONS + 1 },
    limit: MAXIMUM_INDIRECTIONS,
  });
}

/** On discs that are written once, what comes behind the entry may say where a newer one is. ECMA-167 4/14.6.2, strategy 4096. */
async function newerEntry(
  blocks: Blocks,
  at: BlockAddress,
  bytes: Buffer,
): Promise<BlockAddress | undefined> {
  if (bytes.readUInt16LE(20) !== STRATEGY_WITH_INDIRECTION) return undefined;
  const following = { ...at, block: at.block + 1 };
  const behind = await readBlocks(blocks, following, blocks.size).catch(() => undefined);
  return behind && tagOf(behind) === tagIds.indirectEntry ? readLongAddress(behind, 36) : undefined;
}

async function parse(
  blocks: Blocks,
  address: BlockAddress,
  bytes: Buffer,
  { attributes, fixed }: { readonly attributes: number; readonly fixed: number },
): Promise<FileEntry> {
  const size = Number(bytes.readBigUInt64LE(56));
  const start = fixed + bytes.readUInt32LE(attributes);
  const end = start + bytes.readUInt32LE(attributes + 4);
  if (end > bytes.length || !Number.isSafeInteger(size))
    throw damaged('a file entry is longer than its block');
  const type = bytes[27]!;
  const kind = bytes.readUInt16LE(34) & 7;
  if (kind === EMBEDDED)
    return { type, extents: embedded(blocks, address, start, Math.min(size, end - start)) };
  const length = descriptorLengths[kind];
  if (length === undefined)
    throw new IsocenterError('disc/unsupported', { what: 'extended allocation descriptors' });
  const chain = new AllocationChain(blocks, address.partition, { descriptorLength: length, size });
  return { type, extents: await chain.follow(bytes.subarray(start, end)) };
}

/** The contents stand in the entry itself. */
function embedded(blocks: Blocks, address: BlockAddress, start: number, length: number): Extent[] {
  const [block] = locate(blocks, address, blocks.size);
  return block?.position === undefined ? [] : [{ position: block.position + start, length }];
}

/**
 * Allocation descriptors, which may go on in other blocks (ECMA-167 4/12). Extents are whole blocks; the size of the file
 * says how much of the last one counts.
 */
class AllocationChain {
  readonly #blocks: Blocks;
  readonly #partition: number;
  readonly #length: number;
  readonly #extents: Extent[] = [];
  /** Bytes of the file whose place is not known yet. */
  #left: number;

  constructor(blocks: Blocks, partition: number, file: { descriptorLength: number; size: number }) {
    this.#blocks = blocks;
    this.#partition = partition;
    this.#length = file.descriptorLength;
    this.#left = file.size;
  }

  async follow(first: Buffer): Promise<readonly Extent[]> {
    let area: Buffer | undefined = first;
    for (let count = 0; area; count++) {
      if (count > MAXIMUM_EXTENTS) throw tooMany(count);
      const next = this.#take(area);
      area = next && (await this.#areaAt(next));
    }
    if (this.#left === 0) return this.#extents;
    throw damaged('a file has more bytes than places for them');
  }

  /** Where it goes on, if it does. */
  #take(area: Buffer): BlockAddress | undefined {
    for (let at = 0; at + this.#length <= area.length && this.#left > 0; at += this.#length) {
      const kind = area.readUInt32LE(at) >>> 30;
      const announced = area.readUInt32LE(at) & LENGTH_BITS;
      if (announced === 0) return undefined;
      const address = this.#addressAt(area, at);
      if (kind === goesOnElsewhere) return address;
      this.#add(kind, address, Math.min(announced, this.#left));
    }
    return undefined;
  }

  #add(kind: number, address: BlockAddress, length: number): void {
    // A part larger than the image would take long to be found wrong.
    if (kind === recorded && length > this.#blocks.source.size)
      throw damaged('a file is larger than the image');
    const places =
      kind === recorded ? locate(this.#blocks, address, length) : [{ position: undefined, length }];
    for (const place of places) this.#extents.push(place);
    this.#left -= length;
    if (this.#extents.length > MAXIMUM_EXTENTS) throw tooMany(this.#extents.length);
  }

  #addressAt(area: Buffer, at: number): BlockAddress {
    if (this.#length === descriptorLengths[1]) return readLongAddress(area, at);
    return { partition: this.#partition, block: area.readUInt32LE(at + 4) };
  }

  /** Allocation extent descriptor: ECMA-167 4/14.5. */
  async #areaAt(address: BlockAddress): Promise<Buffer> {
    const bytes = await readBlocks(this.#blocks, address, this.#blocks.size);
    requireTag(bytes, 'list of extents', tagIds.allocationExtent);
    return bytes.subarray(24, 24 + bytes.readUInt32LE(20));
  }
}

const tooMany = (value: number): IsocenterError =>
  new IsocenterError('disc/limit', {
    ...{ what: 'The number of parts of a file', value, limit: MAXIMUM_EXTENTS },
  });
