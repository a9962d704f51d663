import { asIsocenterError, askNext } from '../base/index.ts';
import { Dataset } from '../dicom/index.ts';
import type {
  GetItem,
  GetRequest,
  OutgoingInstance,
  RetrieveRequest,
  SubOperationResult,
  SubOperations,
} from './handlers.ts';
import type { Operation } from './operation.ts';
import { requestOf } from './request.ts';
import { statusKind } from './status.ts';
import { storeInstance } from './store-call.ts';
import { SubOperationCounter } from './sub-operation-counter.ts';

type MaybePromise<T> = T | Promise<T>;

/** C-GET, PS3.7 9.1.3: instances go back on this association, as C-STORE sub-operations. */
export function answerGet(operation: Operation, identifier: Uint8Array | undefined): Promise<void> {
  const { association } = operation;
  return retrieve<GetItem>(
    operation,
    () => association.handlers.get!(getRequest(operation), identifier!),
    (item) => ('outcome' in item ? item : sendInstance(operation, item)),
    association.peerWindow,
  );
}

/** C-MOVE, PS3.7 9.1.4: the handler sends the instances elsewhere and tells how each fared. */
export function answerMove(operation: Operation, identifier: Uint8Array | undefined): Promise<void> {
  const moveDestination = operation.command.MoveDestination ?? '';
  const request = { ...retrieveRequest(operation), moveDestination };
  const { handlers } = operation.association;
  return retrieve<SubOperationResult>(
    operation,
    () => handlers.move!(request, identifier!),
    (item) => item,
    1,
  );
}

function retrieveRequest(operation: Operation): RetrieveRequest {
  const queryOptions = operation.association.info.queryOptions(operation.sopClassUid);
  return { ...requestOf(operation), signal: operation.signal, queryOptions };
}

function getRequest(operation: Operation): GetRequest {
  // Retrievers propose a hundred contexts, and the images of a study are of one or two classes.
  const bySopClass = new Map<string, readonly string[]>();
  const acceptedTransferSyntaxes = (sopClassUid: string): readonly string[] => {
    const known = bySopClass.get(sopClassUid);
    if (known) return known;
    const accepted = [...operation.association.info.contexts.values()]
      .filter((context) => context.abstractSyntax === sopClassUid && context.requestorIsScp)
      .map((context) => context.transferSyntaxUid);
    bySopClass.set(sopClassUid, accepted);
    return accepted;
  };
  return { ...retrieveRequest(operation), acceptedTransferSyntaxes };
}

async function retrieve<Item>(
  operation: Operation,
  plan: () => MaybePromise<SubOperations<Item>>,
  perform: (item: Item) => MaybePromise<SubOperationResult>,
  window: number,
): Promise<void> {
  operation.association.counts.retrievals++;
  let counter: SubOperationCounter | undefined;
  try {
    const { count, items } = await operation.association.whileBusy(plan());
    counter = new SubOperationCounter(count);
    const answer = await performAll(operation, counter, iteratorOf(items), perform, window);
    const final = operation.stopped ? counter.cancelled() : (answer ?? counter.finalAnswer());
    operation.finish(final, counter.finalCounts(operation.stopped !== undefined), failedList(counter));
  } catch (error) {
    operation.fail(error, counter?.finalCounts(false));
  }
}

type ItemIterator<Item> = AsyncIterator<Item, unknown> | Iterator<Item, unknown>;

function iteratorOf<Item>(items: SubOperations<Item>['items']): ItemIterator<Item> {
  return Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
}

/** Performs up to `window` sub-operations at once; the item after those is asked for meanwhile. */
async function performAll<Item>(
  operation: Operation,
  counter: SubOperationCounter,
  items: ItemIterator<Item>,
  perform: (item: Item) => MaybePromise<SubOperationResult>,
  window: number,
) {
  const running: Promise<void>[] = [];
  let next = askNext(items);
  for (;;) {
    const step = await operation.association.whileBusy(next);
    if (step.done || operation.stopped) {
      await Promise.all(running);
      if (!step.done) await items.return?.();
      return step.done
        ? (step.value as ReturnType<SubOperationCounter['finalAnswer']> | undefined)
        : undefined;
    }
    running.push(performOne(operation, counter, perform, step.value));
    next = askNext(items);
    if (running.length >= window) await running.shift();
  }
}

async function performOne<Item>(
  operation: Operation,
  counter: SubOperationCounter,
  perform: (item: Item) => MaybePromise<SubOperationResult>,
  item: Item,
): Promise<void> {
  const result = await perform(item);
  const { counts, clock, isEnded } = operation.association;
  counter.add(result);
  if (result.outcome === 'failed') counts.sendFailures++;
  else counts.sent++;
  if (!isEnded && !operation.stopped && counter.isReportDue(clock.monotonic())) {
    await operation.respond(counter.pendingAnswer(), counter.pendingCounts());
  }
}

async function sendInstance(operation: Operation, instance: OutgoingInstance): Promise<SubOperationResult> {
  const { sopInstanceUid } = instance;
  try {
    const answer = await storeInstance(operation.association, instance);
    const kind = statusKind(answer.status);
    const outcome = kind === 'success' ? 'completed' : kind === 'warning' ? 'warning' : 'failed';
    return { outcome, sopInstanceUid, ...(answer.errorComment && { errorComment: answer.errorComment }) };
  } catch (error) {
    return { outcome: 'failed', sopInstanceUid, errorComment: asIsocenterError(error).message };
  }
}

/** PS3.4 C.4.2.1.4.2, C.4.3.1.4.2: the final response names what failed. */
function failedList(counter: SubOperationCounter): Dataset | undefined {
  if (counter.failedUids.length === 0) return undefined;
  return Dataset.of({ FailedSOPInstanceUIDList: counter.failedUids });
}
