import { deflateSync, FlateErrorCode, Inflate } from 'fflate/browser';
import { IsocenterError } from '../base/index.ts';
import { concat } from './concat.ts';

/** Compressed bytes inflated at once: deflate gives at most 1032 times as many, so a bomb is stopped in time. */
const largestStep = 16 * 1024;
/** Fewer wait for more: each step costs a copy of the 32 KiB window, however small it is. */
const smallestStep = 2 * 1024;

/**
 * Inflates a raw deflate stream (RFC 1951), the form of deflated transfer syntaxes (PS3.5 A.5), as it comes. More than
 * `limit` bytes in all: `dicom/limit`. What is no deflate stream: `dicom/not-dicom`.
 */
export class Inflater {
  readonly #inflate: Inflate;
  #waiting: Uint8Array[] = [];
  #waitingLength = 0;
  #pieces: Uint8Array[] = [];
  #length = 0;

  constructor(limit: number) {
    this.#inflate = new Inflate((piece) => {
      this.#length += piece.length;
      if (this.#length > limit) {
        throw new IsocenterError('dicom/limit', { what: 'Inflated size', value: this.#length, limit });
      }
      if (piece.length > 0) this.#pieces.push(piece);
    });
  }

  /** The bytes that these ones complete, perhaps with some delay. They belong to the caller. */
  push(bytes: Uint8Array): readonly Uint8Array[] {
    this.#waiting.push(bytes);
    this.#waitingLength += bytes.length;
    if (this.#waitingLength >= smallestStep) this.#pushWaiting();
    return this.#taken();
  }

  /** The last bytes. A stream that is not complete: `dicom/truncated`. */
  end(): readonly Uint8Array[] {
    this.#pushWaiting();
    this.#push(new Uint8Array(0), true);
    return this.#taken();
  }

  #pushWaiting(): void {
    const bytes = this.#waiting.length === 1 ? this.#waiting[0]! : concat(this.#waiting);
    this.#waiting = [];
    this.#waitingLength = 0;
    for (let at = 0; at < bytes.length; at += largestStep)
      this.#push(bytes.subarray(at, at + largestStep), false);
  }

  #taken(): readonly Uint8Array[] {
    const taken = this.#pieces;
    this.#pieces = [];
    return taken;
  }

  #push(bytes: Uint8Array, isLast: boolean): void {
    try {
      this.#inflate.push(bytes, isLast);
    } catch (error) {
      if (error instanceof IsocenterError) throw error;
      throw this.#asRegistered(error as Error & { readonly code?: number });
    }
  }

  #asRegistered(error: Error & { readonly code?: number }): IsocenterError {
    return error.code === FlateErrorCode.UnexpectedEOF
      ? new IsocenterError('dicom/truncated', { offset: this.#length, needed: 1 }, error)
      : new IsocenterError(
          'dicom/not-dicom',
          { reason: `its deflate stream has an ${error.message}` },
          error,
        );
  }
}

/** The same for bytes that are all there. */
export function inflateRaw(bytes: Uint8Array, limit: number): Uint8Array {
  const inflater = new Inflater(limit);
  return concat([...inflater.push(bytes), ...inflater.end()]);
}

/** A deflated data set of odd length gets one NUL (PS3.5 A.5). */
export function deflateRaw(bytes: Uint8Array): Uint8Array {
  const deflated = deflateSync(bytes);
  return deflated.length % 2 === 0 ? deflated : concat([deflated, new Uint8Array(1)]);
}
