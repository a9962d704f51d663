/** Files beside images between this machine and a server elsewhere; for the server of this machine there are paths. */
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { IsocenterError } from '../../base/index.ts';
import { type ByteCalls, createByteCalls, type RemoteTarget, type SentFile } from '../../client/index.ts';
import type { ListedFile } from '../../contract/index.ts';

/** A file of this machine that is to be kept. */
export type NewFile = Omit<SentFile, 'bytes' | 'size'> & { readonly path: string };

export async function sendFile(
  remote: RemoteTarget,
  { path, ...file }: NewFile,
  signal: AbortSignal,
): Promise<ListedFile> {
  const info = await stat(path).catch(() => undefined);
  if (!info?.isFile()) throw new IsocenterError('input/no-such-place', { place: path });
  // A file that grows meanwhile is what it was.
  const bytes = createReadStream(path, { end: Math.max(0, info.size - 1) });
  return await createByteCalls(remote).storeFile({ ...file, bytes, size: info.size }, signal);
}

/** Never overwrites; what came short is no file. Answers how many bytes there are. */
export async function fetchFile(
  remote: RemoteTarget,
  ask: (calls: ByteCalls) => Promise<IncomingMessage>,
  path: string,
  signal: AbortSignal,
): Promise<number> {
  const response = await ask(createByteCalls(remote));
  const output = createWriteStream(path, { flags: 'wx' });
  let isOurs = false;
  output.once('open', () => {
    isOurs = true;
  });
  try {
    await pipeline(response, output, { signal });
    return output.bytesWritten;
  } catch (error) {
    response.destroy();
    if (isOurs) await rm(path, { force: true });
    if (signal.aborted) throw new IsocenterError('cancelled');
    throw failureOf(error as NodeJS.ErrnoException, path);
  }
}

function failureOf(error: NodeJS.ErrnoException, path: string): IsocenterError {
  if (error.syscall === undefined)
    return new IsocenterError('control/lost', { reason: error.message }, error);
  const reason =
    error.code === 'EEXIST' ? `${path} is there already` : `${path} cannot be written: ${error.code}`;
  return new IsocenterError('input/invalid', { reason: `${reason}.` }, error);
}
