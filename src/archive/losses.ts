import { IsocenterError } from '../base/index.ts';
import type { Loss as CatalogLoss, LostItem } from '../catalog/index.ts';
import type { Actor, Loss, Scope } from '../contract/index.ts';
import { type BlobStore, instanceKey, LOCAL_STORE } from '../store/index.ts';
import { decide } from './decide.ts';
import { fileKey } from './file-note.ts';
import type { ArchiveParts } from './parts.ts';
import type { ItemContent, RecordPayloads } from './records.ts';
import { requireEverything } from './require-everything.ts';

/** Where an item lies if nobody says otherwise. */
export function placeOf({ content, sha256, name }: Pick<LostItem, 'content' | 'sha256' | 'name'>): string {
  if (!content) return fileKey({ sha256, name: name ?? '' });
  return instanceKey(content.studyInstanceUid, content.seriesInstanceUid, content.sopInstanceUid);
}

/** What is needed to say which item it is. */
export type Identified = Pick<LostItem, 'itemId' | 'sha256' | 'receivedAt' | 'content'>;

export const referenceOf = ({ content, sha256, receivedAt }: Identified): ItemContent =>
  content ?? { sha256, receivedAt };

type Parts = Pick<ArchiveParts, 'records' | 'catalog' | 'store'>;

/** Puts on record that the bytes of an item are gone, with all that its file said. */
export async function noteLoss(
  parts: Parts,
  actor: Actor,
  item: Identified,
  loss: CatalogLoss,
): Promise<void> {
  const payload = await lostRecord(parts, item, loss);
  if (payload) await decide(parts, 'lost', payload, actor);
}

/** Notes what the catalog knows a place of and no file is there for. */
export async function noteMissing(parts: ArchiveParts, actor: Actor, signal: AbortSignal): Promise<void> {
  for await (const page of parts.catalog.itemsInStore(LOCAL_STORE)) {
    for (const item of page) {
      signal.throwIfAborted();
      const { key, headLength } = item.location;
      if (!parts.store.exists(key))
        await noteLoss(parts, actor, item, { problem: 'missing', key, headLength, aside: null });
    }
  }
}

/**
 * The record that has to come before that of bytes which came again, where nobody had noticed that they were gone: a
 * rebuild takes the first arrival from it. Undefined where there is one.
 */
export async function missedLoss(
  parts: Pick<Parts, 'catalog'>,
  item: Identified,
  { key, headLength }: Pick<CatalogLoss, 'key' | 'headLength'>,
): Promise<RecordPayloads['lost'] | undefined> {
  const noted = parts.catalog.lostItems({ noted: true, itemIds: [item.itemId] });
  if ((await Array.fromAsync(noted)).length > 0) return undefined;
  return await lostRecord(parts, item, { problem: 'missing', aside: null, key, headLength });
}

/** Undefined when there is no such item any more. */
async function lostRecord(
  { catalog }: Pick<Parts, 'catalog'>,
  item: Identified,
  loss: CatalogLoss,
): Promise<RecordPayloads['lost'] | undefined> {
  const known = await catalog.knownItem(item.itemId);
  return known && { ...referenceOf(item), ...loss, known };
}

export type LossState = 'open' | 'accepted' | 'all';

/** Items that are known and whose bytes are nowhere, first come first. */
export async function listLosses(
  { catalog, store }: Pick<ArchiveParts, 'catalog' | 'store'>,
  _actor: Actor,
  scope: Scope,
  { state, limit }: { readonly state: LossState; readonly limit: number },
): Promise<Loss[]> {
  if (scope.kind !== 'everything') return [];
  const found: Loss[] = [];
  for await (const page of catalog.lostItems({ noted: true })) {
    for (const item of page) {
      if (state !== 'all' && (item.loss?.acceptedAt ? 'accepted' : 'open') !== state) continue;
      if (found.length === limit) return found;
      found.push(lossOf(store, item));
    }
  }
  return found;
}

function lossOf(store: BlobStore, { sha256, size, content, name, loss }: LostItem): Loss {
  const { problem, key, aside, lostAt, acceptedAt, acceptedBy, acceptedReason } = loss!;
  return {
    digest: sha256,
    ...{ problem, key, size, lostAt },
    // Somebody may have deleted it there.
    quarantined: aside !== null && store.exists(aside) ? aside : null,
    studyInstanceUid: content?.studyInstanceUid ?? null,
    seriesInstanceUid: content?.seriesInstanceUid ?? null,
    sopInstanceUid: content?.sopInstanceUid ?? null,
    name: name ?? null,
    ...{ acceptedAt, acceptedBy, acceptedReason },
  };
}

/** Losses in one record: far below the longest line of the journal. */
const LOSSES_PER_RECORD = 1_000;

/**
 * Somebody says of losses that they know, and that nobody has to be told again. Named by digests or beginnings of them;
 * all that are open when none is named. What was accepted still comes back when its bytes do.
 */
export async function acceptLosses(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  { digests, reason }: { readonly digests?: readonly string[] | undefined; readonly reason: string },
): Promise<{ accepted: number }> {
  requireEverything(actor, scope, 'accept losses');
  const open: LostItem[] = [];
  for await (const page of parts.catalog.lostItems({ noted: true }))
    open.push(...page.filter(({ loss }) => !loss?.acceptedAt));
  const isNamed = ({ sha256 }: LostItem) => digests?.some((digest) => sha256.startsWith(digest)) ?? true;
  for (const digest of digests ?? []) {
    if (!open.some(({ sha256 }) => sha256.startsWith(digest)))
      throw new IsocenterError('archive/not-found', { what: `open loss ${digest}` });
  }
  const contents = open.filter(isNamed).map(referenceOf);
  for (let at = 0; at < contents.length; at += LOSSES_PER_RECORD) {
    const some = contents.slice(at, at + LOSSES_PER_RECORD);
    await decide(parts, 'lossAccepted', { contents: some, reason }, actor);
  }
  return { accepted: contents.length };
}
