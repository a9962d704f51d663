import fs from 'node:fs';
import { errnoOf } from '../disks/index.ts';
import type { BlockPool } from './block-pool.ts';
import { dropBytes, writeVector } from './file-sync.ts';

/** Direct writes: positions, lengths and memory addresses are multiples of this, bytes (every sector size divides it). */
const ALIGNMENT = 4096;
const { O_WRONLY } = fs.constants;
/** Linux only. */
const O_DIRECT: number | undefined = fs.constants.O_DIRECT;

/**
 * Writes blocks into a new file past the page cache (open(2), O_DIRECT). Copying a CT image into fresh pages takes half
 * of the processor time of its ingest, and pushes out pages that somebody reads. Where the file system or the memory does
 * not allow it, and for the last bytes of a file, it goes through the cache.
 */
export class BlockWriter {
  readonly fd: number;
  readonly #pool: BlockPool;
  #direct: number | undefined;

  /** `fd` was opened for writing at `path`; whoever made it closes it, after `close`. */
  constructor(fd: number, path: string, pool: BlockPool) {
    this.fd = fd;
    this.#pool = pool;
    this.#direct = openDirect(path);
  }

  /** Resolves when everything is with the kernel or the disk (not yet synced). `position`: a multiple of 4096. */
  async write(blocks: readonly Uint8Array[], position: number): Promise<void> {
    let written = await this.#writeDirectly(this.#alignedPart(blocks), position);
    // A part, also of a direct write that was cut short, need not end where a direct write may begin.
    let rest = dropBytes(blocks, written);
    while (rest.length > 0) {
      written += await writeVector(this.fd, rest, position + written);
      rest = dropBytes(blocks, written);
    }
  }

  close(): void {
    if (this.#direct !== undefined) fs.closeSync(this.#direct);
    this.#direct = undefined;
  }

  /** Everything but the last bytes; nothing when that is not possible. */
  #alignedPart(blocks: readonly Uint8Array[]): Uint8Array[] {
    if (this.#direct === undefined || !blocks.every((block) => this.#pool.isAligned(block))) return [];
    const parts = blocks.map((block) => block.subarray(0, block.length - (block.length % ALIGNMENT)));
    return parts.filter((part) => part.length > 0);
  }

  async #writeDirectly(parts: readonly Uint8Array[], position: number): Promise<number> {
    if (parts.length === 0) return 0;
    try {
      return await writeVector(this.#direct!, parts, position);
    } catch (error) {
      // This device wants another alignment. Nothing was written.
      if (errnoOf(error) !== 'EINVAL') throw error;
      this.close();
      return 0;
    }
  }
}

function openDirect(path: string): number | undefined {
  if (O_DIRECT === undefined) return undefined;
  try {
    return fs.openSync(path, O_WRONLY | O_DIRECT);
  } catch {
    // Not on this file system. What else may be wrong with it, the writes will tell.
    return undefined;
  }
}
