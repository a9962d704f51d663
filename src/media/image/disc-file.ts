import { type ByteSource, type Extent, ExtentSource } from '../sectors/index.ts';
import { type KnownImage, openAgain } from './open-sectors.ts';

/** Bytes per read. */
const CHUNK = 512 * 1024;

/** A file that is open, at whatever place of it. */
export interface OpenDiscFile extends ByteSource, AsyncDisposable {}

/** A file inside of a disc image on the disk. It is opened when it is read, so it may outlive the search that found it. */
export class DiscFile {
  readonly size: number;
  readonly #image: KnownImage;
  readonly #extents: readonly Extent[];

  constructor(image: KnownImage, extents: readonly Extent[], size: number) {
    this.#image = image;
    this.#extents = extents;
    this.size = size;
  }

  /** @throws IsocenterError `disc/unreadable`, also while it is read */
  async open(): Promise<OpenDiscFile> {
    const { contents, file } = await openAgain(this.#image);
    const bytes = new ExtentSource(contents, this.#extents);
    return {
      size: bytes.size,
      fill: (target, position) => bytes.fill(target, position),
      [Symbol.asyncDispose]: () => file[Symbol.asyncDispose](),
    };
  }

  /** Its bytes from its beginning. May be left early. Chunks are the caller's. Throws what `open` throws. */
  async *read(): AsyncGenerator<Uint8Array, void, void> {
    await using file = await this.open();
    for (let position = 0; position < this.size; position += CHUNK) {
      const chunk = Buffer.allocUnsafeSlow(Math.min(CHUNK, this.size - position));
      await file.fill(chunk, position);
      yield chunk;
    }
  }
}
