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

/** Files of one study that are listed. */
const listed = 1_000;

export const filesOf = (study: string) =>
  queryOptions({
    queryKey: ['studies', study, 'files'],
    queryFn: ({ signal }) => api.filesList({ target: 'study', uid: study, limit: listed }, { signal }),
  });

/** Bytes of what is to be seen of a file, the end exclusive. Failures are `IsocenterError`s. */
export async function previewBytes(
  digest: string,
  start: number,
  end: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const answer = await askForPreview(digest, { range: `bytes=${start}-${end - 1}` }, signal);
  return new Uint8Array(await answer.arrayBuffer());
}

/** All of it, as it comes. Failures are `IsocenterError`s. */
export async function previewStream(
  digest: string,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const { body } = await askForPreview(digest, {}, signal);
  return body ?? new Blob().stream();
}

async function askForPreview(
  digest: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Response> {
  const answer = await fetch(`/api/files/${digest}/preview`, { headers, signal }).catch((error: unknown) => {
    if (signal.aborted) throw signal.reason;
    throw new IsocenterError('control/lost', { reason: 'the server does not answer' }, error);
  });
  if (!answer.ok) throw await errorOfAnswer(answer);
  return answer;
}
