import { open } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { IsocenterError } from '../../base/index.ts';
import type { TransferItem } from '../../contract/index.ts';

const PROGRESS_MS = 200;

/** Writes an answer to a new file as it comes. Over a lost connection: `control/lost`. */
export async function* receive(
  response: IncomingMessage,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<TransferItem, void, void> {
  let [bytes, toldAt] = [0, performance.now()];
  await using file = await open(path, 'wx');
  try {
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      await file.writeFile(chunk);
      bytes += chunk.length;
      if (performance.now() - toldAt < PROGRESS_MS) continue;
      toldAt = performance.now();
      yield { kind: 'progress', done: 0, bytes };
    }
  } catch (error) {
    if (signal.aborted) throw new IsocenterError('cancelled');
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC') throw new IsocenterError('store/full', { what: 'the export folder' }, error);
    throw new IsocenterError('control/lost', { reason: message }, error);
  } finally {
    response.destroy();
  }
}
