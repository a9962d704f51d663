/** Logical blocks of the partitions of a UDF volume on their way to places in the image. */
import { type ByteSource, damaged, type Extent, ExtentSource, readBytes } from '../sectors/index.ts';

/** Where a run of so many bytes lies that begins with this block of a partition. */
export type PartitionMap = (block: number, bytes: number) => readonly Extent[];

/** A block of one of the partitions (lb_addr, ECMA-167 4/7.1). */
export interface BlockAddress {
  /** Of the partition map in the logical volume, from 0. */
  readonly partition: number;
  readonly block: number;
}

export interface Blocks {
  readonly source: ByteSource;
  /** Bytes of a logical block, which is a sector too (UDF 2.2.4.2). */
  readonly size: number;
  readonly partitions: readonly PartitionMap[];
}

/** @throws IsocenterError `disc/damaged` */
export function locate({ partitions }: Blocks, { partition, block }: BlockAddress, bytes: number) {
  const map = partitions[partition];
  if (!map) throw damaged(`there is no partition ${partition}`);
  return map(block, bytes);
}

/** @throws IsocenterError `disc/damaged`, `disc/unreadable` */
export async function readBlocks(blocks: Blocks, address: BlockAddress, bytes: number): Promise<Buffer> {
  return await readBytes(new ExtentSource(blocks.source, locate(blocks, address, bytes)), 0, bytes);
}

/** long_ad (ECMA-167 4/14.14.2): length, block, partition. Its upper two bits say what kind of extent it is. */
export function readLongAddress(bytes: Buffer, at: number): BlockAddress & { readonly length: number } {
  return {
    length: bytes.readUInt32LE(at),
    block: bytes.readUInt32LE(at + 4),
    partition: bytes.readUInt16LE(at + 8),
  };
}
