import { randomUUID } from 'node:crypto';
import { IsocenterError } from '../base/index.ts';
import type { StoredFile, TrashedItem } from '../catalog/index.ts';
import { type Actor, everything, type Scope, type TrashEntry } from '../contract/index.ts';
import { decide } from './decide.ts';
import { fileReference, oneFile } from './files.ts';
import type { ArchiveParts } from './parts.ts';
import { isProtected, requireUnprotected, requireUnprotectedFile } from './protection.ts';
import type { Identity, ItemContent } from './records.ts';
import { requireEverything } from './require-everything.ts';
import { type Selector, selectInstances } from './select.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Contents in one record: far below the longest line of the journal. */
const CONTENTS_PER_RECORD = 1000;

/** Puts instances in the trash: nothing finds them any more, and nothing is deleted before the grace period is over. Throws `archive/protected`. */
export async function remove(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  selectors: readonly Selector[],
  reason: string,
): Promise<{ id: string | null; instances: number; bytes: number; keptUntil: string | null }> {
  const keptUntil = endOfGrace(parts);
  const id = randomUUID();
  let instances = 0;
  let bytes = 0;
  // Collected first: what is put aside disappears from the very pages that are being read.
  const pages = await Array.fromAsync(selectInstances(parts, scope, selectors));
  await requireUnprotected(
    parts.catalog,
    new Set(pages.flat().map(({ studyInstanceUid }) => studyInstanceUid)),
  );
  for (const page of pages) {
    for (const contents of inChunks(page, CONTENTS_PER_RECORD)) {
      const references = contents.map((content) => referenceOf(content, content));
      await decide(parts, 'trash', { id, reason, keptUntil, contents: references }, actor);
      instances += contents.length;
      bytes += contents.reduce((sum, { size }) => sum + size, 0);
    }
  }
  if (instances === 0) return { id: null, instances, bytes, keptUntil: null };
  return { id, instances, bytes, keptUntil };
}

/** The same for files, named by their digests or the beginnings of them. Throws `archive/protected`. */
export async function removeFiles(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  digests: readonly string[],
  reason: string,
): Promise<{ id: string; files: number; bytes: number; keptUntil: string | null }> {
  const files: StoredFile[] = [];
  for (const digest of digests) files.push(await oneFile(parts, scope, digest));
  for (const file of files) await requireUnprotectedFile(parts.catalog, file);
  const keptUntil = endOfGrace(parts);
  const id = randomUUID();
  for (const some of inChunks(files, CONTENTS_PER_RECORD)) {
    await decide(parts, 'trash', { id, reason, keptUntil, contents: some.map(fileReference) }, actor);
  }
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return { id, files: files.length, bytes, keptUntil: files.length > 0 ? keptUntil : null };
}

const endOfGrace = ({ clock, settings }: ArchiveParts): string =>
  new Date(clock.now().getTime() + settings.trashGraceDays * DAY_MS).toISOString();

/** What of the scope waits in the trash, one entry for each removal, the next to be purged first. */
export async function listTrash(
  { catalog }: ArchiveParts,
  _actor: Actor,
  scope: Scope,
  limit: number,
): Promise<TrashEntry[]> {
  const entries = new Map<string, TrashEntry>();
  for await (const page of catalog.trashed(scope)) {
    for (const content of page) {
      const known = entries.get(content.trashId);
      if (!known && entries.size >= limit) return [...entries.values()];
      entries.set(content.trashId, known ? merged(known, content) : entryOf(content));
    }
  }
  return [...entries.values()];
}

/** Takes removals back, as far as the scope covers what was removed. */
export async function restore(parts: ArchiveParts, actor: Actor, scope: Scope, ids: readonly string[]) {
  const total = { instances: 0, files: 0 };
  for (const id of ids) {
    const restored = await decideChunks(await trashedOf(parts, scope, id), (contents) =>
      decide(parts, 'restore', { contents }, actor),
    );
    total.instances += restored.instances;
    total.files += restored.files;
  }
  return total;
}

/**
 * Deletes for good: the removals named, or all whose grace period is over but for studies that are protected since. On
 * record first, so that a crash in between cannot bring anything back. Throws `archive/protected`: a study of a removal
 * that is named is protected; then nothing is deleted.
 */
