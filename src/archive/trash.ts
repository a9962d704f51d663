import { randomUUID } from 'node:crypto';
import { IsocenterError } from '../base/index.ts';
import type { TrashedContent } from '../catalog/index.ts';
import type { Actor, Scope, TrashEntry } from '../contract/index.ts';
import { decide } from './decide.ts';
import type { ArchiveParts } from './parts.ts';
import type { Content } from './records.ts';
import { requireEverything } from './require-everything.ts';
import { type Selector, selectInstances } from './select.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Contents in one record: far below the longest line of the journal. */
const CONTENTS_PER_RECORD = 1000;

/** Puts instances in the trash: nothing finds them any more, and nothing is deleted before the grace period is over. */
export async function remove(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  selectors: readonly Selector[],
  reason: string,
): Promise<{ instances: number; bytes: number; keptUntil: string | null }> {
  const keptUntil = new Date(
    parts.clock.now().getTime() + parts.settings.trashGraceDays * DAY_MS,
  ).toISOString();
  const id = randomUUID();
  let instances = 0;
  let bytes = 0;
  // Collected first: what is put aside disappears from the very pages that are being read.
  const pages = await Array.fromAsync(selectInstances(parts, scope, selectors));
  for (const page of pages) {
    for (const contents of inChunks(page, CONTENTS_PER_RECORD)) {
      await decide(parts, 'trash', { id, reason, keptUntil, contents: contents.map(contentOf) }, actor);
      instances += contents.length;
      bytes += contents.reduce((sum, { size }) => sum + size, 0);
    }
  }
  return { instances, bytes, keptUntil: instances > 0 ? keptUntil : null };
}

/** What waits in the trash, one entry for each removal, the next to be purged first. */
export async function listTrash(
  { catalog }: ArchiveParts,
  _actor: Actor,
  scope: Scope,
  limit: number,
): Promise<TrashEntry[]> {
  if (scope.kind !== 'everything') return [];
  const entries = new Map<string, TrashEntry>();
  for await (const page of catalog.trashed()) {
    for (const content of page) {
      const known = entries.get(content.trashId);
      if (!known && entries.size >= limit) return [...entries.values()];
      entries.set(content.trashId, known ? merged(known, content) : entryOf(content));
    }
  }
  return [...entries.values()];
}

/** Takes removals back. */
export async function restore(parts: ArchiveParts, actor: Actor, scope: Scope, ids: readonly string[]) {
  requireEverything(actor, scope, 'the trash');
  let instances = 0;
  for (const id of ids)
    instances += (
      await forTrashed(parts, id, (contents) =>
        decide(parts, 'restore', { contents: contents.map(contentOf) }, actor),
      )
    ).instances;
  return { instances };
}

/**
 * Deletes for good: the removals named, or all whose grace period is over. On record first, so that a crash in between
 * cannot bring anything back.
 */
export async function purge(parts: ArchiveParts, actor: Actor, scope: Scope, ids?: readonly string[]) {
  requireEverything(actor, scope, 'the trash');
  const total = { instances: 0, bytes: 0 };
  for (const id of ids ?? (await expired(parts))) {
    const purged = await forTrashed(parts, id, (contents) =>
      decide(parts, 'purge', { contents: contents.map(contentOf) }, actor),
    );
    total.instances += purged.instances;
    total.bytes += purged.bytes;
  }
  return total;
}

async function expired({ catalog, clock }: ArchiveParts): Promise<string[]> {
  const ids = new Set<string>();
  for await (const page of catalog.trashed({ keptUntilBefore: clock.now().toISOString() })) {
    for (const { trashId } of page) ids.add(trashId);
  }
  return [...ids];
}

async function forTrashed(
  { catalog }: ArchiveParts,
  trashId: string,
  work: (contents: readonly TrashedContent[]) => Promise<void>,
): Promise<{ instances: number; bytes: number }> {
  const pages = await Array.fromAsync(catalog.trashed({ trashId }));
  const contents = pages.flat();
  if (contents.length === 0) throw new IsocenterError('archive/not-found', { what: `removal ${trashId}` });
  for (const chunk of inChunks(contents, CONTENTS_PER_RECORD)) await work(chunk);
  return { instances: contents.length, bytes: contents.reduce((sum, { size }) => sum + size, 0) };
}

function entryOf(content: TrashedContent): TrashEntry {
  return {
    id: content.trashId,
    removedAt: content.trashedAt,
    keptUntil: content.keptUntil,
    actor: content.trashedBy,
    reason: content.reason,
    studyInstanceUid: content.studyInstanceUid,
    seriesInstanceUid: content.seriesInstanceUid,
    sopInstanceUid: content.sopInstanceUid,
    instances: 1,
    bytes: content.size,
  };
}

/** An entry names what all its contents have in common. */
function merged(entry: TrashEntry, content: TrashedContent): TrashEntry {
  return {
    ...entry,
    seriesInstanceUid: entry.seriesInstanceUid === content.seriesInstanceUid ? entry.seriesInstanceUid : null,
    sopInstanceUid: null,
    instances: entry.instances + 1,
    bytes: entry.bytes + content.size,
  };
}

function contentOf(content: Content): Content {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid, sha256, receivedAt } = content;
  return { studyInstanceUid, seriesInstanceUid, sopInstanceUid, sha256, receivedAt };
}

function* inChunks<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
