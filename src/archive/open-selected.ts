import { asIsocenterError, readAhead } from '../base/index.ts';
import type { StoredInstance } from '../catalog/index.ts';
import { type Problem, problemOf, type Scope } from '../contract/index.ts';
import { type OutgoingFile, openOutgoing } from './export-instance.ts';
import type { ArchiveParts } from './parts.ts';
import { type Selector, selectInstances } from './select.ts';

/** An instance that cannot be read now. */
export interface NotOpened {
  readonly sopInstanceUid: string;
  readonly reason: Problem;
}

/** Files that are opened before their turn. */
const READ_AHEAD = 4;

/** What is selected, in the order of series and instance numbers. Only a catalog that is gone ends it: `catalog/*`. */
export function openSelected(
  parts: ArchiveParts,
  scope: Scope,
  selection: readonly Selector[],
): AsyncGenerator<OutgoingFile | NotOpened, void, void> {
  // Whoever exports something takes it away to look at it.
  const instances = oneByOne(parts.views.noting(selectInstances(parts, scope, selection)));
  return readAhead(instances, READ_AHEAD, (instance) => tryToOpen(parts, instance));
}

async function tryToOpen(parts: ArchiveParts, instance: StoredInstance): Promise<OutgoingFile | NotOpened> {
  try {
    return await openOutgoing(parts, instance);
  } catch (error) {
    const failure = asIsocenterError(error);
    if (failure.code.startsWith('catalog/')) throw failure;
    return { sopInstanceUid: instance.sopInstanceUid, reason: problemOf(failure) };
  }
}

async function* oneByOne(
  pages: AsyncIterable<readonly StoredInstance[]>,
): AsyncGenerator<StoredInstance, void, void> {
  for await (const page of pages) yield* page;
}
