import fs from 'node:fs';
import { promisify } from 'node:util';
import { IsocenterError } from '../base/index.ts';
import type { DiscFile, OpenDiscFile } from '../media/index.ts';

/** Bytes per read: whole files of most modalities, and a bounded part of the others. */
export const INPUT_CHUNK = 512 * 1024;

/** What was a regular file when it was found may have been swapped for a link since. */
const FLAGS = fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0);

const open = promisify(fs.open);
const close = promisify(fs.close);
const read = promisify(fs.read);

/** As read(2): fewer bytes than asked for, or none at the end. */
interface Reader {
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<number>;
  close(): Promise<void>;
}

/**
 * A file outside of the archive, or one in a disc image, read from its start to its end on the pool: discs and network
 * shares are slow. Errors: `input/unreadable`, `disc/unreadable`.
 */
export class InputFile implements AsyncDisposable {
  readonly #reader: Reader;
  /** What a stat said. The file may turn out longer or shorter. */
  readonly #expectedBytes: number;
  #position = 0;
  #atEnd = false;

  private constructor(reader: Reader, expectedBytes: number) {
    this.#reader = reader;
    this.#expectedBytes = expectedBytes;
  }

  /** @param content how it is read when it is in a disc image, and no path of the system leads to it. */
  static async open(path: string, expectedBytes: number, content?: DiscFile): Promise<InputFile> {
    try {
      const reader = content ? readerInImage(await content.open()) : readerOf(await open(path, FLAGS));
      return new InputFile(reader, expectedBytes);
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
    await this.#reader.close();
  }

  async #readInto(buffer: Uint8Array, filled: number): Promise<number> {
    try {
      return await this.#reader.read(buffer, filled, buffer.length - filled, this.#position);
    } catch (error) {
      throw unreadable(error);
    }
  }
}

function readerOf(fd: number): Reader {
  return {
    async read(buffer, offset, length, position) {
      return (await read(fd, buffer, offset, length, position)).bytesRead;
    },
    close: () => close(fd),
  };
}

function readerInImage(file: OpenDiscFile): Reader {
  return {
    async read(buffer, offset, length, position) {
      const count = Math.min(length, file.size - position);
      await file.fill(buffer.subarray(offset, offset + count), position);
      return count;
    },
    close: async () => await file[Symbol.asyncDispose](),
  };
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EIO: 'the disc cannot be read here',
  ENOENT: 'it is gone',
  ELOOP: 'it became a link',
};

function unreadable(error: unknown): IsocenterError {
  if (error instanceof IsocenterError) return error;
  const code = String((error as NodeJS.ErrnoException).code ?? 'unknown');
  return new IsocenterError('input/unreadable', { reason: reasons[code] ?? code }, error);
}
