import { IsocenterError } from '../base/index.ts';
import type { Derivation, FileFilter, StoredFile } from '../catalog/index.ts';
import type { Actor, Scope } from '../contract/index.ts';
import type { ByteRange } from '../store/index.ts';
import { decide } from './decide.ts';
import { localKeyOf } from './local-location.ts';
import type { ArchiveParts } from './parts.ts';
import type { FileContent, ItemContent, RecordPayloads } from './records.ts';
import { requireEverything } from './require-everything.ts';
import { requireWithin } from './within-scope.ts';

/** Files that the scope lets be seen, the newest first. */
export function listFiles(
  { catalog }: ArchiveParts,
  _actor: Actor,
  scope: Scope,
  filter: FileFilter,
): Promise<StoredFile[]> {
  return catalog.files(scope, filter);
}

/** A file and its bytes. @throws IsocenterError `archive/not-found`, `archive/recall-pending`, `archive/bytes-lost` */
export async function readFile(
  parts: ArchiveParts,
  _actor: Actor,
  scope: Scope,
  digest: string,
  range?: ByteRange,
): Promise<{ readonly file: StoredFile; readonly bytes: AsyncIterable<Uint8Array> }> {
  const file = await oneFile(parts, scope, digest);
  return { file, bytes: parts.store.read(file.key ?? (await localKeyOf(parts.catalog, file)), range) };
}

type Attaching = Omit<RecordPayloads['attach'], 'file'> & { readonly digest: string };

/** Says what a file belongs to: a person, patient, study or series; the last two need not be there yet. */
export async function attachFile(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  { digest, target, uid }: Attaching,
): Promise<void> {
  await requireWithin(parts, actor, scope, { target, uid });
  const file = fileReference(await oneFile(parts, scope, digest));
  await decide(parts, 'attach', { file, target, uid }, actor);
}

export async function detachFile(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  { digest, target, uid }: Attaching,
): Promise<void> {
  await requireWithin(parts, actor, scope, { target, uid });
  const file = fileReference(await oneFile(parts, scope, digest));
  await decide(parts, 'detach', { file, target, uid }, actor);
}

/** What people call a file, and the date that it tells of; what is left out stays as it was. */
export async function describeFile(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  { digest, name, date }: FileDescription & { readonly digest: string },
): Promise<void> {
  const file = await oneFile(parts, scope, digest);
  const said = { name: name ?? file.name, date: date === undefined ? file.date : date };
  await decide(parts, 'describeFile', { file: fileReference(file), ...said }, actor);
}

interface FileDescription {
  readonly name?: string | undefined;
  readonly date?: string | null | undefined;
}

/** Says what an item of either kind was made from, and how. */
export async function derive(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  payload: RecordPayloads['derive'],
): Promise<void> {
  requireEverything(actor, scope, 'say what was made from what');
  for (const reference of [payload.item, ...payload.sources]) await itemIdOf(parts, reference);
  await decide(parts, 'derive', payload, actor);
}

export async function underive(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  payload: RecordPayloads['underive'],
): Promise<void> {
  requireEverything(actor, scope, 'say what was made from what');
  await decide(parts, 'underive', payload, actor);
}

/** What an item was made from, and what was made from it. */
export async function derivations(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  item: ItemContent,
): Promise<Derivation[]> {
  requireEverything(actor, scope, 'see what was made from what');
  return await parts.catalog.derivationsOf(await itemIdOf(parts, item));
}

async function itemIdOf({ catalog }: ArchiveParts, reference: ItemContent): Promise<number> {
  const [itemId] = await catalog.itemIds([reference]);
  if (itemId === undefined) throw new IsocenterError('archive/not-found', { what: 'item' });
  return itemId;
}

/** The one file with this digest, or this beginning of one. @throws IsocenterError `archive/not-found` */
export async function oneFile({ catalog }: ArchiveParts, scope: Scope, digest: string): Promise<StoredFile> {
  const [file, another] = await catalog.files(scope, { sha256: digest, limit: 2 });
  if (!file || another)
    throw new IsocenterError('archive/not-found', { what: `file, or more than one: ${digest}` });
  return file;
}

export const fileReference = ({ sha256, origin }: StoredFile): FileContent => ({
  sha256,
  receivedAt: origin.receivedAt,
});
