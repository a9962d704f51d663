import { asIsocenterError, IsocenterError } from '../../base/index.ts';
import { errorOfProblem, type InboxDefinition, type Problem, problemOf } from '../../contract/index.ts';
import { errnoOf } from '../../disks/index.ts';
import type { InboxFolder } from './inbox-folder.ts';
import type { KnownFile } from './inbox-rows.ts';
import type { InboxEntry } from './walk-inbox.ts';

/** Of paths, what is known of them now; undefined: nothing lies there any more. */
export type Known = ReadonlyMap<string, KnownFile | undefined>;

export interface Cleared {
  readonly known: Known;
  /** Why it stays, as the system says it. */
  readonly stays?: string;
}

/**
 * Does with a file what shall become of it; what was not taken in is kept whatever that is. When it cannot be done the
 * file stays, and is known with the reason: the next round tries again. Nothing is known when another file came meanwhile.
 */
export async function clearFile(
  folder: InboxFolder,
  taken: InboxDefinition['taken'],
  entry: InboxEntry,
  { state, reason }: Pick<KnownFile, 'state' | 'reason'>,
): Promise<Cleared> {
  const { path, mark } = entry;
  if (taken === 'leave') return { known: new Map([[path, { mark, state, reason }]]) };
  try {
    if (state !== 'taken') {
      const aside = await folder.setAside(path, reason?.title ?? '', entry);
      if (aside === undefined) return { known: new Map() };
      return {
        known: new Map([
          [path, undefined],
          [aside, { mark, state, reason }],
        ]),
      };
    }
    const isDone =
      taken === 'delete'
        ? await folder.remove(path, entry)
        : (await folder.moveTo(taken.move, path, entry)) !== undefined;
    return { known: isDone ? new Map([[path, undefined]]) : new Map() };
  } catch (error) {
    const stays = reasonOfSystem(error);
    const both = problemOf(staysToo(stays, reason));
    return { known: new Map([[path, { mark, state, reason: both }]]), stays };
  }
}

const staysToo = (why: string, reason: Problem | null): IsocenterError =>
  reason === null
    ? new IsocenterError('inbox/stays', { why })
    : new IsocenterError('inbox/refused-stays', { reason: reason.title, why }, errorOfProblem(reason));

/** Its code: what it says besides has names of files. */
export const reasonOfSystem = (error: unknown): string => errnoOf(error) || asIsocenterError(error).message;
