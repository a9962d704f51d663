/**
 * Adding files to the archive, from what somebody drops to what became of each: it goes on while they look at other pages. Parcels
 * are sent a few at a time, each is taken in by a job, and no more wait for their job than the archive can do soon.
 */
import { told } from './adding-state.ts';
import { missingFrom } from './disc-index.ts';
import { type Found, type FoundFile, isUnreadable } from './found-files.ts';
import type { FileResult } from './outcomes.ts';
import { type Packed, pack } from './pack.ts';
import { type Parcel, parcelsOf } from './parcels.ts';
import { forget, remember, remembered } from './remembered.ts';
import { resultsOf } from './results.ts';
import { SendFailure, type SendTrouble, sendBlob } from './send.ts';

type PackedBlob = Packed & { readonly blob: Blob };

/** Parcels that are sent at once, and that are sent or wait for their job. */
const atOnce = { sent: 3, open: 8 } as const;
/** How long one waits until the server is asked again, milliseconds. */
const pauses = { first: 500, longest: 30_000 } as const;
/** Letters in a zip or on a disc are kept, for the study when all images are of one. */
const withDocuments = { documents: 'true' };
const indexName = /(^|\/)DICOMDIR$/i;

class Adding {
  #account = '';
  #names: string[] = [];
  /** Ids of uploads by the keys of their parcels, also of before the page was opened. */
  #arrived: Record<string, string> = {};
  #queue: Parcel[] = [];
  #failed: Parcel[] = [];
  #looking = 0;
  #open = 0;
  #doneBytes = 0;
  /** Of those that are sent now, bytes. */
  readonly #sending = new Map<Parcel, number>();
  #stop = new AbortController();
  #isGivenUp = false;

  /** @param names what was dropped, as people call it */
  async add(found: AsyncIterable<Found>, names: readonly string[], account: string): Promise<void> {
    if (!told.isBusy) this.#begin(account);
    this.#names.push(...names);
    this.#looking++;
    told.change({ phase: 'looking' });
    const files: FoundFile[] = [];
    for await (const one of found) {
      if (isUnreadable(one)) told.became([{ ...one, outcome: 'unreadable' }]);
      else files.push(one);
      told.add('files', 1);
      if (isUnreadable(one)) told.add('doneFiles', 1);
    }
    await this.#compare(files);
    const parcels = parcelsOf(files);
    this.#queue.push(...parcels);
    this.#looking--;
    told.add('bytes', sizeOf(parcels));
    this.goOn();
    this.#note();
  }

