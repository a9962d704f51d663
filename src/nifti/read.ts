/** Reads a file as it comes, packed (gzip) or not, and no further than its samples go. */
import { IsocenterError } from '../base/index.ts';
import { NIFTI_SIZE_BYTES, type NiftiHeader, niftiHeaderBytes, readNiftiHeader } from './header.ts';
import { MOST_INFLATION, niftiLimits } from './limits.ts';

export interface NiftiFile {
  readonly header: NiftiHeader;
  /** As they are stored. */
  readonly samples: Uint8Array;
}

export interface ReadingOptions {
  /** Told of every piece: the share of the samples that is there, from 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/**
 * Memory grows with what the header announces, which is bounded, and not with what comes after it.
 * @param fileBytes of the file as it is kept: one that is too short for its header is refused before anything is made ready for it
 * @throws IsocenterError `nifti/bad`, `dicom/limit`, `nifti/unsupported`; and what the stream throws
 */
export async function readNifti(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  fileBytes: number,
  { onProgress }: ReadingOptions = {},
): Promise<NiftiFile> {
  await using packed = new ByteReader(stream);
  const isPacked = isGzip(await packed.peek(2));
  if (!isPacked) return await readFrom(packed, fileBytes, onProgress);
  await using unpacked = new ByteReader(packed.rest().pipeThrough(new DecompressionStream('gzip')), true);
  return await readFrom(unpacked, fileBytes * MOST_INFLATION, onProgress);
}

async function readFrom(
  reader: ByteReader,
  mostBytes: number,
  onProgress: ReadingOptions['onProgress'],
): Promise<NiftiFile> {
  const header = readNiftiHeader(await reader.peek(niftiHeaderBytes(await reader.peek(NIFTI_SIZE_BYTES))));
  const { sampleOffset, sampleBytes } = header;
  if (sampleOffset + sampleBytes > mostBytes) throw truncated();
  await reader.skip(sampleOffset);
  const samples = await reader.take(sampleBytes, (count) => onProgress?.(count / sampleBytes));
  await reader.checkEnd();
  return { header, samples };
}

const isGzip = (start: Uint8Array): boolean => start[0] === 0x1f && start[1] === 0x8b;

const truncated = () => new IsocenterError('nifti/bad', { reason: 'it ends before its samples do' });

/** Takes bytes from a stream, as many as are wanted. */
class ByteReader implements AsyncDisposable {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  readonly #isUnpacked: boolean;
  /** What has come and was not taken. */
  #held = new Uint8Array(0);

  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>, isUnpacked = false) {
    this.#reader = stream.getReader();
    this.#isUnpacked = isUnpacked;
  }

  /** The next bytes, which stay. A few: they are kept together. */
  async peek(count: number): Promise<Uint8Array> {
    while (this.#held.length < count) {
      const chunk = await this.#next();
      if (!chunk) throw truncated();
      const joined = new Uint8Array(this.#held.length + chunk.length);
      joined.set(this.#held);
      joined.set(chunk, this.#held.length);
      this.#held = joined;
    }
    return this.#held.subarray(0, count);
  }

  async skip(count: number): Promise<void> {
    for (let left = count; left > 0; ) left -= (await this.#some(left)).length;
  }

  async take(count: number, onProgress: (count: number) => void): Promise<Uint8Array> {
    const bytes = new Uint8Array(count);
    for (let at = 0; at < count; ) {
      const chunk = await this.#some(count - at);
      bytes.set(chunk, at);
      at += chunk.length;
      onProgress(at);
    }
    return bytes;
  }

  /** What is packed says at its end whether it was read as it was written. A little more may come before that; not all that could. */
  async checkEnd(): Promise<void> {
    let count = this.#held.length;
    while (count <= niftiLimits.tailBytes) {
      const chunk = await this.#next();
      if (!chunk) return;
      count += chunk.length;
    }
  }

  /** All that is left, for somebody else to read. */
  rest(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return new ReadableStream({
      pull: async (controller) => {
        const chunk = this.#held.length > 0 ? this.#held : await this.#next();
        this.#held = new Uint8Array(0);
        if (chunk) controller.enqueue(chunk);
        else controller.close();
      },
      cancel: (reason) => this.#reader.cancel(reason),
    });
  }

  /** Nothing more is sent and unpacked. */
  async [Symbol.asyncDispose](): Promise<void> {
    // What went wrong was thrown where it was read.
    await this.#reader.cancel().catch(() => undefined);
  }

  async #some(most: number): Promise<Uint8Array> {
    const chunk = this.#held.length > 0 ? this.#held : await this.#next();
    if (!chunk) throw truncated();
    this.#held = chunk.subarray(most);
    return chunk.subarray(0, most);
  }

  async #next(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    try {
      const { value, done } = await this.#reader.read();
      return done ? undefined : value;
    } catch (error) {
      // Streams say with a TypeError that what came is not gzip, or ends too early.
      if (this.#isUnpacked && error instanceof TypeError)
        throw new IsocenterError('nifti/bad', { reason: 'it cannot be unpacked' }, error);
      throw error;
    }
  }
}
