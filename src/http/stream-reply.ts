/** A use-case that yields, as lines of JSON. */
import { Readable } from 'node:stream';
import { asIsocenterError, type Logger } from '../base/index.ts';
import { problemOf } from '../contract/index.ts';

export const ndjsonContentType = 'application/x-ndjson';

type Steps = AsyncGenerator<unknown, unknown, void>;

/**
 * `{"item":...}` lines and at the end one `{"result":...}` or `{"problem":...}`. The first step is awaited here, so
 * that what fails at once still gets a status code of its own. The stream asks for the next item only when the
 * socket has room; when the reader goes away the generator is told to return.
 */
export async function ndjsonOf(steps: Steps, logger: Logger): Promise<Readable> {
  const first = await steps.next();
  return Readable.from(linesOf(first, steps, logger), { objectMode: false, highWaterMark: 64 * 1024 });
}

async function* linesOf(
  first: IteratorResult<unknown, unknown>,
  steps: Steps,
  logger: Logger,
): AsyncGenerator<string, void, void> {
  try {
    let step = first;
    while (!step.done) {
      yield line({ item: step.value });
      step = await steps.next();
    }
    yield line({ result: step.value });
  } catch (error) {
    const known = asIsocenterError(error);
    if (known.code === 'internal') logger.error({ code: known.code, err: error }, 'stream failed');
    yield line({ problem: problemOf(known) });
  } finally {
    await steps.return(undefined);
  }
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
