/** An export from a server elsewhere: a zip is fetched and unpacked, so the folder has what an export there would have. */
import { mkdir, realpath, rm } from 'node:fs/promises';
import { IsocenterError } from '../../base/index.ts';
import { createByteCalls, type RemoteTarget } from '../../client/index.ts';
import type { CallFor, ExportSummary, TransferItem } from '../../contract/index.ts';
import { requireMounted } from '../../disks/index.ts';
import { FolderWriter, readZip } from '../../media/index.ts';
import { receive } from './receive-file.ts';
import { Unpacking } from './unpack-export.ts';

const PROGRESS_MS = 200;

type ExportRequest = Pick<CallFor<'exportFiles'>, 'selection' | 'folder' | 'template' | 'dicomdir'>;

/** Nothing is overwritten, and what is there already is not written again. Over a lost connection: `control/lost`; where a disk is away: `store/not-mounted`. */
export async function* downloadExport(
  remote: RemoteTarget,
  request: ExportRequest,
  signal: AbortSignal,
): AsyncGenerator<TransferItem, ExportSummary, void> {
  const started = performance.now();
  const { selection, template } = request;
  await requireMounted(request.folder);
  const layout = request.dicomdir ? 'media' : 'names';
  const response = await createByteCalls(remote).zip({ selection, template, layout }, signal);
  await mkdir(request.folder, { recursive: true });
  const folder = await realpath(request.folder);
  await using writer = await FolderWriter.open(folder);
  const zip = writer.scratch('download');
  yield* receive(response, zip, signal);
  const unpacking = new Unpacking(folder, writer, request.dicomdir === true);
  let toldAt = performance.now();
  for await (const member of readZip(zip)) {
    if (signal.aborted) throw new IsocenterError('cancelled');
    for (const trouble of await unpacking.take(member)) yield { kind: 'trouble', ...trouble };
    if (performance.now() - toldAt < PROGRESS_MS) continue;
    toldAt = performance.now();
    yield { kind: 'progress', done: unpacking.written, bytes: unpacking.bytes };
  }
  await rm(zip, { force: true });
  return { folder, ...unpacking.summary(), seconds: (performance.now() - started) / 1000 };
}
