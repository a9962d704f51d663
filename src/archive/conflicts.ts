import { IsocenterError } from '../base/index.ts';
import type { Contender, ListedConflict } from '../catalog/index.ts';
import type { Actor, Conflict, Scope } from '../contract/index.ts';
import type { Header } from '../dicom/index.ts';
import { decide } from './decide.ts';
import { localKeyOf } from './local-location.ts';
import type { ArchiveParts } from './parts.ts';
import { requireEverything } from './require-everything.ts';
import { readHeader } from './stored-file.ts';

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
  const open = await findConflict(parts, id, 'open');
  const chosen = contenderOf(open, keep);
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

/** A conflict with the header of each content: everything before its pixel data. */
export async function showConflict(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  id: string,
): Promise<{ readonly conflict: Conflict; readonly headers: readonly Header[] }> {
  requireEverything(actor, scope, 'look into conflicts');
  const found = await findConflict(parts, id, 'all');
  const headers = await Promise.all(
    found.contenders.map(async (each) => readHeader(parts.store, await localKeyOf(parts.catalog, each))),
  );
  return { conflict: conflictOf(found), headers };
}

/** The stored file of a content in a conflict. Throws `archive/not-found`, `archive/recall-pending`, `archive/bytes-lost`. */
export async function readContender(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  id: string,
  digest: string,
): Promise<{ readonly bytes: AsyncIterable<Uint8Array>; readonly size: number; readonly sha256: string }> {
  requireEverything(actor, scope, 'look into conflicts');
  const contender = contenderOf(await findConflict(parts, id, 'all'), digest);
  const { size, sha256 } = contender;
  return { bytes: parts.store.read(await localKeyOf(parts.catalog, contender)), size, sha256 };
}

function contenderOf({ id, contenders }: ListedConflict, digest: string): Contender {
  const found = contenders.find((each) => each.sha256.startsWith(digest));
  if (!found) throw new IsocenterError('archive/not-found', { what: `content ${digest} in conflict ${id}` });
  return found;
}

async function findConflict(
  { catalog }: ArchiveParts,
  id: string,
  state: ConflictState,
): Promise<ListedConflict> {
  // What is no number is no conflict.
  const [found] = /^\d{1,15}$/.test(id) ? await catalog.conflicts({ state, id: Number(id), limit: 1 }) : [];
  if (!found)
    throw new IsocenterError('archive/not-found', {
      what: `${state === 'open' ? 'open ' : ''}conflict ${id}`,
    });
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
    contenders: open.contenders.map(({ itemId: _, sha256, ...contender }) => ({
      digest: sha256,
      ...contender,
    })),
  };
}
