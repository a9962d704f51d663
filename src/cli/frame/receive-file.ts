import { open } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { IsocenterError } from '../../base/index.ts';
import type { TransferItem } from '../../contract/index.ts';
import { diskError } from '../../disks/index.ts';

const PROGRESS_MS = 200;

/**
 * Writes an answer to a new file as it comes.
 * @throws IsocenterError `control/lost` over a lost connection, `cancelled`, `store/full`, `store/io`
 */
export async function* receive(
  response: IncomingMessage,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<TransferItem, void, void> {
  let [bytes, toldAt] = [0, performance.now()];
  await using file = await open(path, 'wx').catch(notWritten);
  try {
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      await file.writeFile(chunk).catch(notWritten);
      bytes += chunk.length;
      if (performance.now() - toldAt < PROGRESS_MS) continue;
      toldAt = performance.now();
      yield { kind: 'progress', done: 0, bytes };
    }
  } catch (error) {
    if (signal.aborted) throw new IsocenterError('cancelled');
    if (error instanceof IsocenterError) throw error;
    throw new IsocenterError('control/lost', { reason: (error as Error).message }, error);
  } finally {
    response.destroy();
  }
}

function notWritten(error: unknown): never {
  throw diskError(error, 'the export folder');
}
