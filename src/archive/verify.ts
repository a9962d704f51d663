import { inParallel } from '../base/index.ts';
import type { ListedItem } from '../catalog/index.ts';
import type { Actor, Finding, Scope, VerifyItem, VerifySummary } from '../contract/index.ts';
import { identityOfKey, LOCAL_STORE } from '../store/index.ts';
import { digestOfFileKey, entryOfKeptFile } from './file-note.ts';
import type { ArchiveParts } from './parts.ts';
import { type Selector, selectInstances } from './select.ts';
import { entryOfStoredFile, readHeader } from './stored-file.ts';

export interface VerifyRequest {
  /** Everything when left out; then files the catalog does not know are looked for too. */
  readonly selectors: readonly Selector[] | undefined;
  /** Only whether the files are there, with the right size. */
  readonly quick: boolean;
}

type Problem = Finding['problem'];

/** One place to look at. */
interface Checked {
  readonly itemId: number;
  readonly key: string;
  readonly headLength: number;
  readonly size: number;
  readonly sha256: string;
  readonly sopInstanceUid: string | undefined;
}

const AT_ONCE = 4;
const PROGRESS_MS = 200;
/** Places marked as verified in one transaction. */
const MARK_BATCH = 500;

/**
 * Reads everything again and compares it with its hash. Damaged and swapped files go to quarantine, unknown ones are
 * taken in; nothing is ever deleted.
 */
export async function* verify(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  request: VerifyRequest,
  signal: AbortSignal,
): AsyncGenerator<VerifyItem, VerifySummary, void> {
  const run = new Verification(parts, actor, request.quick, signal);
  yield* run.checkAll(placesOf(parts, scope, request.selectors));
  if (!request.selectors) yield* run.findExtra();
  return run.summary();
}

async function* placesOf(
  parts: ArchiveParts,
  scope: Scope,
  selectors: readonly Selector[] | undefined,
): AsyncGenerator<Checked, void, void> {
  if (!selectors) {
    for await (const page of parts.catalog.itemsInStore(LOCAL_STORE)) yield* page.map(placeOfItem);
    return;
  }
  for await (const page of selectInstances(parts, scope, selectors)) {
    for (const { location, ...instance } of page) {
      if (location?.store === LOCAL_STORE)
        yield { ...instance, key: location.key, headLength: location.headLength };
    }
  }
}

function placeOfItem({ itemId, sha256, size, location, content }: ListedItem): Checked {
  const { key, headLength } = location;
  return { itemId, key, headLength, size, sha256, sopInstanceUid: content?.sopInstanceUid };
}

class Verification {
  readonly #parts: ArchiveParts;
  readonly #actor: Actor;
  readonly #quick: boolean;
  readonly #signal: AbortSignal;
  readonly #started = performance.now();
  readonly #counts = { checked: 0, bytes: 0, missing: 0, extra: 0, rotten: 0, swapped: 0, quarantined: 0 };
  #verified: number[] = [];
  #told = 0;

  constructor(parts: ArchiveParts, actor: Actor, quick: boolean, signal: AbortSignal) {
    this.#parts = parts;
    this.#actor = actor;
    this.#quick = quick;
    this.#signal = signal;
  }