  /** With the index of each disc. */
  async #compare(files: readonly FoundFile[]): Promise<void> {
    const paths = files.map(({ path }) => path);
    // An index that this computer cannot read is told of when its turn comes.
    for (const index of files.filter(({ path }) => indexName.test(path)))
      told.became(await missingFrom(index, paths).catch(() => []));
  }

  pause(): void {
    this.#halt();
  }

  goOn(): void {
    told.stand({ phase: 'sending', trouble: undefined });
    this.#pump();
  }

  /** What was sent stays. */
  giveUp(): void {
    this.#isGivenUp = true;
    told.add('givenUp', countOf(this.#queue.splice(0)));
    this.#halt();
    this.#settle();
  }

  /** Sends again what did not arrive. */
  retry(): void {
    const again = this.#failed.splice(0);
    told.takeBackFailures(new Set(again.flatMap(({ files }) => files.map(({ path }) => path))));
    this.#doneBytes -= sizeOf(again);
    this.#queue.push(...again);
    told.add('doneFiles', -countOf(again));
    this.goOn();
  }

  /** Nothing is shown of it any more. */
  clear(): void {
    if (told.isBusy) return;
    forget(this.#account);
    this.#begin(this.#account);
  }

  #begin(account: string): void {
    this.#account = account;
    this.#names = [];
    this.#arrived = { ...remembered(account)?.sent };
    this.#failed = [];
    this.#doneBytes = 0;
    this.#isGivenUp = false;
    told.begin();
  }

  #pump(): void {
    while (this.#mayTake) {
      const parcel = this.#queue.shift()!;
      this.#open++;
      this.#sending.set(parcel, 0);
      void this.#take(parcel).finally(() => {
        this.#open--;
        this.#pump();
      });
    }
    this.#settle();
  }

  get #mayTake(): boolean {
    const hasRoom = this.#sending.size < atOnce.sent && this.#open < atOnce.open;
    return told.get().phase === 'sending' && hasRoom && this.#queue.length > 0;
  }

  /** One parcel to its end. Never rejects. */
  async #take(parcel: Parcel): Promise<void> {
    try {
      const packed = await pack(parcel);
      const { blob, results } = packed;
      const more = blob ? await this.#arrive(parcel, { ...packed, blob }) : [];
      this.#end(parcel, [...results, ...more]);
    } catch (error) {
      if (error instanceof SendFailure && error.kind !== 'refused') this.#putBack(parcel, error.kind);
      else this.#fail(parcel, error);
    }
  }

  /** @throws SendFailure */
  async #arrive(parcel: Parcel, packed: PackedBlob): Promise<FileResult[]> {
    const { key, files } = packed;
    const before = this.#arrived[key];
    if (before !== undefined) {
      // What is not known there any more is sent again.
      const results = await this.#patiently(() => resultsOf(before, files)).catch(unlessRefused);
      if (results) return results;
    }
    const id = await this.#send(parcel, packed);
    this.#arrived[key] = id;
    this.#note();
    this.#sent(parcel);
    try {
      return await this.#patiently(() => resultsOf(id, files));
    } catch (error) {
      // Trying again means sending it again.
      if (isRefusal(error)) delete this.#arrived[key];
      throw error;
    }
  }

  async #send(parcel: Parcel, { blob, name, key }: PackedBlob): Promise<string> {
    const { signal } = this.#stop;
    const onPart = (part: number) => {
      if (this.#sending.has(parcel)) this.#sending.set(parcel, part * parcel.bytes);
      this.#countBytes();
    };
    return await this.#patiently(() => sendBlob({ blob, name, key, wish: withDocuments, signal, onPart }));
  }

  /** Waits for a server that is gone as long as it takes, or until nobody wants it any more. @throws SendFailure */
  async #patiently<Result>(ask: () => Promise<Result>): Promise<Result> {
    const { signal } = this.#stop;
    for (let wait: number = pauses.first; ; wait = Math.min(pauses.longest, wait * 2)) {
      try {
        const result = await ask();
        if (told.get().trouble === 'away') told.change({ trouble: undefined });
        return result;
      } catch (error) {
        if (!(error instanceof SendFailure) || error.kind !== 'away' || signal.aborted) throw error;
        told.change({ trouble: 'away' });
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  /** Its bytes are there: the next may come while it is taken in. */
  #sent(parcel: Parcel): void {
    this.#sending.delete(parcel);
    this.#doneBytes += parcel.bytes;
    this.#countBytes();
    this.#pump();
  }

  #end(parcel: Parcel, results: readonly FileResult[]): void {
    if (this.#sending.delete(parcel)) this.#doneBytes += parcel.bytes;
    this.#countBytes();
    told.became(results);
    told.add('doneFiles', parcel.files.length);
  }

  #fail(parcel: Parcel, error: unknown): void {
    const reason = error instanceof Error ? error : String(error);
    this.#failed.push(parcel);
    this.#end(
      parcel,
      parcel.files.map(({ path }) => ({ path, outcome: 'failed', reason })),
    );
  }

  #putBack(parcel: Parcel, kind: SendTrouble): void {
    if (!this.#sending.delete(parcel)) this.#doneBytes -= parcel.bytes;
    if (this.#isGivenUp) told.add('givenUp', parcel.files.length);
    else this.#queue.unshift(parcel);
    if (kind === 'full' || kind === 'session') this.#halt(kind);
  }

  #halt(trouble?: 'full' | 'session'): void {
    if (!told.isBusy) return;
    told.stand({ phase: 'paused', trouble });
    this.#stop.abort();
    this.#stop = new AbortController();
  }

  #settle(): void {
    if (!told.isBusy || this.#looking + this.#open + this.#queue.length > 0) return;
    if (this.#failed.length === 0) forget(this.#account);
    told.stand({ phase: 'done', trouble: undefined });
  }

  #note(): void {
    if (!told.isBusy) return;
    const { files } = told.get();
    remember(this.#account, { names: this.#names, files, sent: this.#arrived });
  }

  #countBytes(): void {
    told.sent([...this.#sending.values()].reduce((sum, bytes) => sum + bytes, this.#doneBytes));
  }
}

const sizeOf = (parcels: readonly Parcel[]): number => parcels.reduce((sum, { bytes }) => sum + bytes, 0);
const countOf = (parcels: readonly Parcel[]): number =>
  parcels.reduce((sum, { files }) => sum + files.length, 0);

const isRefusal = (error: unknown): boolean => error instanceof SendFailure && error.kind === 'refused';

function unlessRefused(error: unknown): undefined {
  if (!isRefusal(error)) throw error;
}

/** The one of this page. */
export const adding = new Adding();
