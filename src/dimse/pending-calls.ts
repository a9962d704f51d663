import { asIsocenterError, type IsocenterError } from '../base/index.ts';
import { type CommandSet, hasDataSet } from './command-set.ts';
import { type DataConsumer, GatheringConsumer } from './message-reader.ts';
import { PduError } from './pdu-error.ts';

/** A request of ours that waits for its response(s). */
export interface PendingCall {
  /** Called once per response; the call ends when it returns false or a promise of false. */
  response(command: CommandSet, dataSet: Uint8Array | undefined): boolean | Promise<boolean>;
  failed(error: IsocenterError): void;
}

/** Our open requests by message id. */
export class PendingCalls {
  readonly #calls = new Map<number, PendingCall>();
  readonly #dataSetLimit: number;
  #lastMessageId = 0;

  constructor(dataSetLimit: number) {
    this.#dataSetLimit = dataSetLimit;
  }

  get size(): number {
    return this.#calls.size;
  }

  /** Gives the call a message id that is not in use, 1 to 65535. */
  add(call: PendingCall): number {
    do {
      this.#lastMessageId = (this.#lastMessageId % 0xffff) + 1;
    } while (this.#calls.has(this.#lastMessageId));
    this.#calls.set(this.#lastMessageId, call);
    return this.#lastMessageId;
  }

  /** A response came; what is returned takes its data set. */
  response(command: CommandSet): DataConsumer | undefined | Promise<undefined> {
    const messageId = command.MessageIDBeingRespondedTo ?? -1;
    const call = this.#calls.get(messageId);
    if (!call) throw new PduError(`a response to message ${messageId}, which is not open`);
    const deliver = (dataSet: Uint8Array | undefined): void | Promise<void> => {
      const more = call.response(command, dataSet);
      if (more instanceof Promise) return more.then((value) => this.#answered(messageId, value));
      this.#answered(messageId, more);
    };
    if (hasDataSet(command)) return new GatheringConsumer(this.#dataSetLimit, deliver);
    return deliver(undefined)?.then(() => undefined);
  }

  #answered(messageId: number, more: boolean): void {
    if (!more) this.#calls.delete(messageId);
  }

  fail(messageId: number, error: unknown): void {
    this.#calls.get(messageId)?.failed(asIsocenterError(error));
    this.#calls.delete(messageId);
  }

  failAll(cause: IsocenterError): void {
    for (const call of this.#calls.values()) call.failed(cause);
    this.#calls.clear();
  }
}
