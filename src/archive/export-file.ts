import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { IsocenterError } from '../base/index.ts';
import type { Actor, Scope } from '../contract/index.ts';
import { FolderWriter } from '../media/index.ts';
import { checkRoom, openExportFolder } from './export-room.ts';
import { readFile } from './files.ts';
import type { ArchiveParts } from './parts.ts';

/**
 * Writes a file that is no SOP instance to an absolute path, whole or not at all. What is there already stays: `input/invalid`.
 * @throws IsocenterError `archive/not-found`, `archive/recall-pending`, `archive/bytes-lost`, `store/full`, `store/io`
 */
export async function exportFile(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  { digest, path }: { readonly digest: string; readonly path: string },
): Promise<{ path: string; bytes: number }> {
  const { file, bytes } = await readFile(parts, actor, scope, digest);
  const folder = await openExportFolder(dirname(path), parts.store.directory.root);
  const target = join(folder, basename(path));
  if (await lstat(target).catch(() => undefined))
    throw new IsocenterError('input/invalid', { reason: `${path} is there already.` });
  await checkRoom(folder, file.size);
  await using writer = await FolderWriter.open(folder);
  await writer.write(target, bytes);
  return { path: target, bytes: file.size };
}
