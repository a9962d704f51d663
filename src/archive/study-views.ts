import { asIsocenterError, type Clock, type Logger, newQueue } from '../base/index.ts';
import type { Catalog, StoredInstance } from '../catalog/index.ts';

/** Studies that were looked at and are not written down yet; more are written at once. */
const MAXIMUM_WAITING = 1_000;
/** Studies of which is remembered that they are written down for today; with more it begins anew. */
const MAXIMUM_REMEMBERED = 100_000;
const WRITE_AFTER_MS = 5_000;
/** Where it could not be written. */
const AGAIN_AFTER_MS = 60_000;

export interface StudyViewsParts {
  readonly catalog: Pick<Catalog, 'beginViews' | 'noteViews' | 'forgetViewsOfGone' | 'viewOf'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * The day on which each study was last looked at: what retention asks for, and not who looked, which the audit log
 * says. One look costs a look into a set; each study is written once a day, some seconds later.
 */
export class StudyViews {
  readonly #parts: StudyViewsParts;
  /** Of 1970. */
  #day = 0;
  /** Looked at on `#day`. */
  #known = new Set<string>();
  #waiting = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  readonly #inTurn = newQueue();

  constructor(parts: StudyViewsParts) {
    this.#parts = parts;
  }

  /** To be called before the first look. */
  async begin(): Promise<void> {
    await this.#parts.catalog.beginViews();
  }

  /** Somebody looks at studies, or takes them away. */
  note(studies: Iterable<string>): void {
    for (const study of studies) this.#note(study);
  }

  /** Whoever takes these images away looks at their studies. */
  async *noting(
    pages: AsyncIterable<readonly StoredInstance[]>,
  ): AsyncGenerator<readonly StoredInstance[], void, void> {
    for await (const page of pages) {
      for (const { studyInstanceUid } of page) this.#note(studyInstanceUid);
      yield page;
    }
  }

  /** The same of images that somebody else takes away meanwhile; returns at once. */
  noteAll(pages: AsyncIterable<readonly StoredInstance[]>): void {
    const end = async (): Promise<void> => {
      for await (const _ of this.noting(pages));
    };
    void end().catch((error: unknown) => this.#tell(error));
  }

  /**
   * Until when a study counts as looked at, milliseconds since 1970: the end of the day (UTC) of the last look; without
   * one, when looks began to be noted.
   */
  async lastOf(studyInstanceUid: string): Promise<number> {
    await this.flush();
    if (this.#waiting.has(studyInstanceUid)) return this.#parts.clock.now().getTime();
    const { viewedOn, since } = await this.#parts.catalog.viewOf(studyInstanceUid);
    return viewedOn === undefined ? Date.parse(since) : Date.parse(viewedOn) + DAY_MS;
  }

  /** What was noted before is written down when it resolves; what cannot be is tried again with what comes next. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return this.#inTurn(() => this.#write());
  }

  #note(study: string): void {
    const day = Math.floor(this.#parts.clock.now().getTime() / DAY_MS);
    if (day !== this.#day) this.#begin(day);
    if (this.#known.has(study)) return;
    if (this.#known.size >= MAXIMUM_REMEMBERED) this.#known = new Set();
    this.#known.add(study);
    this.#waiting.add(study);
    if (this.#waiting.size === MAXIMUM_WAITING) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), WRITE_AFTER_MS).unref();
  }

  #begin(day: number): void {
    this.#day = day;
    this.#known = new Set();
    // What waits of the day before is written as of this one: a little late, never too early.
    void this.#inTurn(() => this.#parts.catalog.forgetViewsOfGone()).catch((error: unknown) =>
      this.#tell(error),
    );
  }

  async #write(): Promise<void> {
    if (this.#waiting.size === 0) return;
    const studies = this.#waiting;
    this.#waiting = new Set();
    try {
      const day = new Date(this.#day * DAY_MS).toISOString().slice(0, DAY_CHARACTERS);
      await this.#parts.catalog.noteViews([...studies], day);
    } catch (error) {
      this.#tell(error);
      for (const study of studies)
        if (this.#waiting.size < MAXIMUM_REMEMBERED) this.#waiting.add(study);
        else this.#known.delete(study);
      this.#timer ??= setTimeout(() => void this.flush(), AGAIN_AFTER_MS).unref();
    }
  }

  #tell(error: unknown): void {
    const { code, message: reason } = asIsocenterError(error);
    this.#parts.logger.warn({ code, reason }, 'that studies were looked at could not be written down');
  }
}

const DAY_MS = 86_400_000;
/** Of `2026-03-11`. */
const DAY_CHARACTERS = 10;
