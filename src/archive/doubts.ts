import { IsocenterError } from '../base/index.ts';
import type { Catalog, InstanceRecord } from '../catalog/index.ts';
import type { BlobStore, SealedBlob } from '../store/index.ts';

/** A file whose row may be there. */
interface Doubt {
  readonly sealed: SealedBlob;
  readonly record: InstanceRecord;
  /** Where it is published. */
  readonly key: string;
}

/**
 * Files whose commit may or may not have happened, because the database went away in the middle of it. Their senders were
 * refused. A file that a row names must not go, and one that no row names must not stay: the database is asked which it
 * is before anything else is written. Should this process end first, recovery takes them for leftovers.
 */
export class Doubts {
  readonly #parts: { readonly store: BlobStore; readonly catalog: Catalog };
  readonly #open = new Map<SealedBlob, Doubt>();
  #settling: Promise<void> | undefined;

  constructor(parts: { readonly store: BlobStore; readonly catalog: Catalog }) {
    this.#parts = parts;
  }

  static isReason(error: unknown): boolean {
    return error instanceof IsocenterError && error.code === 'catalog/in-doubt';
  }

  has(sealed: SealedBlob): boolean {
    return this.#open.has(sealed);
  }

  add(doubt: Doubt): void {
    this.#open.set(doubt.sealed, doubt);
  }

  /** Keeps what has its row and discards the rest. Rejects while the database does not answer. */
  async settle(): Promise<void> {
    if (this.#open.size === 0) return;
    this.#settling ??= this.#settleAll().finally(() => {
      this.#settling = undefined;
    });
    await this.#settling;
  }

  async #settleAll(): Promise<void> {
    const { store } = this.#parts;
    const named = await this.#namedByRows([...this.#open.values()]);
    for (const [sealed, isNamed] of named) {
      this.#open.delete(sealed);
      if (isNamed) await store.confirm([sealed]);
      else sealed.discard();
    }
  }

  async #namedByRows(doubts: readonly Doubt[]): Promise<Map<SealedBlob, boolean>> {
    const { catalog } = this.#parts;
    const found = await catalog.lookupAfterWriters(doubts.map(({ record }) => record));
    const named = new Map<SealedBlob, boolean>();
    for (const [index, { sealed, key }] of doubts.entries()) {
      const { current, others } = found[index]!;
      const ids = [...(current ? [current] : []), ...others].map(({ itemId }) => itemId);
      const places = await Promise.all(ids.map((id) => catalog.locationsOf(id)));
      const isNamed = places.flat().some((place) => place.key === key);
      named.set(sealed, isNamed);
    }
    return named;
  }
}
