/** What arrives and cannot be taken in is kept in quarantine: its sender may have no other copy, or never send it again. */
import { asIsocenterError, IsocenterError, type Logger } from '../base/index.ts';
import type { Origin } from '../contract/index.ts';
import type { Header } from '../dicom/index.ts';
import { tags } from '../dicom/index.ts';
import { type BlobDraft, type FileStore, QUARANTINE } from '../store/index.ts';
import { encodeHead } from './file-meta.ts';

/** One refused arrival, bytes. */
export const MAX_REFUSED_SIZE = 2 * 2 ** 30;

/** What is refused beyond it is let go, as its sender was told. */
export interface RefusalLimits {
  readonly files: number;
  /** Of all files together. */
  readonly bytes: number;
  /** Bytes they leave free on the disk. */
  readonly free: number;
}

export const refusalLimits: RefusalLimits = { files: 10_000, bytes: 10 * 2 ** 30, free: 2 ** 30 };

/** Of the digest in its name: enough to know it again. */
const DIGEST_LENGTH = 16;

/** Ways in whose sender may have nothing else. What is imported, or refused by an inbox, lies where it came from. */
const KEPT: ReadonlySet<Origin['via']> = new Set<Origin['via']>(['dimse', 'stow', 'wado', 'upload']);

/** What is known of an arrival that is refused. */
export interface Refused {
  readonly draft: BlobDraft;
  /** Bytes of its data set. */
  readonly size: number;
  readonly header: Header | undefined;
  readonly origin: Origin;
  readonly transferSyntaxUid: string;
  readonly collection: string | undefined;
}

interface Held {
  readonly names: Set<string>;
  bytes: number;
}

export class Refusals {
  readonly #store: FileStore;
  readonly #logger: Logger;
  readonly #limits: RefusalLimits;
  #held: Promise<Held> | undefined;
  #isFull = false;

  constructor(store: FileStore, logger: Logger, limits = refusalLimits) {
    this.#limits = limits;
    this.#store = store;
    this.#logger = logger;
  }

  keeps({ via }: Origin): boolean {
    return KEPT.has(via);
  }

  /** Something left the quarantine: what it holds is counted anew. */
  changed(): void {
    this.#held = undefined;
  }

  /** Whether these bytes lie in quarantine already. */
  async holds(sha256: string): Promise<boolean> {
    return (await this.#holding()).names.has(nameOf(sha256));
  }

  /** Ends the draft. Never rejects: why it was refused is the news, and its sender is told that. */
  async keep(refused: Refused, why: IsocenterError): Promise<void> {
    try {
      const isKept = (await this.#hasRoom(refused.size)) && (await this.#keep(refused, why));
      const { via } = refused.origin;
      // The line of the door says that it was refused, and whose it was.
      if (isKept) this.#logger.debug({ code: why.code, via }, 'what could not be taken in is in quarantine');
    } catch (error) {
      const { code, message } = asIsocenterError(error);
      this.#logger.error({ code, reason: message }, 'what could not be taken in could not be kept either');
    } finally {
      refused.draft.discard();
    }
  }

  async #hasRoom(size: number): Promise<boolean> {
    const { names, bytes } = await this.#holding();
    const { free } = await this.#store.space();
    const { files: most, ...limit } = this.#limits;
    const hasRoom = names.size < most && bytes + size <= limit.bytes && free - size >= limit.free;
    if (!hasRoom && !this.#isFull)
      this.#logger.warn(
        { files: names.size, bytes, free },
        'the quarantine is full: what is refused is let go',
      );
    this.#isFull = !hasRoom;
    return hasRoom;
  }

  async #keep({ draft, header, ...arrival }: Refused, why: IsocenterError): Promise<boolean> {
    const refused = { code: why.code, params: why.params };
    const uids = {
      sopClassUid: uidOr(header?.dataset.string(tags.SOPClassUID)),
      sopInstanceUid: uidOr(header?.dataset.string(tags.SOPInstanceUID)),
    };
    const sealed = await draft.seal((sha256) => encodeHead({ ...arrival, ...uids, sha256, refused }));
    const held = await this.#holding();
    const name = nameOf(sealed.sha256);
    if (held.names.has(name)) {
      sealed.discard();
      return false;
    }
    held.names.add(name);
    held.bytes += sealed.size;
    try {
      await this.#store.setAside(sealed, why, name);
    } catch (error) {
      this.changed();
      sealed.discard();
      throw error;
    }
    return true;
  }

  #holding(): Promise<Held> {
    this.#held ??= this.#count().catch((error) => {
      this.#held = undefined;
      throw error;
    });
    return this.#held;
  }

  async #count(): Promise<Held> {
    const held: Held = { names: new Set(), bytes: 0 };
    for await (const { key, size } of this.#store.list(QUARANTINE)) {
      const name = NAME.exec(key)?.[0];
      if (name === undefined) continue;
      held.names.add(name);
      held.bytes += size;
    }
    return held;
  }
}

const NAME = /refused-[0-9a-f]{16}\.dcm$/;

const nameOf = (sha256: string): string => `refused-${sha256.slice(0, DIGEST_LENGTH)}.dcm`;

/** What is no UID has no place in a file meta group. */
const uidOr = (value: string | undefined): string => (/^[0-9.]{1,64}$/.test(value ?? '') ? value! : '');

/** Whether it is the content that is wrong, and not a disk, the catalog or a right. */
export function isAboutContent(error: unknown): error is IsocenterError {
  return error instanceof IsocenterError && /^(dicom|ingest)\//.test(error.code);
}
