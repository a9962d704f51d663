import { IsocenterError, newQueue } from '../base/index.ts';
import type { Content, FileVersion } from '../catalog/index.ts';
import { type Actor, type Origin, systemActor } from '../contract/index.ts';
import type { BlobStore, SealedBlob } from '../store/index.ts';
import { decide } from './decide.ts';
import { Doubts } from './doubts.ts';
import { entryOfNote, type FileNote, fileKey, fileNoteKey, writeFileNote } from './file-note.ts';
import { hasBytes } from './has-bytes.ts';
import { missedLoss } from './losses.ts';
import type { ArchiveParts } from './parts.ts';

export interface KeptFile {
  readonly outcome: 'stored' | 'already-there';
  readonly sha256: string;
  /** When this content came first. */
  readonly receivedAt: string;
}

type Parts = Pick<ArchiveParts, 'store' | 'catalog' | 'records'>;

/** Takes sealed files in, one at a time: two with the same content cannot race. */
export class FileKeeper {
  readonly #parts: Parts;
  readonly #inTurn = newQueue();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Durable and findable when it resolves; when it rejects, the blob is given back (unless nobody knows: `catalog/in-doubt`). */
  keep(sealed: SealedBlob, note: FileNote, actor: Actor): Promise<KeptFile> {
    return this.#inTurn(async () => {
      try {
        return await this.#keep(sealed, note, actor);
      } catch (error) {
        // A row may name it: then it stays, and recovery or the same file again finds it whole.
        if (!Doubts.isReason(error)) sealed.discard();
        throw error;
      }
    });
  }

  /**
   * The note comes first: with it, recovery knows that what still lies in `incoming/` is whole. Then the name, then
   * the rows.
   */
  async #keep(sealed: SealedBlob, note: FileNote, actor: Actor): Promise<KeptFile> {
    const { store, catalog } = this.#parts;
    const version = (await catalog.lookupFiles([note.sha256])).get(note.sha256);
    if (version && (await hasBytes(this.#parts, version))) {
      sealed.discard();
      return await this.#again(version, note.origin, actor);
    }
    if (!store.exists(fileNoteKey(note.sha256))) await writeFileNote(store, note);
    const entry = entryOfNote(note, await place(store, sealed, fileKey(note)), actor.name);
    if (version) await this.#putBack(version, entry.content, actor);
    else await catalog.commit([entry]);
    await store.confirm([sealed]);
    if (version) return { ...(await this.#again(version, note.origin, actor)), outcome: 'stored' };
    return { outcome: 'stored', sha256: note.sha256, receivedAt: note.origin.receivedAt };
  }

  /** Lost ones came again. */
  async #putBack({ itemId, sha256, receivedAt }: FileVersion, content: Content, actor: Actor): Promise<void> {
    const [place = content.location] = await this.#parts.catalog.locationsOf(itemId);
    const file = { sha256, receivedAt };
    const missed = await missedLoss(this.#parts, { itemId, ...file, content: undefined }, place);
    if (missed) await decide(this.#parts, 'lost', missed, actor);
    const { size, location } = content;
    const { key, headLength } = location;
    await decide(this.#parts, 'found', { ...file, key, headLength, size }, actor);
  }

  /** One more origin; and what waits in the trash comes back: Success would be a promise to lose it. */
  async #again(
    { sha256, receivedAt, trashedAt }: FileVersion,
    origin: Origin,
    actor: Actor,
  ): Promise<KeptFile> {
    const file = { sha256, receivedAt };
    await decide(this.#parts, 'origin', { ...file, origin }, actor);
    if (trashedAt !== null) await decide(this.#parts, 'restore', { contents: [file] }, actor);
    return { outcome: 'already-there', ...file };
  }
}

/** A leftover of the last process: acknowledged perhaps, and perhaps not yet under its name. */
export async function keepLeftoverFile(
  { store, catalog }: Pick<Parts, 'store' | 'catalog'>,
  sealed: SealedBlob,
  note: FileNote,
): Promise<void> {
  const key = await place(store, sealed, fileKey(note));
  await catalog.commit([entryOfNote(note, key, systemActor.name)]);
  await store.confirm([sealed]);
}

/** Under its name; what lies there already is the same, or damaged and put aside. */
async function place(store: BlobStore, sealed: SealedBlob, key: string): Promise<string> {
  if (sealed.publish(key) === 'published') return key;
  if ((await store.hash(key)).sha256 === sealed.sha256) {
    sealed.takeOver(key);
    return key;
  }
  await store.quarantine(key, new IsocenterError('archive/damaged'));
  if (sealed.publish(key) === 'published') return key;
  throw new IsocenterError('store/io', { what: 'the archive', reason: 'a file comes back to where it was' });
}
