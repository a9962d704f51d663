import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import { IsocenterError } from '../../base/index.ts';
import { addSafeHeaders } from '../door.ts';

type Piece = Uint8Array | string;

/** Headers that tell of a body which does not come. */
const ofBody = [
  'content-length',
  'content-range',
  'accept-ranges',
  'content-encoding',
  'content-disposition',
  'etag',
];

/**
 * Bytes that wait for a slow client at most, and one piece more. With some at hand, the kernel never waits for us while the
 * next piece is read.
 */
const QUEUED_AT_MOST = 1024 * 1024;

/** A client that takes nothing for this long has gone away. */
const STALL_MS = 60_000;

/**
 * The body of a response, written as it is made and no faster than the client takes it. The status line and headers go
 * with the first piece, so what fails before is still answered as a problem; what fails later ends the connection:
 * a body that was cut off must not look whole.
 */
export class ResponseBody {
  readonly #reply: FastifyReply;
  readonly #response: ServerResponse;
  #isOpen = false;
  /** Characters and bytes that were written and that the kernel has not got. */
  #queued = 0;
  #goOn: (() => void) | undefined;

  constructor(reply: FastifyReply) {
    this.#reply = reply;
    this.#response = reply.raw;
  }

  /** Writes all pieces and ends. Rejects when the client went away or the pieces failed. */
  async sendAll(pieces: Iterable<Piece> | AsyncIterable<Piece>): Promise<void> {
    try {
      for await (const piece of pieces) {
        const waiting = this.write(piece);
        if (waiting) await waiting;
      }
      this.end();
    } catch (error) {
      this.fail(error);
    }
  }

  /**
   * A promise means: wait for it before writing more. `released` is called when nobody reads the piece any more.
   * Throws `cancelled` when the client is gone.
   */
  write(piece: Piece, released?: () => void): undefined | Promise<void> {
    this.#open();
    if (this.#response.destroyed) throw new IsocenterError('cancelled');
    this.#queued += piece.length;
    this.#response.write(piece, () => {
      this.#queued -= piece.length;
      released?.();
      if (this.#queued <= QUEUED_AT_MOST) this.#goOn?.();
    });
    return this.#queued <= QUEUED_AT_MOST ? undefined : this.#roomAgain();
  }

  /** Resolves when nobody reads the piece any more. */
  written(piece: Uint8Array): Promise<void> {
    this.#open();
    return new Promise((resolve, reject) => {
      this.#response.write(piece, (error) => (error ? reject(new IsocenterError('cancelled')) : resolve()));
    });
  }

  /** Pieces written until `uncork` go in one call to the kernel. */
  cork(): void {
    this.#open();
    this.#response.cork();
  }

  uncork(): void {
    this.#response.uncork();
  }

  end(): void {
    this.#open();
    this.#response.end();
  }

  /** Throws the error on: before the first piece it will be answered, after it the connection ends. See cut-off.ts. */
  fail(error: unknown): never {
    if (this.#isOpen) this.#response.destroy();
    else for (const name of ofBody) this.#reply.removeHeader(name);
    throw error;
  }

  #open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    addSafeHeaders(this.#reply);
    const { statusCode } = this.#reply;
    const headers = this.#reply.getHeaders();
    this.#reply.hijack();
    this.#response.writeHead(statusCode, headers as Record<string, string>);
  }

  /** Resolves when enough of what is queued is on its way; rejects when the client is gone or takes nothing. */
  #roomAgain(): Promise<void> {
    const response = this.#response;
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        response.off('close', gone);
        this.#goOn = undefined;
        settle();
      };
      const gone = () => finish(() => reject(new IsocenterError('cancelled')));
      const timer = setTimeout(() => response.destroy(), STALL_MS);
      this.#goOn = () => finish(resolve);
      response.once('close', gone);
    });
  }
}
