import { type CommandSet, decodeCommandSet, hasDataSet } from './command-set.ts';
import type { DataFragment } from './pdu.ts';
import { PduError, PduLimitError } from './pdu-error.ts';

type MaybePromise = void | Promise<void>;

/** Takes the data set of one message as it arrives, in chunks that are lent. `abort` when it will never be complete. */
export interface DataConsumer {
  write(chunk: Uint8Array): MaybePromise;
  end(): MaybePromise;
  abort(reason: unknown): void;
}

export interface MessageTarget {
  /** A command set is complete. What is returned takes the data set, if one follows. */
  message(
    contextId: number,
    command: CommandSet,
  ): DataConsumer | undefined | Promise<DataConsumer | undefined>;
}

export interface MessageLimits {
  readonly commandSetLength: number;
  readonly dataSetLength: number;
}

/**
 * Puts PDV fragments together to messages (PS3.7 Section 6, PS3.8 Annex E): the command set is collected, the data
 * set is passed on piece by piece. Any promise that is returned means "no more fragments before this resolves".
 */
export class MessageReader {
  readonly #target: MessageTarget;
  readonly #limits: MessageLimits;
  #contextId = 0;
  #command: Uint8Array[] = [];
  #commandLength = 0;
  #consumer: DataConsumer | undefined;
  #dataLength = 0;
  #inDataSet = false;

  constructor(target: MessageTarget, limits: MessageLimits) {
    this.#target = target;
    this.#limits = limits;
  }

  /** In the middle of a message: it is the peer's turn. */
  get isMidMessage(): boolean {
    return this.#inDataSet || this.#commandLength > 0;
  }

  accept(fragment: DataFragment): MaybePromise {
    if (this.isMidMessage && fragment.contextId !== this.#contextId) {
      throw new PduError('a message continues in another presentation context');
    }
    if (fragment.isCommand === this.#inDataSet) {
      throw new PduError(
        this.#inDataSet ? 'a command interrupts a data set' : 'a data set comes without a command',
      );
    }
    return fragment.isCommand ? this.#acceptCommand(fragment) : this.#acceptData(fragment);
  }

  /** The association is gone: an unfinished data set is given up. */
  abort(reason: unknown): void {
    this.#consumer?.abort(reason);
    this.#consumer = undefined;
  }

  #acceptCommand(fragment: DataFragment): MaybePromise {
    this.#contextId = fragment.contextId;
    this.#commandLength += fragment.data.length;
    const limit = this.#limits.commandSetLength;
    if (this.#commandLength > limit) {
      throw new PduLimitError('the length of a command set', this.#commandLength, limit);
    }
    const isWhole = fragment.last && this.#command.length === 0;
    if (isWhole) return this.#commandComplete(fragment.data);
    this.#command.push(Uint8Array.from(fragment.data));
    return fragment.last ? this.#commandComplete(Buffer.concat(this.#command)) : undefined;
  }

  #commandComplete(bytes: Uint8Array): MaybePromise {
    this.#command = [];
    this.#commandLength = 0;
    const command = decodeCommandSet(bytes);
    this.#inDataSet = hasDataSet(command);
    this.#dataLength = 0;
    const consumer = this.#target.message(this.#contextId, command);
    if (!(consumer instanceof Promise)) {
      this.#consumer = consumer;
      return undefined;
    }
    return consumer.then((resolved) => {
      this.#consumer = resolved;
    });
  }

  #acceptData(fragment: DataFragment): MaybePromise {
    this.#dataLength += fragment.data.length;
    const limit = this.#limits.dataSetLength;
    if (this.#dataLength > limit)
      throw new PduLimitError('the length of a data set', this.#dataLength, limit);
    const written = fragment.data.length > 0 ? this.#consumer?.write(fragment.data) : undefined;
    if (!fragment.last) return written;
    return written ? written.then(() => this.#dataComplete()) : this.#dataComplete();
  }

  #dataComplete(): MaybePromise {
    const consumer = this.#consumer;
    this.#consumer = undefined;
    this.#inDataSet = false;
    return consumer?.end();
  }
}

/** Collects a small data set (an identifier, action information) in memory. */
export class GatheringConsumer implements DataConsumer {
  readonly #limit: number;
  readonly #done: (bytes: Uint8Array) => MaybePromise;
  #pieces: Uint8Array[] = [];
  #length = 0;

  constructor(limit: number, done: (bytes: Uint8Array) => MaybePromise) {
    this.#limit = limit;
    this.#done = done;
  }

  write(chunk: Uint8Array): void {
    this.#length += chunk.length;
    if (this.#length > this.#limit) {
      throw new PduLimitError('the length of an identifier', this.#length, this.#limit);
    }
    this.#pieces.push(Uint8Array.from(chunk));
  }

  end(): MaybePromise {
    return this.#done(Buffer.concat(this.#pieces));
  }

  abort(): void {
    this.#pieces = [];
  }
}
