import type { StoredInstance } from '../catalog/index.ts';
import type { Header } from '../dicom/index.ts';
import type { BlobStore } from '../store/index.ts';
import { localLocation } from './local-location.ts';
import { headerBytes, readHeader } from './stored-file.ts';

/** Headers that are remembered, and the bytes that all of them have in their files. */
const MAXIMUM_HEADERS = 64;
const MAXIMUM_BYTES = 4 * 1024 * 1024;

interface Remembered {
  readonly header: Promise<Header>;
  readonly bytes: number;
}

/**
 * Headers of the instances that were opened last: viewers ask for one frame after the other, and the header of a
 * multi-frame image may be a megabyte. Whoever has one only reads it.
 */
export class RecentHeaders {
  readonly #store: BlobStore;
  readonly #prepare: (header: Header) => Header;
  /** The least recently used first. */
  readonly #byContent = new Map<string, Remembered>();
  #bytes = 0;

  /** @param prepare what becomes of a header before anybody has it; it may change it */
  constructor(store: BlobStore, prepare: (header: Header) => Header = (header) => header) {
    this.#store = store;
    this.#prepare = prepare;
  }

  of(instance: StoredInstance): Promise<Header> {
    const { key, headLength } = localLocation(instance);
    // Offsets count from the start of the file, whose head is no part of the content.
    const content = `${instance.sha256} ${headLength} ${key}`;
    const known = this.#byContent.get(content);
    if (known) {
      this.#byContent.delete(content);
      this.#byContent.set(content, known);
      return known.header;
    }
    const bytes = headerBytes(instance);
    const header = readHeader(this.#store, key, bytes).then(this.#prepare);
    if (instance.pixelDataOffset !== null && bytes <= MAXIMUM_BYTES)
      this.#remember(content, { header, bytes });
    return header;
  }

  #remember(content: string, remembered: Remembered): void {
    this.#byContent.set(content, remembered);
    this.#bytes += remembered.bytes;
    // What could not be read is told to who asked, and tried again for the next one.
    remembered.header.catch(() => this.#forget(content));
    for (const oldest of this.#byContent.keys()) {
      if (this.#byContent.size <= MAXIMUM_HEADERS && this.#bytes <= MAXIMUM_BYTES) return;
      this.#forget(oldest);
    }
  }

  #forget(content: string): void {
    this.#bytes -= this.#byContent.get(content)?.bytes ?? 0;
    this.#byContent.delete(content);
  }
}
