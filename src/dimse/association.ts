import { asIsocenterError, type Clock, IsocenterError } from '../base/index.ts';
import { commandFields, RESPONSE_BIT } from './command-field.ts';
import { type CommandSet, encodeCommandSet } from './command-set.ts';
import { chunksOf, isHeldWhole, writeChunks } from './data-set-source.ts';
import type { AssociationInfo, DataSetSource, DimseHandlers } from './handlers.ts';
import type { DimseLimits } from './limits.ts';
import { type DataConsumer, MessageReader, type MessageTarget } from './message-reader.ts';
import { MessageWriter } from './message-writer.ts';
import type { NegotiatedContext } from './negotiation.ts';
import { type FailureAnswer, Operation, type StopReason } from './operation.ts';
import type { DataFragment } from './pdu.ts';
import { abortReasons, PduError } from './pdu-error.ts';
import { type PendingCall, PendingCalls } from './pending-calls.ts';
import { beginOperation } from './services.ts';
import type { UpperLayer } from './upper-layer.ts';

export interface AssociationOptions {
  readonly info: AssociationInfo;
  readonly handlers: DimseHandlers;
  readonly limits: DimseLimits;
  /** Announced by the peer; 0: no limit. */
  readonly peerMaximumLength: number;
  /** Operations that the peer may have running here. */
  readonly window: number;
  /** Operations that we may have running there. */
  readonly peerWindow: number;
  readonly clock: Clock;
}

/** Counts of one association, for the log and the metrics. */
export interface AssociationCounts {
  echoed: number;
  stored: number;
  storeFailures: number;
  queries: number;
  matches: number;
  retrievals: number;
  sent: number;
  sendFailures: number;
  actions: number;
}

/** An established association: messages in both directions, requests of the peer and requests of ours. */
export class Association implements MessageTarget {
  readonly info: AssociationInfo;
  readonly handlers: DimseHandlers;
  readonly limits: DimseLimits;
  readonly peerWindow: number;
  /** Longest PDU that we send. */
  readonly pduLength: number;
  readonly counts: AssociationCounts = noCounts();
  readonly clock: Clock;
  readonly #upperLayer: UpperLayer;
  readonly #reader: MessageReader;
  readonly #writer: MessageWriter;
  readonly #window: number;
  readonly #operations = new Map<number, Operation>();
  readonly #calls: PendingCalls;
  readonly #closedListeners: (() => void)[] = [];
  #quietListeners: (() => void)[] = [];
  #waitingForSlot: (() => void)[] = [];
  #sending: Promise<void> | undefined;
  #busy = 0;
  #releasing = false;
  #ended = false;
  #firstFailure: FailureAnswer | undefined;
  #lastContext: NegotiatedContext | undefined;

  constructor(upperLayer: UpperLayer, options: AssociationOptions) {
    this.info = options.info;
    this.handlers = options.handlers;
    this.limits = options.limits;
    this.peerWindow = options.peerWindow;
    this.clock = options.clock;
    this.#window = options.window;
    this.#upperLayer = upperLayer;
    this.#calls = new PendingCalls(options.limits.identifierLength);
    this.#reader = new MessageReader(this, options.limits);
    const { sendLength } = options.limits;
    this.pduLength = Math.min(options.peerMaximumLength || sendLength, sendLength);
    this.#writer = new MessageWriter((chunks) => this.#sendChunks(chunks), this.pduLength);
    upperLayer.watchIdle();
  }

  get isEnded(): boolean {
    return this.#ended;
  }

  /** Why it ended, or is about to. */
  get failure(): IsocenterError {
    return this.#upperLayer.failure ?? new IsocenterError('dimse/aborted', { reason: 'it was released' });
  }

  get runningOperations(): number {
    return this.#operations.size;
  }

  get bytesReceived(): number {
    return this.#upperLayer.bytesReceived;
  }

  get bytesSent(): number {
    return this.#upperLayer.bytesSent;
  }

  // What the peer sends

  data(fragment: DataFragment): void | Promise<void> {
    return this.#reader.accept(fragment);
  }

