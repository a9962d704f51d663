import type { IncomingMessage } from 'node:http';
import { IsocenterError } from '../base/index.ts';

/** The HTTP client is loaded when something is fetched. */
export const httpClientOf = ({ protocol }: URL) =>
  protocol === 'https:' ? import('node:https') : import('node:http');

/** The whole body of an answer. Throws `input/too-large`. @param limit bytes */
export async function readAnswer(response: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) throw new IsocenterError('input/too-large', { limit });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What a connection failed with, as `net/unreachable`; what is ours already stays as it is. */
export function asUnreachable(url: URL, error: unknown): IsocenterError {
  if (error instanceof IsocenterError) return error;
  const reason = reasonOf(error);
  const port = url.port || (url.protocol === 'https:' ? 443 : 80);
  return new IsocenterError('net/unreachable', { host: url.hostname, port, reason }, error);
}

/** Where the system found nobody, its message names the place once more; with several addresses it says nothing at all. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, syscall } = error as NodeJS.ErrnoException;
  const isPlaceTold = syscall === 'connect' || syscall === 'getaddrinfo' || error.message === '';
  return code !== undefined && isPlaceTold ? code : error.message;
}
