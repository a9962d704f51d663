import type { TakeMemory } from '../archive/index.ts';

/** Larger frames get memory of their own, bytes. */
const LARGEST = 4 * 1024 * 1024;

/**
 * Memory for the frame of one task, which the thread that draws it reads where it lies. It is used again for the next task:
 * to ask for half a megabyte each time, and to have it collected, takes a fifth of the time of a small picture.
 */
export class FrameMemory {
  #shared = new SharedArrayBuffer(0);

  /** Valid until the next call. */
  readonly take: TakeMemory = (length) => {
    if (length > LARGEST) return new Uint8Array(length);
    if (length > this.#shared.byteLength)
      this.#shared = new SharedArrayBuffer(2 ** Math.ceil(Math.log2(length)));
    return new Uint8Array(this.#shared, 0, length);
  };
}
