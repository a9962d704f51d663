import { hasDataSet } from './command-set.ts';
import type { StoreRequest, StoreSink } from './handlers.ts';
import type { DataConsumer } from './message-reader.ts';
import { type FailureAnswer, failureAnswer, type Operation } from './operation.ts';
import { requestOf } from './request.ts';
import { type StatusAnswer, statuses, statusKind } from './status.ts';

/** C-STORE, PS3.7 9.1.1: the data set is pushed into the handler's sink as it arrives. */
export function beginStore(operation: Operation): DataConsumer | undefined | Promise<DataConsumer> {
  if (!hasDataSet(operation.command)) {
    endStore(operation, { status: statuses.cannotUnderstand, errorComment: 'The data set is missing' });
    return undefined;
  }
  try {
    const sink = openSink(operation);
    if (!(sink instanceof Promise)) return new StoreConsumer(operation, sink);
    return operation.association.whileBusy(sink).then(
      (ready) => new StoreConsumer(operation, ready),
      (error) => new StoreConsumer(operation, undefined, failureAnswer(error)),
    );
  } catch (error) {
    return new StoreConsumer(operation, undefined, failureAnswer(error));
  }
}

function openSink(operation: Operation): StoreSink | undefined | Promise<StoreSink> {
  return operation.association.handlers.store?.(storeRequest(operation));
}

function storeRequest(operation: Operation): StoreRequest {
  const { command } = operation;
  return {
    ...requestOf(operation),
    sopInstanceUid: command.AffectedSOPInstanceUID ?? '',
    moveOriginatorAeTitle: command.MoveOriginatorApplicationEntityTitle,
    moveOriginatorMessageId: command.MoveOriginatorMessageID,
  };
}

const notSupported: StatusAnswer = {
  status: statuses.unrecognizedOperation,
  errorComment: 'This operation is not supported here',
};

/** Feeds the sink. After a failure the rest of the data set passes unseen, then the failure is answered. */
class StoreConsumer implements DataConsumer {
  readonly #operation: Operation;
  #sink: StoreSink | undefined;
  #failure: FailureAnswer | undefined;

  constructor(operation: Operation, sink: StoreSink | undefined, failure?: FailureAnswer) {
    this.#operation = operation;
    this.#sink = sink;
    this.#failure = sink ? undefined : (failure ?? notSupported);
  }

  write(chunk: Uint8Array): void | Promise<void> {
    try {
      return this.#sink?.write(chunk)?.catch((error) => this.#fail(error));
    } catch (error) {
      this.#fail(error);
    }
  }

  end(): void {
    const sink = this.#sink;
    this.#sink = undefined;
    if (sink) void this.#finish(sink);
    else endStore(this.#operation, this.#failure!);
  }

  async #finish(sink: StoreSink): Promise<void> {
    try {
      endStore(this.#operation, await this.#operation.association.whileBusy(sink.end()));
    } catch (error) {
      sink.abort(error);
      endStore(this.#operation, failureAnswer(error));
    }
  }

  abort(reason: unknown): void {
    this.#sink?.abort(reason);
    this.#sink = undefined;
    // Nobody can be answered, but the operation has to end.
    this.#operation.finish(this.#failure ?? failureAnswer(reason));
  }

  #fail(error: unknown): void {
    this.#failure = failureAnswer(error);
    this.#sink?.abort(error);
    this.#sink = undefined;
  }
}

function endStore(operation: Operation, answer: FailureAnswer): void {
  const { counts } = operation.association;
  if (statusKind(answer.status) === 'failure') counts.storeFailures++;
  else counts.stored++;
  operation.finish(answer);
}
