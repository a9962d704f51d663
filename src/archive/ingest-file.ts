import { type ByteSink, IsocenterError } from '../base/index.ts';
import type { Attachment } from '../catalog/index.ts';
import type { Actor, Origin, Scope } from '../contract/index.ts';
import { guessMediaType, MEDIA_TYPE_HEAD } from '../media/index.ts';
import type { BlobDraft } from '../store/index.ts';
import { decide } from './decide.ts';
import { UNKNOWN_TYPE } from './file-note.ts';
import type { KeptFile } from './keep-file.ts';
import type { ArchiveParts } from './parts.ts';
import { collectionOfNewFile } from './store-scope.ts';

/** What is known about a file before its first byte. */
export interface FileIngestRequest {
  readonly origin: Origin;
  /** As it was called where it came from; path separators and the like are replaced on the disk. */
  readonly name: string;
  /** RFC 6838. When left out, it is what the beginning and the name say. */
  readonly mediaType?: string | undefined;
  readonly collection?: string;
  readonly attachTo?: readonly Attachment[];
}

/** No longer names on any file system, and no more things that one file belongs to at once. */
const MAXIMUM_NAME = 255;
const MAXIMUM_ATTACHMENTS = 100;
const MEDIA_TYPE = /^[\w.+-]{1,127}\/[\w.+-]{1,127}$/;

/**
 * A file that is no SOP instance on its way in: raw data, a report, a disc image. `end` resolves when it is durable and
 * findable. Rejects with `input/invalid`, `store/*` or `catalog/*`; nothing of it is then visible.
 */
export class FileIngest implements ByteSink<KeptFile> {
  readonly #parts: ArchiveParts;
  readonly #actor: Actor;
  readonly #scope: Scope;
  readonly #request: FileIngestRequest;
  readonly #draft: BlobDraft;
  /** How it begins: chunks are lent. */
  #head: Uint8Array = new Uint8Array(0);
  #size = 0;

  constructor(parts: ArchiveParts, actor: Actor, scope: Scope, request: FileIngestRequest) {
    checkRequest(request);
    this.#parts = parts;
    this.#actor = actor;
    this.#scope = scope;
    this.#request = request;
    this.#draft = parts.store.draft({ headLength: 0 });
  }

  write(chunk: Uint8Array): void | Promise<void> {
    const missing = MEDIA_TYPE_HEAD - this.#head.length;
    if (missing > 0) this.#head = Buffer.concat([this.#head, chunk.subarray(0, missing)]);
    this.#size += chunk.length;
    return this.#draft.append(chunk);
  }

  end(): Promise<KeptFile> {
    return this.#parts.committer.expect(this.#finish());
  }

  abort(_reason: unknown): void {
    this.#draft.discard();
  }

  async #finish(): Promise<KeptFile> {
    if (this.#size === 0) {
      this.#draft.discard();
      throw new IsocenterError('input/invalid', { reason: 'An empty file cannot be kept.' });
    }
    const { name, origin, attachTo = [] } = this.#request;
    const mediaType = this.#request.mediaType ?? guessMediaType(this.#head, name) ?? UNKNOWN_TYPE;
    await this.#room();
    const collection = await this.#collection(attachTo);
    const kept = await this.#parts.quotas
      .within({ collection, bytes: this.#size }, async () => {
        const sealed = await this.#draft.seal(new Uint8Array(0));
        const { sha256, size } = sealed;
        const inCollection = collection === undefined ? {} : { collection };
        const note = { sha256, size, name, mediaType, ...inCollection, origin };
        return await this.#parts.fileKeeper.keep(sealed, note, this.#actor);
      })
      .catch((error: unknown) => {
        // Once it is sealed, what becomes of it is the keeper's to say.
        this.abort(error);
        throw error;
      });
    const file = { sha256: kept.sha256, receivedAt: kept.receivedAt };
    for (const { target, uid } of attachTo) {
      await decide(this.#parts, 'attach', { file, target, uid }, this.#actor);
    }
    return kept;
  }

  async #room(): Promise<void> {
    try {
      await this.#parts.reserve.require();
    } catch (error) {
      this.abort(error);
      throw error;
    }
  }

  async #collection(attachTo: readonly Attachment[]): Promise<string | undefined> {
    try {
      const { collection } = this.#request;
      return await collectionOfNewFile(this.#parts.catalog, this.#actor, this.#scope, collection, attachTo);
    } catch (error) {
      this.abort(error);
      throw error;
    }
  }
}

function checkRequest({ name, mediaType = UNKNOWN_TYPE, attachTo = [] }: FileIngestRequest): void {
  const refuse = (reason: string) => new IsocenterError('input/invalid', { reason });
  if (name === '' || name.length > MAXIMUM_NAME)
    throw refuse(`The name of a file has 1 to ${MAXIMUM_NAME} characters.`);
  if (!MEDIA_TYPE.test(mediaType)) throw refuse(`${mediaType} is not a media type.`);
  if (attachTo.length > MAXIMUM_ATTACHMENTS)
    throw refuse(`A file is attached to at most ${MAXIMUM_ATTACHMENTS} things at once.`);
}
