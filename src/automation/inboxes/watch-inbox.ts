import type { Archive } from '../../archive/index.ts';
import { asIsocenterError, type Clock, IsocenterError, inParallel } from '../../base/index.ts';
import type { Catalog } from '../../catalog/index.ts';
import {
  type Actor,
  type Caller,
  callerFor,
  type ListedInbox,
  notTakenFolder,
} from '../../contract/index.ts';
import type { TakeNote } from '../noted-kind.ts';
import { type Cleared, clearFile, type Known, reasonOfSystem } from './clear-file.ts';
import type { Inbox } from './inbox.ts';
import { InboxFolder, isReason, isSetAside } from './inbox-folder.ts';
import { addTaken, type KnownFile, readKnownFiles, writeKnownFiles } from './inbox-rows.ts';
import { isGoneOrStale } from './is-gone.ts';
import { AT_ONCE, MAXIMUM_FILES, RESULTS_AT_ONCE } from './limits.ts';
import { StillFiles } from './still-files.ts';
import { takeFile, type Verdict } from './take-file.ts';
import { type InboxEntry, walkInbox } from './walk-inbox.ts';

export interface WatchParts {
  /** The data directory, whose files are none that arrive. */
  readonly data: string;
  readonly archive: Pick<Archive, 'importUpload'>;
  readonly catalog: Pick<Catalog, 'engine'>;
  readonly clock: Clock;
  /** Writes into the audit log. */
  readonly note: TakeNote;
  /** What somebody may do now. Throws `archive/forbidden` when there is nobody of that name any more. */
  readonly admit: (subject: Actor) => Promise<Caller>;
}

/** A file that was read since this watch began and could not be taken away. */
interface Stuck {
  readonly mark: string;
  readonly verdict: Verdict;
  /** Why, as the system says it. */
  readonly stays: string;
}

/** What became of one file: what is known of paths now, and whether it came into the archive. */
interface Result {
  readonly known: Known;
  readonly isTaken: boolean;
  readonly studies: readonly string[];
}

type Backlog = Pick<ListedInbox, 'waiting' | 'ready' | 'foreign' | 'refused'>;

/** Looking takes at most a tenth of the time, and is not put off for longer than that, milliseconds. */
const REST_FACTOR = 10;
const SHORTEST_REST_MS = 1_000;
const LONGEST_REST_MS = 5 * 60_000;
/** A file that something else than its content hindered is tried again after that. */
const AGAIN_AFTER_MS = 60_000;

/** Looks into one folder again and again, and takes in what is whole there. */
export class InboxWatch {
  readonly inbox: Inbox;
  readonly #parts: WatchParts;
  readonly #isWanted: () => boolean;
  readonly #still = new StillFiles();
  readonly #heldUntil = new Map<string, number>();
  readonly #stuck = new Map<string, Stuck>();
  #known: Map<string, KnownFile> | undefined;
  #ready: InboxEntry[] = [];
  #waiting = 0;
  #dueAt = Number.NEGATIVE_INFINITY;
  #problem: IsocenterError | undefined;
  /** What could not be looked at, below the folder. Names may say who somebody is. */
  #unreadable: string | undefined;
  #hasLooked = false;
  #hasGivenBack = false;
  #isTaking = false;

  /** @param isWanted whether the automation file says this inbox still as it is here */
  constructor(inbox: Inbox, parts: WatchParts, isWanted: () => boolean) {
    this.inbox = inbox;
    this.#parts = parts;
    this.#isWanted = isWanted;
  }

  get isDue(): boolean {
    return this.#parts.clock.monotonic() >= this.#dueAt;
  }

  /** Looks in the next round, whenever the last was. */
  hurry(): void {
    this.#dueAt = Number.NEGATIVE_INFINITY;
  }

