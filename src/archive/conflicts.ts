import { IsocenterError } from '../base/index.ts';
import type { ListedConflict } from '../catalog/index.ts';
import type { Actor, Conflict, Scope } from '../contract/index.ts';
import { decide } from './decide.ts';
import type { ArchiveParts } from './parts.ts';
import { requireEverything } from './require-everything.ts';

export type ConflictState = 'open' | 'resolved' | 'all';

/** Instances that came with different content under one identity, oldest first. */
export async function listConflicts(
  { catalog }: ArchiveParts,
  _actor: Actor,
  scope: Scope,
  state: ConflictState,
  limit: number,
): Promise<Conflict[]> {
  if (scope.kind !== 'everything') return [];
  return (await catalog.conflicts({ state, limit })).map(conflictOf);
}

/** Makes one content the current one. The other stays, and so does the record of the choice. */
export async function resolve(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  id: string,
  keep: string,
): Promise<Conflict> {
  requireEverything(actor, scope, 'resolve');
  const open = await findConflict(parts, id);
  const chosen = open.contenders.find((each) => each.sha256.startsWith(keep));
  if (!chosen) throw new IsocenterError('archive/not-found', { what: `content ${keep} in conflict ${id}` });
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = open;
  const { sha256, receivedAt } = chosen;
  const over = open.contenders.filter((each) => each !== chosen).map((each) => each.sha256);
  const identity = { studyInstanceUid, seriesInstanceUid, sopInstanceUid };
  await decide(parts, 'resolve', { ...identity, sha256, receivedAt, over }, actor);
  const resolved = conflictOf(open);
  return {
    ...resolved,
    resolvedAt: parts.clock.now().toISOString(),
    contenders: resolved.contenders.map((each) => ({ ...each, current: each.digest === sha256 })),
  };
}

async function findConflict({ catalog }: ArchiveParts, id: string): Promise<ListedConflict> {
  const [found] = await catalog.conflicts({ state: 'open', id: Number(id), limit: 1 });
  if (!found) throw new IsocenterError('archive/not-found', { what: `open conflict ${id}` });
  return found;
}

function conflictOf(open: ListedConflict): Conflict {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = open;
  return {
    id: String(open.id),
    studyInstanceUid,
    seriesInstanceUid,
    sopInstanceUid,
    openedAt: open.raisedAt,
    resolvedAt: open.resolvedAt,
    contenders: open.contenders.map(({ sha256, ...contender }) => ({ digest: sha256, ...contender })),
  };
}
