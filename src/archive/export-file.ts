import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { IsocenterError } from '../base/index.ts';
import type { Actor, Scope } from '../contract/index.ts';
import { FolderWriter } from '../media/index.ts';
import { checkRoom } from './export-room.ts';
import { openExportTarget } from './export-target.ts';
import { readFile } from './files.ts';
import type { ArchiveParts } from './parts.ts';
import { readQuarantined } from './quarantine.ts';

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
  return await writeOut(parts, path, { bytes, size: file.size });
}

/** The same for a file in quarantine. */
export async function exportQuarantined(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  { id, path }: { readonly id: string; readonly path: string },
): Promise<{ path: string; bytes: number; digest: string }> {
  const quarantined = await readQuarantined(parts, actor, scope, id);
  return { ...(await writeOut(parts, path, quarantined)), digest: quarantined.digest };
}

async function writeOut(
  parts: ArchiveParts,
  path: string,
  { bytes, size }: { readonly bytes: AsyncIterable<Uint8Array>; readonly size: number },
): Promise<{ path: string; bytes: number }> {
  const folder = await openExportTarget(parts, dirname(path));
  const target = join(folder, basename(path));
  if (await lstat(target).catch(() => undefined))
    throw new IsocenterError('input/invalid', { reason: `${path} is there already.` });
  await checkRoom(folder, size);
  await using writer = await FolderWriter.open(folder);
  await writer.write(target, bytes);
  return { path: target, bytes: size };
}
