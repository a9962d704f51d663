import { commandFields } from './command-field.ts';
import { hasDataSet } from './command-set.ts';
import type { DataConsumer } from './message-reader.ts';
import { GatheringConsumer } from './message-reader.ts';
import type { Operation } from './operation.ts';
import { answerAction, answerEventReport } from './service-action.ts';
import { answerEcho } from './service-echo.ts';
import { answerFind } from './service-find.ts';
import { answerGet, answerMove } from './service-retrieve.ts';
import { beginStore } from './service-store.ts';
import { statuses } from './status.ts';

/** What answers a request once its (small) data set is in memory. Never rejects: failures become responses. */
type Answer = (operation: Operation, dataSet: Uint8Array | undefined) => Promise<void> | void;

interface ServiceRow {
  readonly handler: 'echo' | 'find' | 'get' | 'move' | 'nAction' | 'nEventReport';
  /** PS3.7 Section 9 and 10: whether the request must carry a data set. */
  readonly needsDataSet: boolean;
  readonly answer: Answer;
}

const services: Record<number, ServiceRow> = {
  [commandFields.cEcho]: { handler: 'echo', needsDataSet: false, answer: answerEcho },
  [commandFields.cFind]: { handler: 'find', needsDataSet: true, answer: answerFind },
  [commandFields.cGet]: { handler: 'get', needsDataSet: true, answer: answerGet },
  [commandFields.cMove]: { handler: 'move', needsDataSet: true, answer: answerMove },
  [commandFields.nAction]: { handler: 'nAction', needsDataSet: false, answer: answerAction },
  [commandFields.nEventReport]: { handler: 'nEventReport', needsDataSet: false, answer: answerEventReport },
};

/** Starts a request of the peer. The consumer takes its data set; none when there is no data set. */
export function beginOperation(operation: Operation): DataConsumer | undefined | Promise<DataConsumer> {
  const { command, context, association } = operation;
  if (operation.sopClassUid !== context.abstractSyntax) {
    // PS3.7 9.1: the SOP class of a message is the abstract syntax of its presentation context.
    return refuse(
      operation,
      statuses.sopClassNotSupported,
      'SOP class differs from the presentation context',
    );
  }
  if (command.CommandField === commandFields.cStore) return beginStore(operation);
  const service = services[command.CommandField ?? 0];
  if (!service || !association.handlers[service.handler]) {
    return refuse(operation, statuses.unrecognizedOperation, 'This operation is not supported here');
  }
  if (hasDataSet(command)) {
    const limit = association.limits.identifierLength;
    return new GatheringConsumer(limit, (bytes) => void service.answer(operation, bytes));
  }
  if (service.needsDataSet) return refuse(operation, statuses.dataSetMismatch, 'The identifier is missing');
  void service.answer(operation, undefined);
  return undefined;
}

/** Answers with a failure, after the data set (if any) has passed unseen. */
export function refuse(operation: Operation, status: number, errorComment: string): DataConsumer | undefined {
  const answer = { status, errorComment };
  if (hasDataSet(operation.command)) return new DiscardingConsumer(() => operation.finish(answer));
  operation.finish(answer);
  return undefined;
}

class DiscardingConsumer implements DataConsumer {
  readonly #done: () => void;

  constructor(done: () => void) {
    this.#done = done;
  }

  write(): void {}

  end(): void {
    this.#done();
  }

  abort(): void {}
}
