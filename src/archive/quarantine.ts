/** What could not be taken in or was found damaged: seen, had as it is, and deleted, by who may see everything. */
import { IsocenterError, inParallel } from '../base/index.ts';
import type { Actor, QuarantinedFile, ResultFor, Scope } from '../contract/index.ts';
import type { Dataset } from '../dicom/index.ts';
import { type FileStore, newestFirst, noteKeyOf } from '../store/index.ts';
import type { ArchiveParts } from './parts.ts';
import { examine } from './quarantined-file.ts';
import { requireEverything } from './require-everything.ts';

/** Files that are looked into at the same time. */
const AT_ONCE = 8;
const LOOK = 'look into quarantine';
/** Of each, a part is read. */
const MOST_LOOKED_INTO = 10_000;

export interface QuarantinePage {
  readonly files: QuarantinedFile[];
  readonly total: number;
  readonly next: string | null;
}

/** The newest first. */
export async function listQuarantine(
  { store }: ArchiveParts,
  actor: Actor,
  scope: Scope,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<QuarantinePage> {
  requireEverything(actor, scope, LOOK);
  const names = (await store.quarantined()).sort(newestFirst);
  const wanted = after === undefined ? names : names.filter((name) => newestFirst(after, name) < 0);
  const page = wanted.slice(0, limit);
  const files = await lookInto(store, page);
  return { files, total: names.length, next: wanted.length > limit ? page.at(-1)! : null };
}

/** Those that say they are of the studies of a removal: copies that were refused stay when it is deleted for good. */
export async function quarantinedOfRemoval(
  { store, catalog }: ArchiveParts,
  actor: Actor,
  scope: Scope,
  trashId: string,
): Promise<ResultFor<'trashQuarantined'>> {
  requireEverything(actor, scope, LOOK);
  const removed = (await Array.fromAsync(catalog.trashed(scope, { trashId }))).flat();
  if (removed.length === 0) throw new IsocenterError('archive/not-found', { what: `removal ${trashId}` });
  const studies = new Set<string | null>(removed.flatMap(({ identity }) => identity?.studyInstanceUid ?? []));
  const names = (await store.quarantined()).sort(newestFirst);
  const files = await lookInto(store, names.slice(0, MOST_LOOKED_INTO));
  return {
    files: files.filter(({ studyInstanceUid }) => studies.has(studyInstanceUid)),
    notLookedInto: Math.max(0, names.length - MOST_LOOKED_INTO),
  };
}

async function lookInto(store: FileStore, ids: readonly string[]): Promise<QuarantinedFile[]> {
  const look = async (id: string) => (await examine(store, id).catch(unlessGone))?.file;
  const found = await Array.fromAsync(inParallel(ids, AT_ONCE, look));
  return found.filter((file) => file !== undefined).sort((a, b) => newestFirst(a.id, b.id));
}

/** Somebody took it away meanwhile. */
function unlessGone(error: unknown): undefined {
  if (error instanceof IsocenterError && error.code === 'archive/not-found') return undefined;
  throw error;
}

/** One, with its digest and what can be read of its elements. */
export async function showQuarantined(
  { store }: ArchiveParts,
  actor: Actor,
  scope: Scope,
  id: string,
): Promise<{
  readonly file: QuarantinedFile;
  readonly sha256: string;
  readonly dataset: Dataset | undefined;
}> {
  requireEverything(actor, scope, LOOK);
  const { file, key, dataset } = await examine(store, id);
  const { sha256 } = await store.hash(key);
  return { file, sha256, dataset };
}

/** Its bytes, as they are. */
export async function readQuarantined(
  { store }: ArchiveParts,
  actor: Actor,
  scope: Scope,
  id: string,
): Promise<{ readonly bytes: AsyncIterable<Uint8Array>; readonly size: number; readonly digest: string }> {
  requireEverything(actor, scope, LOOK);
  const { key, file } = await examine(store, id);
  const { sha256: digest } = await store.hash(key);
  return { bytes: store.read(key), size: file.size, digest };
}

/** Deletes for good. Nothing is deleted when one of them is not there: `archive/not-found`. */
export async function discardQuarantined(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  ids: readonly string[],
): Promise<ResultFor<'quarantineDiscard'>> {
  requireEverything(actor, scope, 'delete what is in quarantine');
  const { store } = parts;
  const look = async (id: string) => {
    const { key, file } = await examine(store, id);
    return { key, size: file.size, digest: (await store.hash(key)).sha256 };
  };
  const found = await Array.fromAsync(inParallel([...new Set(ids)], AT_ONCE, look));
  for (const { key } of found) await takeOut(parts, key);
  return {
    discarded: found.length,
    bytes: found.reduce((sum, { size }) => sum + size, 0),
    digests: found.map(({ digest }) => digest),
  };
}

/** The note goes last: without it nothing would say why the file is there. */
export async function takeOut({ store, refusals }: ArchiveParts, key: string): Promise<void> {
  await store.remove(key);
  await store.remove(noteKeyOf(key));
  refusals.changed();
}
