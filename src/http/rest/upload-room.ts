/** Room on the disk of the archive for uploads: what they may take together, so that images that arrive find some. */
import { readdir, stat, statfs } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { IsocenterError, newQueue } from '../../base/index.ts';

/** What uploads leave free for images that arrive, bytes. */
const RESERVE = 2 * 2 ** 30;
/** Uploads that wait at once, finished or not. */
export const MAXIMUM_WAITING = 10_000;

/** Bytes that a request said it would send, and where the file will end with them. */
interface Announced {
  readonly path: string;
  readonly end: number;
}

/** Of an upload, as one request sends it. */
interface Part {
  readonly offset: number;
  readonly bytes: number;
}

/**
 * Every request that carries bytes announces them before the first is written, and counts until it is over. What was only
 * promised when an upload began takes no room: else whoever announces much and sends nothing would keep out all others.
 */
export class UploadRoom {
  readonly #folder: string;
  readonly #announced = new Set<Announced>();
  /** Two that ask at the same moment must not be given the same room. */
  readonly #inTurn = newQueue();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Before an upload of so many bytes begins; 0 where nobody knows yet.
   * @throws IsocenterError `store/full`, `job/too-many`
   */
  async checkBeginning(bytes: number): Promise<void> {
    await this.#inTurn(() => this.#check(bytes));
    // Each has two files.
    if ((await readdir(this.#folder)).length > 2 * MAXIMUM_WAITING)
      throw new IsocenterError('job/too-many', { limit: MAXIMUM_WAITING });
  }

  /**
   * Takes the room for what a request sends until its answer is over, or who waits for it gone.
   * @throws IsocenterError `store/full`
   */
  async take(answer: ServerResponse, id: string, { offset, bytes }: Part): Promise<void> {
    await this.#inTurn(async () => {
      await this.#check(bytes);
      if (answer.closed) return;
      const announced = { path: join(this.#folder, id), end: offset + bytes };
      this.#announced.add(announced);
      answer.once('close', () => this.#announced.delete(announced));
    });
  }

  async #check(bytes: number): Promise<void> {
    // Bytes that arrive between the two are counted twice rather than not at all.
    const coming = await this.#coming();
    const { bavail, bsize } = await statfs(this.#folder);
    if (coming + bytes + RESERVE > bavail * bsize)
      throw new IsocenterError('store/full', { what: 'uploads' });
  }

  /** Bytes announced and not written yet: what is written the disk itself counts. */
  async #coming(): Promise<number> {
    const missing = await Promise.all(
      Array.from(this.#announced, async ({ path, end }) => {
        // An upload that begins with this request has no file yet.
        const size = await stat(path).then(
          (info) => info.size,
          () => 0,
        );
        return Math.max(0, end - size);
      }),
    );
    return missing.reduce((sum, one) => sum + one, 0);
  }
}
