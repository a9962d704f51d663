import type { IsocenterError } from '../base/index.ts';
import type { Association } from './association.ts';
import { cancelCall } from './cancel-call.ts';
import { commandFields, mediumPriority } from './command-field.ts';
import { type CommandSet, withDataSet } from './command-set.ts';
import type { NegotiatedContext } from './negotiation.ts';
import type { PendingCall } from './pending-calls.ts';
import { type StatusAnswer, statuses, statusKind } from './status.ts';
import { answerOf } from './store-call.ts';

export interface FoundMatch {
  readonly identifier: Uint8Array;
  readonly transferSyntaxUid: string;
  /** The peer did not support an optional key (0xFF01). */
  readonly warning: boolean;
}

/** Matches that wait to be consumed; when there are more, the socket is not read. */
const QUEUE_LIMIT = 1000;

/** C-FIND as an iterator. PS3.7 9.1.2. */
export async function* findMatches(
  association: Association,
  context: NegotiatedContext,
  identifier: Uint8Array,
): AsyncGenerator<FoundMatch, StatusAnswer, void> {
  const call = new FindCall(context.transferSyntaxUid);
  const command: CommandSet = {
    AffectedSOPClassUID: context.abstractSyntax,
    CommandField: commandFields.cFind,
    Priority: mediumPriority,
    CommandDataSetType: withDataSet,
  };
  const messageId = association.call(context.id, command, call, identifier);
  try {
    for (;;) {
      yield* call.take();
      if (call.final) return call.final;
      await call.more();
    }
  } finally {
    if (!call.final && !association.isEnded) {
      cancelCall(association, context.id, messageId);
      await call.drain();
    }
  }
}

class FindCall implements PendingCall {
  final: StatusAnswer | undefined;
  readonly #transferSyntaxUid: string;
  #matches: FoundMatch[] = [];
  #failure: IsocenterError | undefined;
  #wakeConsumer: (() => void) | undefined;
  #wakeProducer: (() => void) | undefined;
  #draining = false;

  constructor(transferSyntaxUid: string) {
    this.#transferSyntaxUid = transferSyntaxUid;
  }

  response(command: CommandSet, identifier: Uint8Array | undefined): boolean | Promise<boolean> {
    const answer = answerOf(command);
    const isPending = statusKind(answer.status) === 'pending';
    if (!isPending) this.final = answer;
    else if (identifier && !this.#draining) this.#add(identifier, answer.status === statuses.pendingWarning);
    this.#wakeConsumer?.();
    if (!isPending || this.#matches.length < QUEUE_LIMIT) return isPending;
    return new Promise((resolve) => {
      this.#wakeProducer = () => resolve(true);
    });
  }

  #add(identifier: Uint8Array, warning: boolean): void {
    this.#matches.push({ identifier, transferSyntaxUid: this.#transferSyntaxUid, warning });
  }

  failed(error: IsocenterError): void {
    this.#failure = error;
    this.#wakeConsumer?.();
    this.#wakeProducer?.();
  }

  take(): FoundMatch[] {
    if (this.#failure && this.#matches.length === 0) throw this.#failure;
    const matches = this.#matches;
    this.#matches = [];
    this.#wakeProducer?.();
    return matches;
  }

  async more(): Promise<void> {
    if (this.#matches.length > 0 || this.final || this.#failure) return;
    await new Promise<void>((resolve) => {
      this.#wakeConsumer = resolve;
    });
  }

  /** Lets the rest pass until the peer has noticed the cancel. */
  async drain(): Promise<void> {
    this.#draining = true;
    this.#matches = [];
    this.#wakeProducer?.();
    while (!this.final && !this.#failure) await this.more();
  }
}
