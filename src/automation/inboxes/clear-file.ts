import { asIsocenterError } from '../../base/index.ts';
import type { InboxDefinition } from '../../contract/index.ts';
import type { InboxFolder } from './inbox-folder.ts';
import type { KnownFile } from './inbox-rows.ts';
import type { InboxEntry } from './walk-inbox.ts';

/** Of paths, what is known of them now; undefined: nothing lies there any more. */
export type Known = ReadonlyMap<string, KnownFile | undefined>;

/**
 * Does with a file what shall become of it; what was not taken in is kept whatever that is. When it cannot be done the
 * file stays, and is known with the reason: the next round tries again.
 */
export async function clearFile(
  folder: InboxFolder,
  taken: InboxDefinition['taken'],
  { path, mark }: Pick<InboxEntry, 'path' | 'mark'>,
  { state, reason }: Pick<KnownFile, 'state' | 'reason'>,
): Promise<Known> {
  if (taken === 'leave') return new Map([[path, { mark, state, reason }]]);
  try {
    if (state !== 'taken') {
      const aside = await folder.setAside(path, reason ?? '');
      return new Map([
        [path, undefined],
        [aside, { mark, state, reason }],
      ]);
    }
    if (taken === 'delete') await folder.remove(path);
    else await folder.moveTo(taken.move, path);
    return new Map([[path, undefined]]);
  } catch (error) {
    return new Map([[path, { mark, state, reason: reason ?? `It stays: ${reasonOfSystem(error)}.` }]]);
  }
}

export const reasonOfSystem = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code ?? asIsocenterError(error).message;