  async *checkAll(places: AsyncIterable<Checked>): AsyncGenerator<VerifyItem, void, void> {
    const look = async (place: Checked) => ({ place, problem: await this.#problemOf(place) });
    for await (const { place, problem } of inParallel(places, AT_ONCE, look)) {
      this.#signal.throwIfAborted();
      this.#counts.checked++;
      if (problem) yield await this.#report(place, problem);
      else await this.#markVerified(place.itemId);
      yield* this.#progress();
    }
    await this.#saveVerified();
  }

  /** Files nobody knows: what a person put there, or what the catalog lost. */
  async *findExtra(): AsyncGenerator<VerifyItem, void, void> {
    const { store } = this.#parts;
    for await (const { key } of store.list('studies')) {
      this.#signal.throwIfAborted();
      if (key.endsWith('.dcm') && !(await this.#isKnown(key)))
        yield this.#extra(key, await this.#takeIn(key));
    }
    for await (const { key } of store.list('files')) {
      this.#signal.throwIfAborted();
      const sha256 = digestOfFileKey(key);
      if (sha256 && !(await this.#isKnownFile(sha256, key)))
        yield this.#extra(key, await this.#takeFileIn(key));
    }
  }

  summary(): VerifySummary {
    return { ...this.#counts, seconds: (performance.now() - this.#started) / 1000 };
  }

  async #problemOf({ key, headLength, size, sha256, sopInstanceUid }: Checked): Promise<Problem | undefined> {
    const { store } = this.#parts;
    const stat = store.stat(key);
    if (!stat) return 'missing';
    this.#counts.bytes += stat.size;
    if (this.#quick) return stat.size === size ? undefined : 'rotten';
    const found = await store.hash(key, { skip: headLength });
    if (found.sha256 === sha256) return undefined;
    return (await this.#isAnother(key, sopInstanceUid)) ? 'swapped' : 'rotten';
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
    const { store, catalog } = this.#parts;
    this.#counts[problem]++;
    const { key, itemId, sopInstanceUid } = place;
    const finding = { kind: 'finding' as const, problem, key, ...(sopInstanceUid ? { sopInstanceUid } : {}) };
    if (problem === 'missing') {
      await catalog.removeLocation(itemId, LOCAL_STORE);
      return { ...finding, action: 'none' };
    }
    await store.quarantine(key, `verify: ${problem}`);
    await catalog.removeLocation(itemId, LOCAL_STORE);
    this.#counts.quarantined++;
    return { ...finding, action: 'quarantined' };
  }

  #extra(key: string, action: Finding['action']): Finding {
    this.#counts.extra++;
    return { kind: 'finding', problem: 'extra', key, action };
  }

  async #isKnownFile(sha256: string, key: string): Promise<boolean> {
    const { catalog } = this.#parts;
    const file = (await catalog.lookupFiles([sha256])).get(sha256);
    return (
      file !== undefined && (await catalog.locationsOf(file.itemId)).some((location) => location.key === key)
    );
  }

  async #takeFileIn(key: string): Promise<Finding['action']> {
    const { store, catalog } = this.#parts;
    try {
      const entry = await entryOfKeptFile(store, key, this.#actor.name);
      if ((await store.hash(key)).sha256 !== entry.content.sha256) return 'none';
      const [result] = await catalog.commit([entry]);
      // A second name for the same bytes is nobody's; lost ones are found again.
      if (result?.status === 'exists' && (await catalog.locationsOf(result.itemId)).length > 0) return 'none';
      if (result?.status === 'exists') await catalog.putLocation(result.itemId, entry.content.location);
      return 'taken in';
    } catch {
      return 'none';
    }
  }

  async #isKnown(key: string): Promise<boolean> {
    const { catalog } = this.#parts;
    const [versions] = await catalog.lookup([identityOfKey(key)]);
    const all = versions?.current ? [versions.current, ...versions.others] : (versions?.others ?? []);
    for (const { itemId } of all) {
      if ((await catalog.locationsOf(itemId)).some((location) => location.key === key)) return true;
    }
    return false;
  }

  async #takeIn(key: string): Promise<Finding['action']> {
    const { store, catalog } = this.#parts;
    try {
      await readHeader(store, key);
      const entry = await entryOfStoredFile(store, key, this.#actor);
      const [result] = await catalog.commit([entry]);
      if (result?.status === 'stored') return 'taken in';
      if (result?.sha256 !== entry.content.sha256) await catalog.commit([{ ...entry, kind: 'conflict' }]);
      else await catalog.putLocation(result.itemId, entry.content.location);
      return 'taken in';
    } catch {
      return 'none';
    }
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
