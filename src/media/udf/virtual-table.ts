/** The virtual allocation table of a disc that is written once. UDF 2.2.11. */
import { damaged, ExtentSource, readBytes, readWhatCanBe } from '../sectors/index.ts';
import { type Blocks, readBlocks } from './blocks.ts';
import { tagLocation, tagOf } from './descriptor-tag.ts';
import { type FileEntry, fileTypes, readFileEntry } from './file-entry.ts';
import { entityOf } from './osta-text.ts';

export interface VirtualTable {
  /** The block of the physical partition; undefined where there is none. */
  at(block: number): number | undefined;
}

/** Behind the table there may be sectors that only end a packet or a session; blank ones do not count. */
const SEARCHED_SECTORS = 1024;
/** Sectors looked at together. */
const AT_ONCE = 128;
const NOT_THERE = 0xffffffff;
/** UDF 1.50: behind the entries an identifier and where the table before this one is. */
const OLD_TRAILER = 36;
const OLD_NAME = '*UDF Virtual Alloc Tbl';

/** The last one on the disc. @param start first sector of the partition. @throws IsocenterError `disc/damaged` */
export async function readVirtualTable(blocks: Blocks, start: number): Promise<VirtualTable> {
  let searched = 0;
  for await (const sector of writtenSectors(blocks, start)) {
    const table = await tableAt(blocks, sector - start);
    if (table) return table;
    if (++searched === SEARCHED_SECTORS) break;
  }
  throw damaged('the table of moved blocks, the last thing on such a disc, is not there');
}

/** Those that hold something, from the end of the image to this one. */
async function* writtenSectors({ source, size }: Blocks, first: number): AsyncGenerator<number> {
  const blank = Buffer.alloc(size);
  for (let end = Math.floor(source.size / size); end > first; end -= AT_ONCE) {
    const from = Math.max(first, end - AT_ONCE);
    const { bytes } = await readWhatCanBe(source, from * size, (end - from) * size);
    for (let sector = end - 1; sector >= from; sector--) {
      const at = (sector - from) * size;
      if (!bytes.subarray(at, at + size).equals(blank)) yield sector;
    }
  }
}

async function tableAt(blocks: Blocks, block: number): Promise<VirtualTable | undefined> {
  const address = { partition: 0, block };
  const head = await readBlocks(blocks, address, blocks.size).catch(() => undefined);
  if (!head || tagOf(head) === undefined || tagLocation(head) !== block) return undefined;
  const entry = await readFileEntry(blocks, address).catch(() => undefined);
  return entry && (await tableOf(blocks, entry));
}

async function tableOf({ source }: Blocks, { type, extents }: FileEntry): Promise<VirtualTable | undefined> {
  if (type !== fileTypes.vat && type !== fileTypes.unspecified) return undefined;
  const content = new ExtentSource(source, extents);
  const bytes = await readBytes(content, 0, content.size).catch(() => undefined);
  if (!bytes) return undefined;
  const entries = type === fileTypes.vat ? newEntries(bytes) : oldEntries(bytes);
  if (!entries) return undefined;
  return {
    at(block) {
      const at = 4 * block;
      const moved = at + 4 <= entries.length ? entries.readUInt32LE(at) : NOT_THERE;
      return moved === NOT_THERE ? undefined : moved;
    },
  };
}

/** UDF 2.00: a header in front that says how long it is. */
const newEntries = (bytes: Buffer): Buffer | undefined =>
  bytes.length < 2 ? undefined : bytes.subarray(bytes.readUInt16LE(0));

function oldEntries(bytes: Buffer): Buffer | undefined {
  if (bytes.length < OLD_TRAILER) return undefined;
  const entries = bytes.subarray(0, bytes.length - OLD_TRAILER);
  return entityOf(bytes.subarray(entries.length)) === OLD_NAME ? entries : undefined;
}
