import type { Duplex } from 'node:stream';
import { type Clock, IsocenterError, systemClock } from '../base/index.ts';
import { Framer, type FramerLimits } from './framer.ts';
import type {
  Abort,
  AssociateAccept,
  AssociateReject,
  AssociateRequest,
  DataFragment,
  Pdu,
  ReleaseRequest,
  ReleaseResponse,
} from './pdu.ts';
import { abortReasonOf } from './pdu-error.ts';
import { encodePdu } from './pdu-writer.ts';
import {
  type Effects,
  type Event,
  type EventInput,
  eventOfPdu,
  type State,
  StateMachine,
} from './state-machine.ts';

/** The service user: told what the peer wants. PS3.8 Section 7. */
export interface UpperLayerUser {
  associateRequested(request: AssociateRequest): void;
  associateAccepted(accept: AssociateAccept): void;
  associateRejected(reject: AssociateReject): void;
  /** The fragment's bytes are lent: valid until this returns. A promise stops reading until it resolves (back-pressure). */
  data(fragment: DataFragment): void | Promise<void>;
  releaseRequested(): void;
  released(): void;
  /** The peer's user or the provider aborted, or the connection was lost. */
  aborted(cause: IsocenterError): void;
  /** Nothing came for `idleMs`. */
  idle(): void;
  /** The transport is gone. Exactly once, always last. */
  closed(): void;
}

export interface UpperLayerOptions {
  readonly isRequestor: boolean;
  readonly limits: FramerLimits & { readonly artimMs: number; readonly idleMs: number };
  readonly clock?: Clock;
  /** Called after each read of the transport, e.g. to re-arm TCP_QUICKACK. */
  readonly afterRead?: (transport: Duplex) => void;
}

/** PS3.8 over any Duplex: bytes in, primitives out; the state machine decides what is legal. */
export class UpperLayer implements Effects {
  readonly isRequestor: boolean;
  bytesReceived = 0;
  bytesSent = 0;
  /** Why the association broke; the first cause wins. */
  failure: IsocenterError | undefined;
  readonly #transport: Duplex;
  readonly #user: UpperLayerUser;
  readonly #options: UpperLayerOptions;
  readonly #clock: Clock;
  readonly #framer: Framer;
  readonly #machine = new StateMachine();
  #artim: NodeJS.Timeout | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  #lastActivity: number;
  #blockedOn: Promise<void> | undefined;
  #deaf = false;
  #closed = false;
  #drained: Promise<void> | undefined;
  #onDrained: (() => void) | undefined;

  constructor(transport: Duplex, user: UpperLayerUser, options: UpperLayerOptions) {
    this.isRequestor = options.isRequestor;
    this.#transport = transport;
    this.#user = user;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#framer = new Framer(options.limits);
    this.#lastActivity = this.#clock.monotonic();
    this.#listen();
  }

  get state(): State {
    return this.#machine.state;
  }

  /** Milliseconds since the peer last sent or took bytes. */
  get silentFor(): number {
    return this.#clock.monotonic() - this.#lastActivity;
  }

  /** A local primitive. False when the state does not allow it; then nothing happened. */
  request(event: Event, input?: EventInput): boolean {
    return this.#machine.fire(event, this, input);
  }

  /** A-ABORT request. `cause` is what everybody waiting on this association is told. */
  abort(cause: IsocenterError, pdu: Abort = { type: 'A-ABORT', source: 0, reason: 0 }): void {
    this.failure ??= cause;
    this.#deaf = true;
    if (!this.request('Evt15', pdu)) this.closeTransport();
    // What still comes is read and dropped: a full receive buffer would hide that the peer has closed.
    this.#transport.resume();
  }

