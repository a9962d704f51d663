import { IsocenterError, inParallel } from '../base/index.ts';
import type { ListedItem, LostItem } from '../catalog/index.ts';
import type { Actor, Finding, Scope, VerifyItem, VerifySummary } from '../contract/index.ts';
import { LOCAL_STORE } from '../store/index.ts';
import { findExtra } from './find-extra.ts';
import { type Identified, noteLoss, placeOf } from './losses.ts';
import type { ArchiveParts } from './parts.ts';
import { type Selector, selectInstances } from './select.ts';
import { entryOfStoredFile } from './stored-file.ts';
import { type Taken, takeFile, takeInstance } from './strays.ts';

export interface VerifyRequest {
  /** Everything when left out; then files the catalog does not know are looked for too. */
  readonly selectors: readonly Selector[] | undefined;
  /** Only whether the files are there, with the right size. */
  readonly quick: boolean;
}

type Problem = Exclude<Finding['problem'], 'extra' | 'copy'>;

/** One place to look at. */
interface Checked extends Identified {
  readonly key: string;
  readonly headLength: number;
  readonly size: number;
}

const AT_ONCE = 4;
const PROGRESS_MS = 200;
/** Places marked as verified in one transaction. */
const MARK_BATCH = 500;

/**
 * Reads everything again and compares it with its hash. Damaged and swapped files go to quarantine, unknown ones are
 * taken in; nothing is ever deleted. What is lost is on record and told again by every run, until it is back or
 * somebody accepts it.
 */
export async function* verify(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  request: VerifyRequest,
  signal: AbortSignal,
): AsyncGenerator<VerifyItem, VerifySummary, void> {
  const run = new Verification(parts, actor, request.quick, signal);
  if (request.selectors) yield* run.checkSelected(selectInstances(parts, scope, request.selectors));
  else yield* run.checkAll();
  return run.summary();
}

