import { type ByteSink, IsocenterError } from '../../base/index.ts';
import { giveBack } from '../../net/index.ts';

/**
 * Pushes a body into a sink as it arrives, no faster than the sink takes it; chunks are lent, and gone afterwards. Over the limit, where the sink has none: `input/too-large`. Whatever goes
 * wrong, nothing of it is kept.
 */
export async function pour<Result>(
  body: AsyncIterable<Uint8Array>,
  sink: ByteSink<Result>,
  limit = Number.POSITIVE_INFINITY,
): Promise<Result> {
  let received = 0;
  try {
    for await (const chunk of body) {
      received += chunk.length;
      if (received > limit) throw new IsocenterError('input/too-large', { limit });
      const wait = sink.write(chunk);
      if (wait) await wait;
      giveBack(chunk);
    }
    return await sink.end();
  } catch (error) {
    sink.abort(error);
    throw error;
  }
}
