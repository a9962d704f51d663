import type { DataFragment, Pdu } from './pdu.ts';
import { pduTypes } from './pdu.ts';
import { abortReasons, PduError, PduLimitError } from './pdu-error.ts';
import { decodePdu } from './pdu-reader.ts';

export interface FramerLimits {
  readonly dataPduLength: number;
  readonly controlPduLength: number;
}

const PDU_HEADER = 6;
const PDV_HEADER = 6;
/** Bytes of a PDV that its own length counts: context id and message control header. */
const PDV_FIXED = 2;
const nothing: Buffer = Buffer.alloc(0);

/**
 * Cuts a byte stream into PDUs. Knows nothing of sockets: `push` a chunk, then call `next` until it says "need more"
 * (undefined). P-DATA-TF is not collected: its fragments are handed on as views of the chunk they came in, which are
 * valid until that chunk is written over. Other PDUs hold no views.
 * Throws PduError or PduLimitError as soon as the bytes cannot become a PDU, and must not be used after that.
 */
export class Framer {
  readonly #limits: FramerLimits;
  readonly #partial = new Partial();
  #chunk: Buffer = nothing;
  #at = 0;
  /** A control PDU whose body has not arrived as a whole. */
  #awaited: { type: number; length: number } | undefined;
  #leftInPdu = 0;
  #leftInPdv = 0;
  #inPdv = false;
  #contextId = 0;
  #control = 0;

  constructor(limits: FramerLimits) {
    this.#limits = limits;
  }

  /** Only when `next` returned undefined. The chunk is lent: see {@link keep}. */
  push(chunk: Uint8Array): void {
    this.#chunk = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#at = 0;
  }

  /** To be called before the chunk is written over while `next` has not returned undefined: copies what is left of it. */
  keep(): void {
    this.#chunk = Buffer.from(this.#chunk.subarray(this.#at));
    this.#at = 0;
  }

  next(): Pdu | undefined {
    for (;;) {
      if (this.#inPdv) return this.#nextPiece();
      if (this.#awaited) return this.#controlPdu(this.#awaited);
      const advanced = this.#leftInPdu > 0 ? this.#beginPdv() : this.#beginPdu();
      if (!advanced) return undefined;
    }
  }

  // PS3.8 9.3.1: type (1), reserved (1), length (4)
  #beginPdu(): boolean {
    const first = this.#partial.isEmpty ? this.#chunk[this.#at] : undefined;
    if (first !== undefined) assertKnown(first);
    const header = this.#take(PDU_HEADER);
    if (!header) return false;
    const type = header[0]!;
    const length = header.readUInt32BE(2);
    if (type === pduTypes['P-DATA-TF']) this.#beginData(length);
    else this.#awaited = { type, length: bounded(length, this.#limits.controlPduLength) };
    return true;
  }

  #beginData(length: number): void {
    if (length < PDV_HEADER) throw new PduError(`a P-DATA-TF announces ${length} bytes`);
    this.#leftInPdu = bounded(length, this.#limits.dataPduLength);
  }

  #controlPdu({ type, length }: { type: number; length: number }): Pdu | undefined {
    const body = this.#take(length);
    if (!body) return undefined;
    this.#awaited = undefined;
    return decodePdu(type, Buffer.from(body));
  }

  // PS3.8 9.3.5.1: length (4), context id (1), message control header (1)
  #beginPdv(): boolean {
    if (this.#leftInPdu < PDV_HEADER) throw new PduError('a P-DATA-TF ends inside a PDV header');
    const header = this.#take(PDV_HEADER);
    if (!header) return false;
    const length = header.readUInt32BE(0);
    this.#leftInPdu -= PDV_HEADER;
    this.#leftInPdv = length - PDV_FIXED;
    if (this.#leftInPdv < 0 || this.#leftInPdv > this.#leftInPdu) {
      throw new PduError(`a PDV of ${length} bytes does not fit its PDU`);
    }
    this.#leftInPdu -= this.#leftInPdv;
    this.#contextId = header[4]!;
    this.#control = header[5]!;
    this.#inPdv = true;
    return true;
  }

  #nextPiece(): DataFragment | undefined {
    const available = this.#chunk.length - this.#at;
    if (available === 0 && this.#leftInPdv > 0) return undefined;
    const length = Math.min(available, this.#leftInPdv);
    const data = this.#chunk.subarray(this.#at, this.#at + length);
    this.#at += length;
    this.#leftInPdv -= length;
    this.#inPdv = this.#leftInPdv > 0;
    return {
      type: 'P-DATA-TF',
      contextId: this.#contextId,
      isCommand: (this.#control & 1) !== 0,
      last: (this.#control & 2) !== 0 && !this.#inPdv,
      data,
    };
  }

  /** The next `length` bytes in one piece, or undefined when they have not all arrived. */
  #take(length: number): Buffer | undefined {
    const available = this.#chunk.length - this.#at;
    if (this.#partial.isEmpty && available >= length) {
      this.#at += length;
      return this.#chunk.subarray(this.#at - length, this.#at);
    }
    const taken = Math.min(available, length - this.#partial.length);
    this.#partial.append(this.#chunk.subarray(this.#at, this.#at + taken));
    this.#at += taken;
    return this.#partial.length === length ? this.#partial.empty() : undefined;
  }
}

/** Known at the first byte, so that HTTP or TLS on this port is answered at once. */
function assertKnown(type: number): void {
  if (type < 1 || type > 7) {
    throw new PduError(`${looksLike(type)} arrived where a PDU should start`, abortReasons.unrecognizedPdu);
  }
}

function looksLike(firstByte: number): string {
  if (firstByte === 0x16) return 'a TLS handshake';
  if (firstByte >= 0x41 && firstByte <= 0x5a) return 'text (HTTP?)';
  return `PDU type ${firstByte}`;
}

function bounded(length: number, limit: number): number {
  if (length > limit) throw new PduLimitError('the PDU length', length, limit);
  return length;
}

/** Bytes cut by a chunk's end. Grows by doubling: what is only announced takes no memory. */
class Partial {
  #bytes = nothing;
  length = 0;

  get isEmpty(): boolean {
    return this.length === 0;
  }

  append(piece: Buffer): void {
    const length = this.length + piece.length;
    if (length > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(64, length, this.#bytes.length * 2));
      this.#bytes.copy(grown, 0, 0, this.length);
      this.#bytes = grown;
    }
    piece.copy(this.#bytes, this.length);
    this.length = length;
  }

  empty(): Buffer {
    const bytes = this.#bytes.subarray(0, this.length);
    this.#bytes = nothing;
    this.length = 0;
    return bytes;
  }
}