class Verification {
  readonly #parts: ArchiveParts;
  readonly #actor: Actor;
  readonly #quick: boolean;
  readonly #signal: AbortSignal;
  readonly #started = performance.now();
  readonly #startedAt: string;
  readonly #counts = {
    ...{ checked: 0, bytes: 0, missing: 0, rotten: 0, swapped: 0, extra: 0, copy: 0 },
    ...{ quarantined: 0, foundAgain: 0 },
  };
  #verified: number[] = [];
  #told = 0;

  constructor(parts: ArchiveParts, actor: Actor, quick: boolean, signal: AbortSignal) {
    this.#parts = parts;
    this.#actor = actor;
    this.#quick = quick;
    this.#signal = signal;
    this.#startedAt = parts.clock.now().toISOString();
  }

  async *checkAll(): AsyncGenerator<VerifyItem, void, void> {
    const { catalog } = this.#parts;
    for await (const page of catalog.itemsInStore(LOCAL_STORE)) yield* this.#check(page.map(placeOfItem));
    // Before those that are lost: among the extra ones may be what was lost.
    for await (const { key, taken } of findExtra(this.#parts, this.#actor)) {
      this.#signal.throwIfAborted();
      yield this.#tellOfExtra(key, taken);
    }
    for await (const page of catalog.lostItems({ noted: false })) yield* this.#recall(page);
    await this.#saveVerified();
  }

  /** Throws `archive/not-found` when nothing is selected. */
  async *checkSelected(pages: ReturnType<typeof selectInstances>): AsyncGenerator<VerifyItem, void, void> {
    let selected = 0;
    for await (const page of pages) {
      selected += page.length;
      yield* this.#check(
        page.flatMap(({ location, ...instance }) =>
          location?.store === LOCAL_STORE ? [{ ...instance, ...location, content: instance }] : [],
        ),
      );
      const itemIds = page.filter(({ location }) => !location).map(({ itemId }) => itemId);
      if (itemIds.length === 0) continue;
      for await (const lost of this.#parts.catalog.lostItems({ noted: false, itemIds }))
        yield* this.#recall(lost);
    }
    await this.#saveVerified();
    if (selected === 0) throw new IsocenterError('archive/not-found', { what: 'instance in this selection' });
  }

  summary(): VerifySummary {
    return { ...this.#counts, seconds: (performance.now() - this.#started) / 1000 };
  }

  async *#check(places: readonly Checked[]): AsyncGenerator<VerifyItem, void, void> {
    const look = async (place: Checked) => ({ place, problem: await this.#problemOf(place) });
    for await (const { place, problem } of inParallel(places, AT_ONCE, look)) {
      this.#signal.throwIfAborted();
      this.#counts.checked++;
      if (problem) yield await this.#report(place, problem);
      else await this.#markVerified(place.itemId);
      yield* this.#progress();
    }
  }

  async #problemOf({ key, headLength, size, sha256, content }: Checked): Promise<Problem | undefined> {
    const { store } = this.#parts;
    const stat = store.stat(key);
    if (!stat) return 'missing';
    this.#counts.bytes += stat.size;
    if (this.#quick) return stat.size === size ? undefined : 'rotten';
    const found = await store.hash(key, { skip: headLength });
    if (found.sha256 === sha256) return undefined;
    return (await this.#isAnother(key, content?.sopInstanceUid)) ? 'swapped' : 'rotten';
  }

  /** Whether the file is a whole instance, but not the one that belongs here. */
  async #isAnother(key: string, sopInstanceUid: string | undefined): Promise<boolean> {
    try {
      const { record } = await entryOfStoredFile(this.#parts.store, key, this.#actor);
      return sopInstanceUid !== undefined && record.sopInstanceUid !== sopInstanceUid;
    } catch {
      return false;
    }
  }

  async #report(place: Checked, problem: Problem): Promise<Finding> {
    const { key, headLength } = place;
    const isThere = problem !== 'missing';
    const why = new IsocenterError(problem === 'swapped' ? 'archive/swapped' : 'archive/damaged');
    const aside = isThere ? await this.#parts.store.quarantine(key, why) : null;
    await noteLoss(this.#parts, this.#actor, place, { problem, key, headLength, aside });
    if (isThere) this.#counts.quarantined++;
    return this.#tell(place, { problem, key, aside }, isThere ? 'quarantined' : 'none');
  }

  /** What earlier runs found, and nobody has accepted. */
  async *#recall(items: readonly LostItem[]): AsyncGenerator<VerifyItem, void, void> {
    for (const item of items) {
      this.#signal.throwIfAborted();
      const { loss = { problem: 'missing', key: placeOf(item), aside: null } as const } = item;
      if (item.loss && item.loss.lostAt >= this.#startedAt) continue;
      if ((await this.#take(loss.key)) === 'found again') {
        yield this.#tell(item, loss, 'found again');
        continue;
      }
      if (!item.loss) await noteLoss(this.#parts, this.#actor, item, { ...loss, headLength: 0 });
      if (!item.loss?.acceptedAt) yield this.#tell(item, loss, 'none', item.loss?.lostAt);
    }
  }

  async #take(key: string): Promise<Taken> {
    if (!this.#parts.store.exists(key)) return 'none';
    try {
      return await (key.startsWith('studies/') ? takeInstance : takeFile)(this.#parts, this.#actor, key);
    } catch {
      // It cannot be read: that is what the finding says.
      return 'none';
    }
  }

  #tell(
    { content }: Pick<Identified, 'content'>,
    { problem, key, aside }: { problem: Problem; key: string; aside: string | null },
    action: Finding['action'],
    since?: string,
  ): Finding {
    this.#counts[action === 'found again' ? 'foundAgain' : problem]++;
    return {
      ...{ kind: 'finding', problem, key, action },
      ...(content && { sopInstanceUid: content.sopInstanceUid }),
      ...(aside !== null && { quarantined: aside }),
      ...(since !== undefined && { since }),
    };
  }

  #tellOfExtra(key: string, taken: Exclude<Taken, 'known'>): Finding {
    const problem = taken === 'copy' ? 'copy' : 'extra';
    const action = taken === 'copy' ? 'none' : taken;
    this.#counts[action === 'found again' ? 'foundAgain' : problem]++;
    return { kind: 'finding', problem, key, action };
  }

  async #markVerified(itemId: number): Promise<void> {
    this.#verified.push(itemId);
    if (this.#verified.length >= MARK_BATCH) await this.#saveVerified();
  }

  async #saveVerified(): Promise<void> {
    const { catalog, clock } = this.#parts;
    const ids = this.#verified.splice(0);
    if (ids.length > 0 && !this.#quick)
      await catalog.markVerified(ids, LOCAL_STORE, clock.now().toISOString());
  }

  *#progress(): Generator<VerifyItem, void, void> {
    if (performance.now() - this.#told < PROGRESS_MS) return;
    this.#told = performance.now();
    yield { kind: 'progress', done: this.#counts.checked, bytes: this.#counts.bytes };
  }
}

const placeOfItem = ({ location: { key, headLength }, ...item }: ListedItem): Checked => ({
  ...item,
  key,
  headLength,
});
