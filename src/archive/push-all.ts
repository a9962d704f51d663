import type { ByteSink } from '../base/index.ts';

/** Pushes bytes to their end, no faster than they are taken. Whatever goes wrong, nothing of them is kept. */
export async function pushAll<Result>(
  chunks: AsyncIterable<Uint8Array>,
  sink: ByteSink<Result>,
): Promise<Result> {
  try {
    for await (const chunk of chunks) {
      const wait = sink.write(chunk);
      if (wait) await wait;
    }
    return await sink.end();
  } catch (error) {
    sink.abort(error);
    throw error;
  }
}