  /** The peer broke the protocol above the PDU layer: treated as an invalid PDU (AA-8). */
  refuse(error: unknown): void {
    if (this.#deaf) return;
    this.#deaf = true;
    this.failure ??= error instanceof IsocenterError ? error : new IsocenterError('internal', {}, error);
    const abort: Abort = { type: 'A-ABORT', source: 2, reason: abortReasonOf(error) };
    if (!this.#machine.fire('Evt19', this, abort)) this.closeTransport();
    this.#transport.resume();
  }

  /** Resolves when the peer has taken enough of what was sent; undefined when there is nothing to wait for. */
  get writable(): Promise<void> | undefined {
    return this.#drained;
  }

  get hasUnsent(): boolean {
    return this.#transport.writableLength > 0;
  }

  #listen(): void {
    const transport = this.#transport;
    transport.on('data', (chunk: Buffer) => this.#onChunk(chunk));
    transport.on('drain', () => this.#onDrain());
    transport.on('end', () => this.#onClose());
    transport.on('close', () => this.#onClose());
    transport.on('error', (error: Error) => {
      const reason = (error as NodeJS.ErrnoException).code ?? error.message;
      this.failure ??= new IsocenterError('dimse/aborted', { reason: `connection error ${reason}` }, error);
    });
  }

  /** The chunk is lent: a transport may write over it as soon as this returns. */
  #onChunk(chunk: Buffer): void {
    this.#lastActivity = this.#clock.monotonic();
    this.bytesReceived += chunk.length;
    if (!this.#deaf) {
      this.#framer.push(chunk);
      this.#pump();
    }
    this.#options.afterRead?.(this.#transport);
  }

  #pump(): void {
    try {
      while (!this.#deaf) {
        const pdu = this.#framer.next();
        if (!pdu) return;
        this.#machine.fire(eventOfPdu[pdu.type], this, pdu);
        if (this.#blockedOn) break;
      }
      if (this.#blockedOn) this.#pauseUntil(this.#blockedOn);
    } catch (error) {
      this.refuse(error);
    }
  }

  #pauseUntil(ready: Promise<void>): void {
    this.#transport.pause();
    this.#framer.keep();
    const proceed = (): void => {
      this.#blockedOn = undefined;
      this.#lastActivity = this.#clock.monotonic();
      if (this.#closed) return;
      this.#pump();
      if (!this.#blockedOn) this.#transport.resume();
    };
    ready.then(proceed, (error) => {
      this.refuse(error);
      proceed();
    });
  }

  get isBlocked(): boolean {
    return this.#blockedOn !== undefined;
  }

  #onDrain(): void {
    this.#lastActivity = this.#clock.monotonic();
    this.#drained = undefined;
    this.#onDrained?.();
  }

  #onClose(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#deaf = true;
    this.#machine.fire('Evt17', this);
    this.stopArtim();
    clearTimeout(this.#idleTimer);
    this.#transport.destroy();
    this.#onDrain();
    this.#user.closed();
  }

  // Idle supervision: one timer per association, re-armed lazily, so that a chunk costs no timer call.
  watchIdle(): void {
    const { idleMs } = this.#options.limits;
    const check = (): void => {
      if (this.silentFor >= idleMs) this.#user.idle();
      if (!this.#closed) this.#idleTimer = setTimeout(check, Math.max(idleMs - this.silentFor, idleMs / 4));
    };
    this.#idleTimer = setTimeout(check, idleMs);
  }

  // Effects of the state machine

  /** AE-1: whoever makes an upper layer has connected its transport already. */
  openTransport(): void {}

  send(output: EventInput): void {
    if (!output || this.#transport.destroyed || this.#transport.writableEnded) return;
    if (output.type === 'encoded') this.#write(output.chunks);
    else this.#write([encodePdu(output)]);
  }

  #write(chunks: readonly Uint8Array[]): void {
    const transport = this.#transport;
    if (chunks.length > 1) transport.cork();
    let room = true;
    for (const chunk of chunks) {
      this.bytesSent += chunk.length;
      room = transport.write(chunk);
    }
    if (chunks.length > 1) transport.uncork();
    if (!room && !this.#drained) {
      this.#drained = new Promise((resolve) => {
        this.#onDrained = resolve;
      });
    }
  }

  closeTransport(): void {
    this.#transport.destroy();
  }

  endTransport(): void {
    this.#transport.end();
  }

  startArtim(): void {
    this.stopArtim();
    this.#artim = setTimeout(() => this.#artimExpired(), this.#options.limits.artimMs);
  }

  stopArtim(): void {
    clearTimeout(this.#artim);
    this.#artim = undefined;
  }

  #artimExpired(): void {
    const seconds = this.#options.limits.artimMs / 1000;
    this.failure ??= new IsocenterError('dimse/timeout', {
      seconds,
      what: 'opening or closing the association',
    });
    this.#machine.fire('Evt18', this);
  }

  indicate(pdu: EventInput): void {
    if (pdu && pdu.type !== 'encoded') indications[pdu.type](this, this.#user, pdu as never);
  }

  indicateProviderAbort(reason: string): void {
    this.failure ??= new IsocenterError('dimse/aborted', { reason });
    this.#user.aborted(this.failure);
  }

  blockOn(ready: Promise<void>): void {
    this.#blockedOn = ready;
  }
}

type Indication<P extends Pdu> = (ul: UpperLayer, user: UpperLayerUser, pdu: P) => void;

const indications: { [P in Pdu as P['type']]: Indication<P> } = {
  'A-ASSOCIATE-RQ': (_ul, user, pdu) => user.associateRequested(pdu),
  'A-ASSOCIATE-AC': (_ul, user, pdu) => user.associateAccepted(pdu),
  'A-ASSOCIATE-RJ': (_ul, user, pdu) => user.associateRejected(pdu),
  'P-DATA-TF': (ul, user, pdu) => {
    const ready = user.data(pdu);
    if (ready) ul.blockOn(ready);
  },
  'A-RELEASE-RQ': (_ul, user, _pdu: ReleaseRequest) => user.releaseRequested(),
  'A-RELEASE-RP': (_ul, user, _pdu: ReleaseResponse) => user.released(),
  'A-ABORT': (ul, user, pdu) => {
    ul.failure ??= new IsocenterError('dimse/aborted', { reason: abortText(pdu) });
    user.aborted(ul.failure);
  },
};

/** PS3.8 Table 9-26. */
function abortText(abort: Abort): string {
  return abort.source === 0 ? 'by the peer' : `by the peer's provider, reason ${abort.reason}`;
}
