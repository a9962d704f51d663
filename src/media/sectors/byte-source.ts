import { type FileHandle, open } from 'node:fs/promises';
import { asIsocenterError, IsocenterError } from '../../base/index.ts';

/** Bytes that are read at any place: a disc image, or a part of one. */
export interface ByteSource {
  readonly size: number;
  /**
   * Fills the whole target with the bytes from that position on.
   * @throws IsocenterError `disc/unreadable` where it ends before, or cannot be read
   */
  fill(target: Uint8Array, position: number): Promise<void>;
}

/** A few sectors at most: nothing that an image says makes it larger. */
const LONGEST_READ = 64 * 1024 * 1024;

/** So many bytes, all of them. The buffer is the caller's. */
export async function readBytes(source: ByteSource, position: number, length: number): Promise<Buffer> {
  if (length > LONGEST_READ)
    throw new IsocenterError('disc/limit', {
      ...{ what: 'A part of the disc image that is read at once', value: length, limit: LONGEST_READ },
    });
  checkRange(source, position, length);
  const bytes = Buffer.allocUnsafe(length);
  await source.fill(bytes, position);
  return bytes;
}

/** Bytes of a sector that is given up alone. */
const PIECE = 2048;

/** As `readBytes`, with zeros for sectors that cannot be read, and what is wrong with the first of them. */
export async function readWhatCanBe(
  source: ByteSource,
  position: number,
  length: number,
): Promise<{ bytes: Buffer; problem: IsocenterError | undefined }> {
  try {
    return { bytes: await readBytes(source, position, length), problem: undefined };
  } catch (error) {
    const bytes = Buffer.alloc(length);
    for (let at = 0; at < length; at += PIECE) {
      const piece = bytes.subarray(at, at + PIECE);
      // The first failure is the one that is told.
      await source.fill(piece, position + at).catch(() => piece.fill(0));
    }
    return { bytes, problem: asIsocenterError(error) };
  }
}

export function checkRange({ size }: ByteSource, position: number, length: number): void {
  if (position >= 0 && position + length <= size) return;
  throw new IsocenterError('disc/unreadable', { position, reason: `it ends at byte ${size}` });
}

/** A file of the system. */
export class FileSource implements ByteSource, AsyncDisposable {
  readonly size: number;
  readonly #handle: FileHandle;

  private constructor(handle: FileHandle, size: number) {
    this.#handle = handle;
    this.size = size;
  }

  /** @param size when it is known */
  static async open(path: string, size?: number): Promise<FileSource> {
    const handle = await open(path, 'r').catch((error: unknown) => {
      throw unreadable(error, 0);
    });
    try {
      return new FileSource(handle, size ?? (await handle.stat()).size);
    } catch (error) {
      await handle.close();
      throw unreadable(error, 0);
    }
  }

  async fill(target: Uint8Array, position: number): Promise<void> {
    checkRange(this, position, target.length);
    for (let filled = 0; filled < target.length; ) {
      const count = await this.#read(target, filled, position + filled);
      if (count === 0)
        throw new IsocenterError('disc/unreadable', { position, reason: 'it was cut short meanwhile' });
      filled += count;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }

  async #read(target: Uint8Array, offset: number, position: number): Promise<number> {
    try {
      return (await this.#handle.read(target, offset, target.length - offset, position)).bytesRead;
    } catch (error) {
      throw unreadable(error, position);
    }
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EIO: 'these sectors cannot be read here',
  ENOENT: 'it is gone',
};

function unreadable(error: unknown, position: number): IsocenterError {
  const code = String((error as NodeJS.ErrnoException).code ?? 'unknown');
  return new IsocenterError('disc/unreadable', { position, reason: reasons[code] ?? code }, error);
}
