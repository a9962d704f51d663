/** A disc image from a server elsewhere. */
import { lstat, mkdir, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { IsocenterError } from '../../base/index.ts';
import { createByteCalls, type RemoteTarget } from '../../client/index.ts';
import {
  type CallFor,
  type DiscSummary,
  maxTroublesInSummary,
  notIncludedName,
  type TransferItem,
} from '../../contract/index.ts';
import { requireMounted } from '../../disks/index.ts';
import { FolderWriter, openDiscImage } from '../../media/index.ts';
import { receive } from './receive-file.ts';
import { readTroubles } from './unpack-export.ts';

/** Nothing is overwritten, and what came short is no file. Over a lost connection: `control/lost`; where a disk is away: `store/not-mounted`. */
export async function* downloadDisc(
  remote: RemoteTarget,
  { selection, path }: Pick<CallFor<'exportDisc'>, 'selection' | 'path'>,
  signal: AbortSignal,
): AsyncGenerator<TransferItem, DiscSummary, void> {
  const started = performance.now();
  if (await lstat(path).catch(() => undefined))
    throw new IsocenterError('input/invalid', { reason: `${path} is there already.` });
  await requireMounted(dirname(path));
  const response = await createByteCalls(remote).disc({ selection }, signal);
  await mkdir(dirname(path), { recursive: true });
  const folder = await realpath(dirname(path));
  await using writer = await FolderWriter.open(folder);
  const received = writer.scratch('download');
  yield* receive(response, received, signal);
  const { files } = await openDiscImage(received);
  const list = files.get(`/${notIncludedName}`);
  const troubles = list ? await readTroubles(list) : [];
  for (const trouble of troubles) yield { kind: 'trouble', ...trouble };
  await writer.publish(received, join(folder, basename(path)));
  const bytes = Number(response.headers['content-length']);
  const written = [...files.keys()].filter((name) => name.startsWith('/IMAGES/')).length;
  const told = troubles.slice(0, maxTroublesInSummary);
  const counts = { written, bytes, failed: troubles.length, troublesLeftOut: troubles.length - told.length };
  return { path, ...counts, troubles: told, seconds: (performance.now() - started) / 1000 };
}