  message(
    contextId: number,
    command: CommandSet,
  ): DataConsumer | undefined | Promise<DataConsumer | undefined> {
    const context = this.info.contexts.get(contextId);
    if (!context) {
      throw new PduError(
        'a message comes in a context that was not accepted',
        abortReasons.unexpectedParameter,
      );
    }
    const field = command.CommandField ?? 0;
    if ((field & RESPONSE_BIT) !== 0) return this.#calls.response(command);
    if (field === commandFields.cCancel) return this.#cancel(command);
    if (this.#operations.size < this.#window) return this.#begin(context, command);
    // One message at a time, or as many as were negotiated: the socket is not read until one has ended.
    return this.#slot().then(() => (this.#ended ? undefined : this.#begin(context, command)));
  }

  #begin(context: NegotiatedContext, command: CommandSet): DataConsumer | undefined | Promise<DataConsumer> {
    const operation = new Operation(this, context, command);
    if (this.#operations.has(operation.messageId)) {
      throw new PduError(`message id ${operation.messageId} is in use`);
    }
    this.#operations.set(operation.messageId, operation);
    return beginOperation(operation);
  }

  #slot(): Promise<void> {
    return new Promise((resolve) => this.#waitingForSlot.push(resolve));
  }

  /** The first operation that was not answered with success: the log tells it, once for each association. */
  get firstFailure(): FailureAnswer | undefined {
    return this.#firstFailure;
  }

  noteFailure(answer: FailureAnswer): void {
    this.#firstFailure ??= answer;
  }

  /** Called by the operation when its final response has been written. */
  operationEnded(operation: Operation): void {
    this.#operations.delete(operation.messageId);
    this.#waitingForSlot.shift()?.();
    if (this.#operations.size === 0) for (const listener of this.#quietListeners.splice(0)) listener();
    if (this.#releasing) this.#answerRelease();
  }

  /** PS3.7 9.3.2.3: a cancel for an operation that has ended is ignored. */
  #cancel(command: CommandSet): undefined {
    this.#operations.get(command.MessageIDBeingRespondedTo ?? -1)?.stop('cancelled');
  }

  // What we send

  /** Sends a message; several senders never mix. A promise means: wait before sending more. */
  send(contextId: number, command: CommandSet, dataSet?: DataSetSource): void | Promise<void> {
    if (!this.#sending) return this.#track(this.#sendNow(contextId, command, dataSet));
    return this.#track(this.#sending.then(() => this.#sendNow(contextId, command, dataSet)));
  }

  #track(sent: void | Promise<void>): void | Promise<void> {
    if (!sent) return undefined;
    const settled = sent.then(
      () => {},
      () => {},
    );
    this.#sending = settled;
    void settled.then(() => {
      if (this.#sending === settled) this.#sending = undefined;
    });
    return sent;
  }

  #sendNow(contextId: number, command: CommandSet, dataSet: DataSetSource | undefined): void | Promise<void> {
    if (dataSet !== undefined && !isHeldWhole(dataSet))
      return this.#sendStreamed(contextId, command, dataSet);
    this.#writer.command(contextId, encodeCommandSet(command));
    if (dataSet !== undefined) this.#writer.data(contextId, dataSet, true);
    return this.flush();
  }

  // The first chunk is read before the command is written: a source that cannot be opened costs no association.
  async #sendStreamed(contextId: number, command: CommandSet, source: DataSetSource): Promise<void> {
    const chunks = chunksOf(source);
    const first = await chunks.next();
    this.#writer.command(contextId, encodeCommandSet(command));
    try {
      await writeChunks(this, contextId, first, chunks);
    } catch (error) {
      // Half a message is on the wire: nothing can follow it.
      this.abort(asIsocenterError(error));
      throw error;
    } finally {
      await chunks.return?.();
    }
  }

  /** The writer itself, for senders that lay out many messages at once and never wait in between. */
  get writer(): MessageWriter {
    return this.#writer;
  }

  /** Hands what was laid out to the transport. A promise means: wait before sending more. */
  flush(): void | Promise<void> {
    this.#writer.flush();
    return this.#upperLayer.writable;
  }

  /** Bytes are on their way that the transport has not taken yet. */
  get hasUnsent(): boolean {
    return this.#sending !== undefined || this.#upperLayer.hasUnsent;
  }

  /** Resolves when no other message is being sent. */
  get writerFree(): Promise<void> | undefined {
    return this.#sending;
  }

  #sendChunks(chunks: readonly Uint8Array[]): void {
    if (!this.#upperLayer.request('Evt9', { type: 'encoded', chunks })) throw this.failure;
  }

