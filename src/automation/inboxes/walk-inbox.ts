import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileLook, lookOf } from './file-look.ts';
import { isGoneOrStale } from './is-gone.ts';
import { MAXIMUM_DEPTH } from './limits.ts';

export interface InboxEntry extends FileLook {
  /** Below the folder of the inbox, with `/`. */
  readonly path: string;
}

/** Something that could not be looked at. */
export interface NotSeen {
  readonly path: string;
  readonly error: unknown;
}

/** What operating systems and programs that copy leave for themselves; it is neither taken in nor touched. */
const IGNORED = /^\.|^(thumbs\.db|desktop\.ini|@eadir)$|~$|\.(part|partial|filepart|tmp|crdownload)$/i;

/**
 * All files below a folder, one after the other: of the threads that wait for disks a share that hangs holds up one. Links are
 * not followed; pipes, sockets and devices are no files.
 * @param skip names of folders directly in it that are left out
 */
export async function* walkInbox(
  folder: string,
  skip: ReadonlySet<string>,
): AsyncGenerator<InboxEntry | NotSeen, void, void> {
  yield* walk(folder, '', 0, skip);
}

async function* walk(
  folder: string,
  below: string,
  depth: number,
  skip: ReadonlySet<string>,
): AsyncGenerator<InboxEntry | NotSeen, void, void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => ({ error }));
  if ('error' in entries) {
    // The folder of the inbox itself has to be there.
    if (below !== '' && isGoneOrStale(entries.error)) return;
    return yield { path: below, error: entries.error };
  }
  for (const entry of entries) {
    const path = below + entry.name;
    if (IGNORED.test(entry.name) || (below === '' && skip.has(entry.name))) continue;
    if (entry.isDirectory() && depth < MAXIMUM_DEPTH)
      yield* walk(join(folder, entry.name), `${path}/`, depth + 1, skip);
    if (entry.isFile()) yield* look(join(folder, entry.name), path);
  }
}

async function* look(file: string, path: string): AsyncGenerator<InboxEntry | NotSeen, void, void> {
  try {
    const stats = await lstat(file);
    if (stats.isFile()) yield { path, ...lookOf(stats) };
  } catch (error) {
    // It went meanwhile, or its name is no UTF-8.
    yield { path, error };
  }
}
