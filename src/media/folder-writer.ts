import { link, lstat, mkdtemp, open, rename, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { IsocenterError } from '../base/index.ts';
import { diskError, errnoOf } from '../disks/index.ts';

/** File systems without hard links (exFAT, FAT, some network shares) answer one of these. */
const NO_HARD_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EACCES']);

/**
 * Writes files so that each name has a whole file or none: into a folder of its own below the export folder first, then
 * under the final name. A kill leaves that folder (`.isocenter-...`), and whole files. Files are not synced: eject the
 * disc before pulling it. Errors: `store/full` and `store/io` of the export folder.
 */
export class FolderWriter implements AsyncDisposable {
  readonly #staging: string;
  #counter = 0;
  #hasHardLinks = true;

  private constructor(staging: string) {
    this.#staging = staging;
  }

  static async open(folder: string): Promise<FolderWriter> {
    return new FolderWriter(await mkdtemp(join(folder, '.isocenter-')).catch(rethrow));
  }

  /** A path for something on the way that goes at the end. */
  scratch(name: string): string {
    return join(this.#staging, name);
  }

  /** Never overwrites. Errors that the chunks throw come through as they are. */
  async write(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    await this.#stage(chunks, (staged) => this.#publish(staged, path));
  }

  /** Gives a scratch that is whole its name. Never overwrites. */
  async publish(scratch: string, path: string): Promise<void> {
    await this.#publish(scratch, path).catch(rethrow);
  }

  /** Overwrites in one step. */
  async replace(path: string, bytes: Uint8Array): Promise<void> {
    await this.#stage(bytes, (staged) => rename(staged, path));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#staging, { recursive: true, force: true });
  }

  async #stage(
    content: Uint8Array | AsyncIterable<Uint8Array>,
    publish: (staged: string) => Promise<void>,
  ): Promise<void> {
    const staged = join(this.#staging, String(this.#counter++));
    try {
      await writeNew(staged, content);
      await publish(staged);
    } catch (error) {
      await rm(staged, { force: true });
      rethrow(error);
    }
  }

  async #publish(staged: string, path: string): Promise<void> {
    if (this.#hasHardLinks && (await this.#link(staged, path))) return await unlink(staged);
    const isThere = await lstat(path).then(
      () => true,
      () => false,
    );
    if (isThere) throw isTaken();
    await rename(staged, path);
  }

  async #link(staged: string, path: string): Promise<boolean> {
    try {
      await link(staged, path);
      return true;
    } catch (error) {
      if (!NO_HARD_LINKS.has(errnoOf(error))) throw error;
      this.#hasHardLinks = false;
      return false;
    }
  }
}

async function writeNew(path: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
  await using file = await open(path, 'wx');
  await file.writeFile(content);
}

function rethrow(error: unknown): never {
  throw errnoOf(error) === 'EEXIST' ? isTaken(error) : diskError(error, 'the export folder');
}

const isTaken = (cause?: unknown): IsocenterError =>
  new IsocenterError(
    'store/io',
    { what: 'the export folder', reason: 'another program wrote a file of this name' },
    cause,
  );
