/** Where an ISO 9660 file system begins, and its volume descriptors. ECMA-119 8. */
import { type ByteSource, readBytes, SECTOR } from '../sectors/index.ts';

/** What is needed of a primary or supplementary volume descriptor. */
export interface VolumeDescriptor {
  readonly label: Buffer;
  /** Bytes of a logical block, in which places on the disc are counted. */
  readonly blockSize: number;
  /** Blocks of the volume. */
  readonly blocks: number;
  /** The directory record of the root. */
  readonly root: Buffer;
}

export interface VolumeDescriptors {
  readonly primary: VolumeDescriptor;
  /** The one with names in UCS-2, where there is one. */
  readonly joliet: VolumeDescriptor | undefined;
}

/** ECMA-119 6.2.1: what is before belongs to the system. */
export const FIRST_DESCRIPTOR = 16;
/** Far more than there are kinds. */
const MAXIMUM_DESCRIPTORS = 64;
const PRIMARY = 1;
const SUPPLEMENTARY = 2;
const TERMINATOR = 255;
const blockSizes = new Set([512, 1024, 2048]);
/** UCS-2 levels 1 to 3 (Joliet Specification, "SVD Escape Sequences"). */
const jolietEscapes = new Set(['%/@', '%/C', '%/E']);

/** Those of the session that begins at this sector; undefined where none does. */
export async function readDescriptors(
  source: ByteSource,
  session: number,
): Promise<VolumeDescriptors | undefined> {
  let primary: VolumeDescriptor | undefined;
  let joliet: VolumeDescriptor | undefined;
  for (let index = 0; index < MAXIMUM_DESCRIPTORS; index++) {
    const position = (session + FIRST_DESCRIPTOR + index) * SECTOR;
    if (position + SECTOR > source.size) break;
    const sector = await readBytes(source, position, SECTOR);
    if (!isDescriptor(sector) || sector[0] === TERMINATOR) break;
    if (sector[0] === PRIMARY) primary ??= descriptorOf(sector);
    if (sector[0] === SUPPLEMENTARY && isJoliet(sector)) joliet ??= descriptorOf(sector);
  }
  return primary && { primary, joliet };
}

/** A sector that is a primary volume descriptor. */
export const isPrimary = (sector: Uint8Array): boolean => sector[0] === PRIMARY && isDescriptor(sector);

const isDescriptor = (sector: Uint8Array): boolean =>
  Buffer.from(sector.subarray(1, 6)).toString('latin1') === 'CD001';

function isJoliet(sector: Buffer): boolean {
  return jolietEscapes.has(sector.toString('latin1', 88, 91));
}

/** ECMA-119 8.4. Numbers are there in both byte orders; the little-endian one is read. */
function descriptorOf(sector: Buffer): VolumeDescriptor | undefined {
  const blockSize = sector.readUInt16LE(128);
  if (!blockSizes.has(blockSize)) return undefined;
  return {
    label: sector.subarray(40, 72),
    blockSize,
    blocks: sector.readUInt32LE(80),
    root: sector.subarray(156, 190),
  };
}
