/** Where a UDF volume says what it consists of: anchors and the volume descriptor sequence. ECMA-167 3/8.4. */
import { asIsocenterError } from '../../base/index.ts';
import { type ByteSource, damaged, readBytes } from '../sectors/index.ts';
import { tagIds, tagLocation, tagOf } from './descriptor-tag.ts';

export interface VolumeSequence {
  readonly logicalVolume: Buffer;
  /** First sector of each partition, by its number. */
  readonly partitionStarts: ReadonlyMap<number, number>;
}

/** extent_ad (ECMA-167 3/7.1). */
interface SectorRange {
  readonly length: number;
  readonly sector: number;
}

/** Far more than a volume has. */
const MAXIMUM_DESCRIPTORS = 1024;

/** Sectors where an anchor may be (ECMA-167 3/8.4.2.1, UDF 2.2.3); 512 is that of a disc that was not closed. */
export function anchorSectors(sectors: number): number[] {
  return [256, sectors - 257, sectors - 1, 512].filter((sector) => sector > 0 && sector < sectors);
}

/** Undefined where no anchor is. @throws IsocenterError `disc/*` for one that leads to nothing */
export async function readVolumeSequence(
  source: ByteSource,
  sectorSize: number,
  anchor: number,
): Promise<VolumeSequence | undefined> {
  const sector = await readBytes(source, anchor * sectorSize, sectorSize).catch(() => Buffer.alloc(0));
  if (tagOf(sector) !== tagIds.anchorVolumePointer || tagLocation(sector) !== anchor) return undefined;
  const main = { length: sector.readUInt32LE(16), sector: sector.readUInt32LE(20) };
  const reserve = { length: sector.readUInt32LE(24), sector: sector.readUInt32LE(28) };
  try {
    return await readSequence(source, sectorSize, main);
  } catch (error) {
    // What is wrong with the first of the two is told.
    return await readSequence(source, sectorSize, reserve).catch(() => {
      throw asIsocenterError(error);
    });
  }
}

async function readSequence(
  source: ByteSource,
  sectorSize: number,
  first: SectorRange,
): Promise<VolumeSequence> {
  const newest = new Newest();
  let range = first;
  for (let index = 0, count = 0; index * sectorSize < range.length && count < MAXIMUM_DESCRIPTORS; count++) {
    const bytes = await readBytes(source, (range.sector + index) * sectorSize, sectorSize);
    const tag = tagOf(bytes);
    index++;
    if (tag === undefined || tag === tagIds.terminating) break;
    if (tag === tagIds.logicalVolume) newest.add('logical volume', bytes);
    if (tag === tagIds.partition) newest.add(`partition ${bytes.readUInt16LE(22)}`, bytes);
    if (tag !== tagIds.volumePointer) continue;
    range = { length: bytes.readUInt32LE(20), sector: bytes.readUInt32LE(24) };
    index = 0;
  }
  return newest.sequence();
}

/** Of descriptors of one kind, the one with the highest number counts. ECMA-167 3/8.4.3. */
class Newest {
  readonly #found = new Map<string, Buffer>();

  add(key: string, descriptor: Buffer): void {
    const there = this.#found.get(key);
    if (!there || there.readUInt32LE(16) <= descriptor.readUInt32LE(16)) this.#found.set(key, descriptor);
  }

  sequence(): VolumeSequence {
    const logicalVolume = this.#found.get('logical volume');
    this.#found.delete('logical volume');
    if (!logicalVolume || this.#found.size === 0) throw damaged('no UDF volume is where one should be');
    const partitions = [...this.#found.values()];
    return {
      logicalVolume,
      partitionStarts: new Map(partitions.map((one) => [one.readUInt16LE(22), one.readUInt32LE(188)])),
    };
  }
}
