/** Files that are kept beside images. */
import { queryOptions } from '@tanstack/react-query';
import { errorOfAnswer } from '../../../src/client/browser.ts';
import { IsocenterError } from '../../../src/contract/index.ts';
import { api } from './client.ts';

export const fileOf = (digest: string) =>
  queryOptions({
    queryKey: ['files', digest],
    queryFn: ({ signal }) => api.fileShow({ digest }, { signal }),
  });

/** Bytes of what is to be seen of a file, the end exclusive. Failures are `IsocenterError`s. */
export async function previewBytes(
  digest: string,
  start: number,
  end: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const headers = { range: `bytes=${start}-${end - 1}` };
  const answer = await fetch(`/api/files/${digest}/preview`, { headers, signal }).catch((error: unknown) => {
    if (signal.aborted) throw signal.reason;
    throw new IsocenterError('control/lost', { reason: 'the server does not answer' }, error);
  });
  if (!answer.ok) throw await errorOfAnswer(answer);
  return new Uint8Array(await answer.arrayBuffer());
}
