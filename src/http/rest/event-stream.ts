/** What happens as Server-Sent Events (WHATWG HTML 9.2): changes of the archive, and of jobs. */
import { PassThrough, type Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { isDeepStrictEqual } from 'node:util';
import { asIsocenterError, IsocenterError } from '../../base/index.ts';
import { type CallContext, type Caller, problemOf } from '../../contract/index.ts';

/**
 * A line that says nothing keeps proxies, and our own time-out, from taking the connection for dead; milliseconds. Whether the
 * reader may still listen is asked then too, and before each event.
 */
const HEARTBEAT_MS = 20_000;
/** After a lost connection, browsers wait this long, milliseconds. */
const RETRY_MS = 2_000;

/** Where to go on: what the browser saw last counts more than what the page asked for at first. */
export function cursorOf(lastEventId: unknown, after: number | undefined): number {
  const seen =
    typeof lastEventId === 'string' && /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : undefined;
  return seen ?? after ?? 0;
}

export interface SentEvent {
  /** Where to go on after it; absent of what is always told as it is now. */
  readonly id?: number;
  readonly kind: string;
  /** To be written as JSON. */
  readonly data: unknown;
}

interface Listening {
  /** Goes on until the signal of its context is aborted. */
  readonly events: (context: CallContext) => AsyncIterable<SentEvent>;
  readonly caller: CallContext;
  /** Who the reader is now. Throws when they are not let in any more. */
  readonly again: () => Promise<Caller>;
  readonly heartbeatMs?: number;
}

/**
 * Goes on until the reader goes away, is not let in any more, may see something else than at first, or the program stops. A slow
 * reader is waited for: nothing piles up.
 */
export function eventStream({ events, caller, again, heartbeatMs = HEARTBEAT_MS }: Listening): Readable {
  const gone = new AbortController();
  const output = new PassThrough();
  const stillIn = async (): Promise<void> => {
    const { scope } = await again();
    // Connecting again goes on with what may be seen now.
    if (!isDeepStrictEqual(scope, caller.scope)) throw new IsocenterError('cancelled');
  };
  const heartbeat = setInterval(() => {
    stillIn().then(
      () => output.writableLength === 0 && output.write(': still here\n\n'),
      () => output.end(),
    );
  }, heartbeatMs);
  void finished(output)
    // Gone is gone, in whichever way.
    .catch(() => {})
    .finally(() => {
      clearInterval(heartbeat);
      gone.abort(new IsocenterError('cancelled'));
    });
  const context = { ...caller, signal: AbortSignal.any([caller.signal, gone.signal]) };
  // The reader went away: there is nobody to tell.
  void pipeline(linesOf(events(context), stillIn), output).catch(() => {});
  return output;
}

async function* linesOf(
  events: AsyncIterable<SentEvent>,
  stillIn: () => Promise<void>,
): AsyncGenerator<string, void, void> {
  yield `retry: ${RETRY_MS}\n\n`;
  try {
    for await (const { id, kind, data } of events) {
      await stillIn();
      // JSON has no line breaks of its own, and kinds are words of ours.
      yield `${id === undefined ? '' : `id: ${id}\n`}event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
    }
  } catch (error) {
    yield `event: problem\ndata: ${JSON.stringify(problemOf(asIsocenterError(error)))}\n\n`;
  }
}