export async function purge(parts: ArchiveParts, actor: Actor, scope: Scope, ids?: readonly string[]) {
  requireEverything(actor, scope, 'the trash');
  const total = { instances: 0, files: 0, bytes: 0 };
  for (const id of ids ?? [])
    await requireUnprotected(parts.catalog, studiesOf(await trashedOf(parts, scope, id)));
  for (const id of ids ?? (await expired(parts))) {
    const items = await trashedOf(parts, scope, id);
    const purged = await decideChunks(ids ? items : await withoutProtected(parts, items), (contents) =>
      decide(parts, 'purge', { contents }, actor),
    );
    total.instances += purged.instances;
    total.files += purged.files;
    total.bytes += purged.bytes;
  }
  return total;
}

async function expired({ catalog, clock }: ArchiveParts): Promise<string[]> {
  const ids = new Set<string>();
  for await (const page of catalog.trashed(everything, { keptUntilBefore: clock.now().toISOString() })) {
    for (const { trashId } of page) ids.add(trashId);
  }
  return [...ids];
}

const studiesOf = (items: readonly TrashedItem[]): Set<string> =>
  new Set(items.flatMap(({ identity }) => identity?.studyInstanceUid ?? []));

/** Somebody may have said only after the removal that a study stays. */
async function withoutProtected({ catalog }: ArchiveParts, items: readonly TrashedItem[]) {
  const stay = new Set<string>();
  for (const study of studiesOf(items)) if (await isProtected(catalog, study)) stay.add(study);
  return items.filter(({ identity }) => !identity || !stay.has(identity.studyInstanceUid));
}

/** What is in the trash of one removal. Throws `archive/not-found`. */
async function trashedOf({ catalog }: ArchiveParts, scope: Scope, trashId: string): Promise<TrashedItem[]> {
  const items = (await Array.fromAsync(catalog.trashed(scope, { trashId }))).flat();
  if (items.length === 0) throw new IsocenterError('archive/not-found', { what: `removal ${trashId}` });
  return items;
}

async function decideChunks(
  items: readonly TrashedItem[],
  work: (contents: readonly ItemContent[]) => Promise<void>,
): Promise<{ instances: number; files: number; bytes: number }> {
  for (const chunk of inChunks(items, CONTENTS_PER_RECORD)) {
    await work(chunk.map((item) => referenceOf(item, item.identity)));
  }
  const instances = items.filter(({ identity }) => identity).length;
  return {
    instances,
    files: items.length - instances,
    bytes: items.reduce((sum, { size }) => sum + size, 0),
  };
}

function entryOf({ identity, ...item }: TrashedItem): TrashEntry {
  return {
    id: item.trashId,
    removedAt: item.trashedAt,
    keptUntil: item.keptUntil,
    actor: item.trashedBy,
    reason: item.reason,
    studyInstanceUid: identity?.studyInstanceUid ?? null,
    seriesInstanceUid: identity?.seriesInstanceUid ?? null,
    sopInstanceUid: identity?.sopInstanceUid ?? null,
    patientName: item.patientName,
    studyDate: item.studyDate,
    studyDescription: item.studyDescription,
    fileName: item.fileName,
    instances: identity ? 1 : 0,
    files: identity ? 0 : 1,
    bytes: item.size,
  };
}

/** An entry names what all its items have in common. */
function merged(entry: TrashEntry, item: TrashedItem): TrashEntry {
  const sameStudy = entry.studyInstanceUid === item.identity?.studyInstanceUid;
  const sameSeries = sameStudy && entry.seriesInstanceUid === item.identity?.seriesInstanceUid;
  return {
    ...entry,
    studyInstanceUid: sameStudy ? entry.studyInstanceUid : null,
    seriesInstanceUid: sameSeries ? entry.seriesInstanceUid : null,
    sopInstanceUid: null,
    patientName: entry.patientName === item.patientName ? entry.patientName : null,
    studyDate: sameStudy ? entry.studyDate : null,
    studyDescription: sameStudy ? entry.studyDescription : null,
    fileName: null,
    instances: entry.instances + (item.identity ? 1 : 0),
    files: entry.files + (item.identity ? 0 : 1),
    bytes: entry.bytes + item.size,
  };
}

interface Named {
  readonly sha256: string;
  readonly receivedAt: string;
}

function referenceOf({ sha256, receivedAt }: Named, identity: Identity | undefined): ItemContent {
  if (!identity) return { sha256, receivedAt };
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = identity;
  return { studyInstanceUid, seriesInstanceUid, sopInstanceUid, sha256, receivedAt };
}

function* inChunks<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
