import { IsocenterError } from '../../src/base/index.ts';
import { type ByteSource, contentsOfSectors, hasRawSectors } from '../../src/media/sectors/index.ts';

/** An image in memory; every read outside of it is refused, as that of a file is. */
export class BytesSource implements ByteSource {
  readonly size: number;
  /** Sectors of 2048 bytes that cannot be read. */
  readonly unreadable = new Set<number>();
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.size = bytes.length;
  }

  async fill(target: Uint8Array, position: number): Promise<void> {
    const end = position + target.length;
    if (position < 0 || end > this.size)
      throw new IsocenterError('disc/unreadable', { position, reason: `it ends at byte ${this.size}` });
    for (let sector = Math.floor(position / 2048); sector * 2048 < end; sector++)
      if (this.unreadable.has(sector))
        throw new IsocenterError('disc/unreadable', {
          position,
          reason: 'these sectors cannot be read here',
        });
    target.set(this.#bytes.subarray(position, end));
  }
}

/** As an image is opened: by its sectors, where it has whole ones. */
export async function opened(source: ByteSource): Promise<ByteSource> {
  return contentsOfSectors(source, await hasRawSectors(source));
}

const RAW_SECTOR = 2352;

/** An image as sectors of a CD with synchronisation and address, of mode 1 or mode 2 form 1. */
export function asRawSectors(image: Buffer, mode: 1 | 2): Buffer {
  const sectors = Math.ceil(image.length / 2048);
  const raw = Buffer.alloc(sectors * RAW_SECTOR);
  for (let sector = 0; sector < sectors; sector++) {
    const at = sector * RAW_SECTOR;
    raw.fill(0xff, at + 1, at + 11);
    raw[at + 15] = mode;
    image.copy(raw, at + (mode === 1 ? 16 : 24), sector * 2048, (sector + 1) * 2048);
  }
  return raw;
}
