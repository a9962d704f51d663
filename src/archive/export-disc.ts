import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { IsocenterError, pause } from '../base/index.ts';
import type { Actor, DiscSummary, Scope, TransferItem } from '../contract/index.ts';
import { FolderWriter } from '../media/index.ts';
import { composeDisc, type Disc, type DiscRequest } from './compose-disc.ts';
import { checkRoom } from './export-room.ts';
import { openExportTarget } from './export-target.ts';
import type { ArchiveParts } from './parts.ts';
import { TransferReport } from './transfer-report.ts';

const PROGRESS_MS = 200;

export interface ExportDiscRequest extends DiscRequest {
  /** Absolute path of the image; nothing may be there. */
  readonly path: string;
}

/**
 * Writes a disc image to an absolute path, whole or not at all. What cannot be read is a trouble, and named on the disc; what
 * is at the path already stays: `input/invalid`.
 * @throws IsocenterError those of `composeDisc`, `store/full`, `store/io`
 */
export async function* exportDisc(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  { path, ...request }: ExportDiscRequest,
  signal: AbortSignal,
): AsyncGenerator<TransferItem, DiscSummary, void> {
  const report = new TransferReport(parts.clock);
  const folder = await openExportTarget(parts, dirname(path));
  const target = join(folder, basename(path));
  if (await lstat(target).catch(() => undefined))
    throw new IsocenterError('input/invalid', { reason: `${path} is there already.` });
  const disc = await composeDisc(parts, actor, scope, request, signal);
  for (const { what, reason } of disc.notIncluded) yield report.trouble(what, reason);
  await checkRoom(folder, disc.size);
  await using writer = await FolderWriter.open(folder);
  yield* write(disc, writer, target, signal);
  const { seconds, troubles, troublesLeftOut } = report.summary();
  const counts = { written: disc.images, failed: disc.notIncluded.length, bytes: disc.size };
  return { path: target, ...counts, seconds, troubles, troublesLeftOut };
}

/** Tells how far it is while it is being written. */
async function* write(
  disc: Disc,
  writer: FolderWriter,
  target: string,
  signal: AbortSignal,
): AsyncGenerator<TransferItem, void, void> {
  let bytes = 0;
  async function* chunks() {
    for await (const chunk of disc.bytes()) {
      if (signal.aborted) throw new IsocenterError('cancelled');
      bytes += chunk.length;
      yield chunk;
    }
  }
  const ended = new AbortController();
  const writing = writer.write(target, chunks()).finally(() => ended.abort());
  // It is awaited below; failing while a listener takes its time must not count as unhandled.
  writing.catch(() => {});
  const totals = { total: disc.images, totalBytes: disc.size };
  while (!ended.signal.aborted) {
    yield { kind: 'progress', done: disc.begun, bytes, ...totals };
    await pause(PROGRESS_MS, ended.signal);
  }
  await writing;
  yield { kind: 'progress', done: disc.images, bytes: disc.size, ...totals };
}