  get state(): ListedInbox['state'] {
    if (this.#problem) return 'stopped';
    if (this.#isTaking) return 'taking';
    return this.#hasLooked ? 'watching' : 'new';
  }

  /** Why files are not taken in, or not taken away; without names of files. */
  get problem(): IsocenterError | undefined {
    return this.#problem;
  }

  /** The same for who may see what lies in the folder. */
  get problemInFull(): IsocenterError | undefined {
    const problem = this.#problem;
    if (problem?.code !== 'inbox/unreadable' || !this.#unreadable) return problem;
    const reason = `${problem.params.reason} (${this.#unreadable})`;
    return new IsocenterError(problem.code, { ...problem.params, reason });
  }

  get backlog(): Backlog {
    const states = [...(this.#known?.values() ?? [])].map(({ state }) => state);
    return {
      ...{ waiting: this.#waiting, ready: this.#ready.length },
      foreign: states.filter((state) => state === 'foreign').length,
      refused: states.filter((state) => state === 'refused').length,
    };
  }

  /** One round. What hinders it is remembered; the next one tries again. */
  async look(signal: AbortSignal): Promise<void> {
    const { clock, data } = this.#parts;
    const began = clock.monotonic();
    try {
      const folder = await InboxFolder.open(this.inbox, data);
      const caller = callerFor(await this.#parts.admit(this.inbox.owner), 'store');
      if (!this.#hasGivenBack) await this.#giveBack(folder, signal);
      const trouble = await this.#find(folder, signal);
      this.#rest(clock.monotonic() - began);
      const troubles = [trouble, await this.#takeAll(folder, caller, signal)];
      this.#problem = troubles.find((one) => one !== undefined);
    } catch (error) {
      this.#rest(clock.monotonic() - began);
      if (!signal.aborted) this.#problem = asIsocenterError(error);
    }
    this.#hasLooked = true;
  }

  /** What a program left in between that was ended. */
  async #giveBack(folder: InboxFolder, signal: AbortSignal): Promise<void> {
    const { taken } = this.inbox;
    await folder.giveBack([notTakenFolder, ...(typeof taken === 'object' ? [taken.move] : [])], signal);
    this.#hasGivenBack = !signal.aborted;
  }

  /** Which files are whole and not known yet. Answers why not all could be looked at. */
  async #find(folder: InboxFolder, signal: AbortSignal): Promise<IsocenterError | undefined> {
    this.#known ??= await this.#parts.catalog.engine.read(() => readKnownFiles(this.inbox.name));
    const { taken } = this.inbox;
    const skip = new Set(typeof taken === 'object' ? [taken.move] : []);
    const seen = new Set<string>();
    const ready: InboxEntry[] = [];
    let waiting = 0;
    let trouble: IsocenterError | undefined;
    this.#unreadable = undefined;
    for await (const entry of walkInbox(folder.path, skip)) {
      if (signal.aborted) return undefined;
      if ('error' in entry) {
        trouble ??= unreadable(this.inbox.name, entry);
        this.#unreadable ??= entry.path;
        seen.add(entry.path);
        continue;
      }
      if (seen.size >= MAXIMUM_FILES) {
        trouble ??= new IsocenterError('inbox/too-many', { name: this.inbox.name, limit: MAXIMUM_FILES });
        break;
      }
      if (isReason(entry.path)) continue;
      seen.add(entry.path);
      if (this.#isSettled(entry)) continue;
      if (await this.#isWhole(folder, entry)) ready.push(entry);
      else waiting++;
    }
    this.#still.keepOnly(seen);
    this.#waiting = waiting;
    this.#ready = ready;
    // An empty folder may be that of a disk that is not there, and what is not seen may come back.
    if (!trouble && seen.size > 0) await this.#forgetAllBut(seen);
    return trouble;
  }

  /** Nothing is to be done with it. */
  #isSettled({ path, mark }: InboxEntry): boolean {
    if (isSetAside(path)) return true;
    const known = this.#known!.get(path);
    return known?.mark === mark && this.inbox.taken === 'leave';
  }

  async #isWhole(folder: InboxFolder, entry: InboxEntry): Promise<boolean> {
    const now = this.#parts.clock.monotonic();
    const stillFor = this.#still.stillFor(entry.path, entry, now);
    // Who makes a file empty writes into it later.
    if (entry.bytes === 0 || stillFor < this.inbox.quietMs) return false;
    if ((this.#heldUntil.get(entry.path) ?? now) > now) return false;
    this.#heldUntil.delete(entry.path);
    return !(await folder.isBeingWritten(entry.path));
  }

  async #takeAll(
    folder: InboxFolder,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<IsocenterError | undefined> {
    if (this.#ready.length === 0) return undefined;
    this.#isTaking = true;
    const batch: Result[] = [];
    let trouble: IsocenterError | undefined;
    const take = async (entry: InboxEntry): Promise<Result | undefined> => {
      if (trouble || signal.aborted || !this.#isWanted()) return undefined;
      try {
        return await this.#take(folder, caller, entry, signal);
      } catch (error) {
        // The next round begins with others: what hinders this one may not hinder them.
        this.#heldUntil.set(entry.path, this.#parts.clock.monotonic() + AGAIN_AFTER_MS);
        if (!signal.aborted) trouble = this.#troubleWith(entry.path, error);
        return undefined;
      }
    };
    try {
      for await (const result of inParallel([...this.#ready], AT_ONCE, take)) {
        this.#ready.shift();
        if (result) batch.push(result);
        if (batch.length >= RESULTS_AT_ONCE) await this.#remember(batch.splice(0), caller);
      }
    } finally {
      await this.#remember(batch, caller);
      this.#isTaking = false;
    }
    return trouble ?? this.#cannotEmpty();
  }

  async #take(
    folder: InboxFolder,
    caller: Caller,
    entry: InboxEntry,
    signal: AbortSignal,
  ): Promise<Result | undefined> {
    const { path, mark } = entry;
    if (!(await folder.leadsHere(path, entry))) return undefined;
    const verdict = await this.#verdict(folder, caller, entry, signal);
    if (!verdict) return undefined;
    const before = this.#known!.get(path);
    const isTaken = verdict.state === 'taken' && !(before?.mark === mark && before.state === 'taken');
    // It was changed while it was read: it waits until it is whole, and is taken in again.
    if (!(await folder.leadsHere(path, entry))) return undefined;
    // What shall become of it may have been said otherwise while it was read.
    const taken = this.#isWanted() ? this.inbox.taken : 'leave';
    const cleared = await clearFile(folder, taken, entry, verdict);
    this.#keepStuck(entry, verdict, cleared);
    return { known: cleared.known, isTaken, studies: verdict.studies };
  }

  /**
   * What is known from before does not count: an image may have been removed from the archive since. Undefined when another
   * file is there now.
   */
  async #verdict(
    folder: InboxFolder,
    caller: Caller,
    entry: InboxEntry,
    signal: AbortSignal,
  ): Promise<Verdict | undefined> {
    const { path, mark } = entry;
    const stuck = this.#stuck.get(path);
    if (stuck?.mark === mark) return { ...stuck.verdict, studies: [] };
    await using held = await folder.hold(path, entry);
    if (!held) return undefined;
    return await takeFile({ ...this.#parts, inbox: this.inbox, caller }, path, held, signal);
  }

  #keepStuck({ path, mark }: InboxEntry, verdict: Verdict, { stays }: Cleared): void {
    if (stays === undefined) this.#stuck.delete(path);
    else this.#stuck.set(path, { mark, verdict, stays });
  }

  async #remember(results: readonly Result[], caller: Caller): Promise<void> {
    if (results.length === 0) return;
    const { catalog, clock, note } = this.#parts;
    const { name } = this.inbox;
    const at = clock.now().toISOString();
    const files = new Map(results.flatMap(({ known }) => [...known]));
    for (const [path, known] of files) {
      if (!known) {
        if (!this.#known!.delete(path)) files.delete(path);
      } else this.#known!.set(path, known);
    }
    const taken = results.filter(({ isTaken }) => isTaken);
    const { actor, address } = caller;
    const studies = [...new Set(results.flatMap((one) => one.studies))];
    // First: the files may be gone already, and the catalog may fail.
    if (studies.length > 0)
      note({ actor, address, action: 'store', via: `inbox ${name}`, outcome: 'done', studies });
    await catalog.engine.write(function* () {
      yield* writeKnownFiles(name, files, at);
      if (taken.length > 0) yield* addTaken(name, taken.length, at);
    });
  }

  async #forgetAllBut(seen: ReadonlySet<string>): Promise<void> {
    for (const path of this.#stuck.keys()) if (!seen.has(path)) this.#stuck.delete(path);
    const gone = [...this.#known!.keys()].filter((path) => !seen.has(path));
    if (gone.length === 0) return;
    for (const path of gone) this.#known!.delete(path);
    const at = this.#parts.clock.now().toISOString();
    const files = new Map(gone.map((path) => [path, undefined]));
    await this.#parts.catalog.engine.write(() => writeKnownFiles(this.inbox.name, files, at));
  }

  /** What a system says of a file has its path, which is told apart. */
  #troubleWith(path: string, error: unknown): IsocenterError {
    const trouble = asIsocenterError(error);
    const cause = trouble.cause as NodeJS.ErrnoException | undefined;
    if (trouble.code !== 'internal' || cause?.syscall === undefined) return trouble;
    this.#unreadable = path;
    return unreadable(this.inbox.name, { path, error: cause });
  }

  /** Files that could not be taken away. */
  #cannotEmpty(): IsocenterError | undefined {
    const [first] = this.#stuck.values();
    if (!first) return undefined;
    return new IsocenterError('inbox/cannot-empty', { count: this.#stuck.size, reason: first.stays });
  }

  #rest(took: number): void {
    const rest = Math.min(LONGEST_REST_MS, Math.max(SHORTEST_REST_MS, took * REST_FACTOR));
    this.#dueAt = this.#parts.clock.monotonic() + rest;
  }
}

function unreadable(name: string, { path, error }: { path: string; error: unknown }): IsocenterError {
  return path === '' && isGoneOrStale(error)
    ? new IsocenterError('inbox/folder-gone', { name }, error)
    : new IsocenterError('inbox/unreadable', { name, reason: reasonOfSystem(error) }, error);
}