  /** Sends a request of ours; its responses go to `call`. Returns its message id, which C-CANCEL needs. */
  call(contextId: number, command: CommandSet, call: PendingCall, dataSet?: DataSetSource): number {
    const messageId = this.#calls.add(call);
    try {
      const sent = this.send(contextId, { ...command, MessageID: messageId }, dataSet);
      sent?.catch((error) => this.#calls.fail(messageId, error));
    } catch (error) {
      this.#calls.fail(messageId, error);
    }
    return messageId;
  }

  /** A context in which we may send requests for this SOP class, in the given transfer syntax if one is given. */
  contextFor(sopClassUid: string, transferSyntaxUid?: string): NegotiatedContext | undefined {
    const fits = (context: NegotiatedContext): boolean =>
      context.abstractSyntax === sopClassUid &&
      (transferSyntaxUid === undefined || context.transferSyntaxUid === transferSyntaxUid);
    // The images of a series go one after the other through the same context, of a hundred that may be there.
    if (this.#lastContext && fits(this.#lastContext)) return this.#lastContext;
    for (const context of this.info.contexts.values()) {
      if (!fits(context) || !this.#maySend(context)) continue;
      this.#lastContext = context;
      return context;
    }
    return undefined;
  }

  #maySend(context: NegotiatedContext): boolean {
    return this.#upperLayer.isRequestor ? context.requestorIsScu : context.requestorIsScp;
  }

  // How it ends

  /** Work of ours that the peer has to wait for: it is not idle meanwhile. */
  async whileBusy<T>(work: T | PromiseLike<T>): Promise<T> {
    this.#busy++;
    try {
      return await work;
    } finally {
      this.#busy--;
    }
  }

  idle(): void {
    const seconds = Math.round(this.#upperLayer.silentFor / 1000);
    if (this.#busy > 0 || this.#upperLayer.isBlocked) return;
    if (this.#upperLayer.isRequestor && this.#calls.size === 0) return;
    this.abort(new IsocenterError('dimse/timeout', { seconds, what: 'the association was idle' }));
  }

  abort(cause: IsocenterError): void {
    this.#upperLayer.abort(cause);
    this.#stopAll('lost', cause);
  }

  /** Releases the association when our answers are out; resolves when the connection is closed. */
  async release(): Promise<void> {
    while (this.#operations.size > 0)
      await new Promise<void>((resolve) => this.#quietListeners.push(resolve));
    const closed = this.whenClosed();
    if (!this.#upperLayer.request('Evt11')) return closed;
    const timer = setTimeout(() => this.#releaseTimedOut(), this.limits.artimMs);
    await closed;
    clearTimeout(timer);
  }

  #releaseTimedOut(): void {
    const seconds = this.limits.artimMs / 1000;
    this.abort(new IsocenterError('dimse/timeout', { seconds, what: 'releasing the association' }));
  }

  whenClosed(): Promise<void> {
    if (this.#ended) return Promise.resolve();
    return new Promise((resolve) => this.#closedListeners.push(resolve));
  }

  /** The peer wants to release: operations are stopped and answered first (PS3.8 7.2.2, AR-7). */
  releaseRequested(): void {
    if (this.#upperLayer.state === 'Sta10') return;
    this.#releasing = true;
    this.#stopAll('released', new IsocenterError('dimse/aborted', { reason: 'it was released' }));
    this.#answerRelease();
  }

  #answerRelease(): void {
    if (this.#operations.size === 0) this.#upperLayer.request('Evt14');
  }

  /** The peer confirmed our release. After a collision it still waits for our answer (PS3.8 Sta12). */
  released(): void {
    if (this.#upperLayer.state === 'Sta12') this.#upperLayer.request('Evt14');
  }

  aborted(cause: IsocenterError): void {
    this.#stopAll('lost', cause);
  }

  closed(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stopAll('lost', this.failure);
    for (const listener of this.#closedListeners.splice(0)) listener();
  }

  #stopAll(why: StopReason, cause: IsocenterError): void {
    for (const operation of this.#operations.values()) operation.stop(why);
    this.#reader.abort(cause);
    this.#calls.failAll(cause);
  }
}

export const noCounts = (): AssociationCounts => ({
  echoed: 0,
  stored: 0,
  storeFailures: 0,
  queries: 0,
  matches: 0,
  retrievals: 0,
  sent: 0,
  sendFailures: 0,
  actions: 0,
});
