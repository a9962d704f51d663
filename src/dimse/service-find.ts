import { encodeCommandSet, withDataSet } from './command-set.ts';
import type { FinalStatus, FindBatch, FindRequest, Matches } from './handlers.ts';
import { MessageWriter } from './message-writer.ts';
import type { Operation } from './operation.ts';
import { requestOf } from './request.ts';
import { type StatusAnswer, statuses } from './status.ts';

/** Responses laid out before they are written; also how often a C-CANCEL is looked for. */
const FLUSH_BYTES = 64 * 1024;

/** C-FIND, PS3.7 9.1.2: one pending response per match, then the final status. */
export async function answerFind(operation: Operation, identifier: Uint8Array | undefined): Promise<void> {
  operation.association.counts.queries++;
  try {
    operation.finish(await sendMatches(operation, identifier!));
  } catch (error) {
    operation.fail(error);
  }
}

async function sendMatches(operation: Operation, identifier: Uint8Array): Promise<StatusAnswer> {
  const { association } = operation;
  const answers = association.handlers.find!(findRequest(operation), identifier)[Symbol.asyncIterator]();
  const pending = new PendingResponses(operation);
  for (;;) {
    const step = await association.whileBusy(answers.next());
    if (step.done) return finalStatus(operation, step.value);
    if (!operation.stopped) await pending.send(step.value);
    if (operation.stopped) {
      await answers.return?.();
      return { status: statuses.cancel };
    }
  }
}

/** A handler that ended because it was told to has cancelled, whatever it returns. */
function finalStatus(operation: Operation, answer: FinalStatus): StatusAnswer {
  if (operation.stopped) return { status: statuses.cancel };
  return answer ?? { status: statuses.success };
}

function findRequest(operation: Operation): FindRequest {
  return {
    ...requestOf(operation),
    signal: operation.signal,
    queryOptions: operation.association.info.queryOptions(operation.sopClassUid),
  };
}

/** The command set of all pending responses of a request is the same, so its PDU is laid out once. */
class PendingResponses {
  readonly #operation: Operation;
  readonly #pending: Uint8Array;
  #warning: Uint8Array | undefined;

  constructor(operation: Operation) {
    this.#operation = operation;
    this.#pending = layOut(operation, statuses.pending);
  }

  async send(batch: FindBatch): Promise<void> {
    if (!('warning' in batch)) return this.#sendAll(batch, this.#pending);
    this.#warning ??= layOut(this.#operation, statuses.pendingWarning);
    return this.#sendAll(batch.matches, this.#warning);
  }

  async #sendAll(matches: Matches, commandPdu: Uint8Array): Promise<void> {
    const { association, context } = this.#operation;
    await association.writerFree;
    for (const match of matches) {
      association.writer.raw(commandPdu);
      association.writer.data(context.id, this.#operation.encode(match), true);
      association.counts.matches++;
      if (association.writer.pending < FLUSH_BYTES) continue;
      await association.flush();
      if (this.#operation.stopped) return;
    }
    await association.flush();
  }
}

function layOut(operation: Operation, status: number): Uint8Array {
  const command = operation.responseCommand({ status }, { CommandDataSetType: withDataSet });
  const pieces: Uint8Array[] = [];
  const writer = new MessageWriter((chunks) => pieces.push(...chunks), operation.association.pduLength);
  writer.command(operation.context.id, encodeCommandSet(command));
  writer.flush();
  return Buffer.concat(pieces);
}
