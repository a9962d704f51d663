import { IsocenterError } from '../base/index.ts';
import type { Catalog } from '../catalog/index.ts';
import { everything } from '../contract/index.ts';

type Holding = Pick<Catalog, 'collectionOfStudy' | 'bytesOfCollection' | 'countInstances'>;

/** Bytes that a collection may hold, by its name. */
export type QuotaTable = ReadonlyMap<string, number>;

/** Something on its way in. */
export interface Incoming {
  readonly studyInstanceUid?: string;
  readonly sopInstanceUid?: string;
  /** Of a new study, or of a file. */
  readonly collection: string | undefined;
  readonly bytes: number;
}

/** How long a sum is believed: what is removed makes room after so long at the latest. */
const BELIEVED_MS = 10_000;

interface Use {
  /** Bytes that are committed, as far as this process knows. */
  bytes: number;
  /** Bytes on their way in. */
  reserved: number;
  /** Bytes that came in since this process began. */
  arrived: number;
  /** When `bytes` was read. */
  readAt: number;
}

/** Keeps collections within their quotas. Without any quota it asks nothing and costs nothing. */
export class Quotas {
  readonly #catalog: Holding;
  readonly #now: () => number;
  readonly #uses = new Map<string, Use>();
  #quotas: QuotaTable = new Map();

  /** @param now milliseconds that never go back. */
  constructor(catalog: Holding, now: () => number) {
    this.#catalog = catalog;
    this.#now = now;
  }

  set(quotas: QuotaTable): void {
    this.#quotas = quotas;
  }

  /**
   * Takes something in while its room is held. Throws `store/quota` when the collection that it would go to is full; what is
   * there already needs no more room, and may come again.
   */
  within<Result extends { readonly outcome: string }>(
    incoming: Incoming,
    take: () => Promise<Result>,
  ): Promise<Result> {
    return this.#quotas.size === 0 ? take() : this.#within(incoming, take);
  }

  async #within<Result extends { readonly outcome: string }>(
    incoming: Incoming,
    take: () => Promise<Result>,
  ): Promise<Result> {
    const use = await this.#reserve(incoming);
    if (!use) return await take();
    try {
      const result = await take();
      if (result.outcome === 'stored') {
        use.bytes += incoming.bytes;
        use.arrived += incoming.bytes;
      }
      return result;
    } finally {
      use.reserved -= incoming.bytes;
    }
  }

  /** Holds room in the collection that it goes to, and answers its use; undefined when that has no quota. */
  async #reserve(incoming: Incoming): Promise<Use | undefined> {
    const name = await this.#collectionOf(incoming);
    const quota = name === undefined ? undefined : this.#quotas.get(name);
    if (name === undefined || quota === undefined) return undefined;
    const isTooMuch = ({ bytes, reserved }: Use) => bytes + reserved + incoming.bytes > quota;
    let use = await this.#useOf(name);
    if (isTooMuch(use)) use = await this.#read(name);
    const isThere = isTooMuch(use) && (await this.#isThere(incoming));
    // Nothing is awaited from here on: whoever waited meanwhile may have taken the room, or may be about to.
    if (isTooMuch(use) && !isThere) throw new IsocenterError('store/quota', { collection: name, quota });
    use.reserved += incoming.bytes;
    return use;
  }

  async #collectionOf({ studyInstanceUid, collection }: Incoming): Promise<string | undefined> {
    if (studyInstanceUid === undefined) return collection;
    const known = await this.#catalog.collectionOfStudy(studyInstanceUid);
    return known === undefined ? collection : (known ?? undefined);
  }

  async #useOf(name: string): Promise<Use> {
    const known = this.#uses.get(name);
    return known && this.#now() - known.readAt < BELIEVED_MS ? known : await this.#read(name);
  }

  async #read(name: string): Promise<Use> {
    const use = this.#uses.get(name) ?? { bytes: 0, reserved: 0, arrived: 0, readAt: -Infinity };
    this.#uses.set(name, use);
    const { arrived } = use;
    const bytes = await this.#catalog.bytesOfCollection(name);
    // What arrived meanwhile may be missing in the answer.
    use.bytes = bytes + use.arrived - arrived;
    use.readAt = this.#now();
    return use;
  }

  async #isThere({ studyInstanceUid, sopInstanceUid }: Incoming): Promise<boolean> {
    if (studyInstanceUid === undefined || sopInstanceUid === undefined) return false;
    const named = { studyInstanceUids: [studyInstanceUid], sopInstanceUids: [sopInstanceUid] };
    return (await this.#catalog.countInstances(everything, named)) > 0;
  }
}
