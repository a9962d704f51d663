import { pduTypes } from './pdu.ts';
import { controlHeader } from './pdu-writer.ts';

/** PDU header (6), PDV length (4), context id (1), message control header (1). PS3.8 9.3.5. */
const HEADER = 12;
/** Bytes of a P-DATA-TF body that are not payload. */
export const PDV_OVERHEAD = 6;
const FIRST_STAGE = 2 * 1024;
const LARGEST_STAGE = 64 * 1024;
/** Up to here a copy into the stage is cheaper than one more buffer in the write. */
const COPY_LIMIT = 8 * 1024;

/**
 * Lays messages out as PDUs, one PDV each. Headers and small payloads go into a stage that is only ever written
 * forward (the next one is larger, up to 64 KiB: an association that says little costs little); large payloads are passed on as views. Nothing is sent before `flush`.
 */
export class MessageWriter {
  readonly #send: (chunks: readonly Uint8Array[]) => void;
  readonly #payload: number;
  #stage = Buffer.alloc(0);
  #stageLength = FIRST_STAGE;
  #start = 0;
  #end = 0;
  #chunks: Uint8Array[] = [];
  /** Bytes waiting for `flush`. */
  pending = 0;

  /** `pduLength`: what the peer receives at most (PS3.8 D.1). */
  constructor(send: (chunks: readonly Uint8Array[]) => void, pduLength: number) {
    this.#send = send;
    // Every fragment has an even length; odd ones are refused by common receivers.
    this.#payload = (pduLength - PDV_OVERHEAD) & ~1;
  }

  command(contextId: number, bytes: Uint8Array): void {
    this.#fragments(contextId, true, bytes, true);
  }

  /** Only the last piece of a data set may have an odd length (and a valid data set has none). */
  data(contextId: number, bytes: Uint8Array, last: boolean): void {
    this.#fragments(contextId, false, bytes, last);
  }

  /** PDUs that were laid out before. */
  raw(bytes: Uint8Array): void {
    this.#copy(bytes);
  }

  flush(): void {
    this.#closeStage();
    if (this.#chunks.length === 0) return;
    const chunks = this.#chunks;
    this.#chunks = [];
    this.pending = 0;
    this.#send(chunks);
  }

  #fragments(contextId: number, isCommand: boolean, bytes: Uint8Array, last: boolean): void {
    let at = 0;
    do {
      const length = Math.min(this.#payload, bytes.length - at);
      const isEnd = at + length === bytes.length;
      this.#header(contextId, controlHeader(isCommand, last && isEnd), length);
      this.#body(length === bytes.length ? bytes : bytes.subarray(at, at + length));
      at += length;
    } while (at < bytes.length);
  }

  #header(contextId: number, control: number, length: number): void {
    this.#reserve(HEADER);
    const stage = this.#stage;
    const at = this.#end;
    stage[at] = pduTypes['P-DATA-TF'];
    stage[at + 1] = 0;
    stage.writeUInt32BE(length + PDV_OVERHEAD, at + 2);
    stage.writeUInt32BE(length + 2, at + 6);
    stage[at + 10] = contextId;
    stage[at + 11] = control;
    this.#end += HEADER;
    this.pending += HEADER;
  }

  #body(bytes: Uint8Array): void {
    if (bytes.length <= COPY_LIMIT) {
      this.#copy(bytes);
      return;
    }
    this.#closeStage();
    this.#chunks.push(bytes);
    this.pending += bytes.length;
  }

  #copy(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#stage.set(bytes, this.#end);
    this.#end += bytes.length;
    this.pending += bytes.length;
  }

  #reserve(length: number): void {
    if (this.#end + length <= this.#stage.length) return;
    this.#closeStage();
    this.#stage = Buffer.allocUnsafeSlow(Math.max(this.#stageLength, length));
    this.#stageLength = Math.min(LARGEST_STAGE, this.#stageLength * 2);
    this.#start = 0;
    this.#end = 0;
  }

  #closeStage(): void {
    if (this.#end > this.#start) this.#chunks.push(this.#stage.subarray(this.#start, this.#end));
    this.#start = this.#end;
  }
}
