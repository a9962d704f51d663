import fs from 'node:fs';
import { promisify } from 'node:util';
import { IsocenterError } from '../base/index.ts';

/** Bytes per read: whole files of most modalities, and a bounded part of the others. */
export const INPUT_CHUNK = 512 * 1024;

/** What was a regular file when it was found may have been swapped for a link since. */
const FLAGS = fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0);

const open = promisify(fs.open);
const close = promisify(fs.close);
const read = promisify(fs.read);

/**
 * A file outside of the archive, read from its start to its end on the pool: discs and network shares are slow.
 * Errors: `input/unreadable`.
 */
export class InputFile implements AsyncDisposable {
  readonly #fd: number;
  /** What a stat said. The file may turn out longer or shorter. */
  readonly #expectedBytes: number;
  #position = 0;
  #atEnd = false;

  private constructor(fd: number, expectedBytes: number) {
    this.#fd = fd;
    this.#expectedBytes = expectedBytes;
  }

  static async open(path: string, expectedBytes: number): Promise<InputFile> {
    try {
      return new InputFile(await open(path, FLAGS), expectedBytes);
    } catch (error) {
      throw unreadable(error);
    }
  }

  /** Whether everything was read. */
  get atEnd(): boolean {
    return this.#atEnd;
  }

  /** The next INPUT_CHUNK bytes, fewer only at the end. The buffer is the caller's. */
  async read(): Promise<Uint8Array> {
    // One byte more than there should be, so that the end shows itself without a second read.
    const wanted = Math.min(INPUT_CHUNK, Math.max(0, this.#expectedBytes - this.#position) + 1);
    const buffer = Buffer.allocUnsafeSlow(wanted);
    let filled = 0;
    while (filled < wanted) {
      const count = await this.#readInto(buffer, filled);
      filled += count;
      this.#position += count;
      if (count === 0 || this.#position === this.#expectedBytes) {
        this.#atEnd = true;
        break;
      }
    }
    return buffer.subarray(0, filled);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await close(this.#fd);
  }

  async #readInto(buffer: Uint8Array, filled: number): Promise<number> {
    try {
      return (await read(this.#fd, buffer, filled, buffer.length - filled, this.#position)).bytesRead;
    } catch (error) {
      throw unreadable(error);
    }
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EIO: 'the disc cannot be read here',
  ENOENT: 'it is gone',
  ELOOP: 'it became a link',
};

function unreadable(error: unknown): IsocenterError {
  const code = String((error as NodeJS.ErrnoException).code ?? 'unknown');
  return new IsocenterError('input/unreadable', { reason: reasons[code] ?? code }, error);
}
