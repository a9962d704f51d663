import { setImmediate as nextTurn } from 'node:timers/promises';
import { asIsocenterError } from '../base/index.ts';
import { meetExpectations } from './expected-studies.ts';
import type { ArchiveParts } from './parts.ts';
import { writeStudyPage } from './write-study-page.ts';

/** How often is looked, milliseconds; a time-out is late by at most this. */
const LOOK_EVERY_MS = 5_000;
const EVENTS_PAGE = 500;

/**
 * Notices series and studies that got nothing new for a while (durable events, once for each change) and writes the
 * page of each study that became quiet. What the last process did not get to is found by the cursor it left.
 */
export class QuietWatch {
  readonly #parts: ArchiveParts;
  readonly #stopped = new AbortController();
  #running: Promise<void> | undefined;
  #cursor: number | undefined;

  constructor(parts: ArchiveParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { logger } = this.#parts;
    const { signal } = this.#stopped;
    let isFailing = false;
    while (!signal.aborted) {
      try {
        await this.look();
        if (isFailing) logger.info({}, 'quiet studies are looked for again');
        isFailing = false;
      } catch (error) {
        const { code, message: reason } = asIsocenterError(error);
        if (!isFailing) logger.error({ code, reason }, 'quiet studies could not be looked for; trying again');
        isFailing = true;
      }
      await pause(LOOK_EVERY_MS, signal);
    }
  }

  /** One round; the loop's body, and what tests call. */
  async look(): Promise<void> {
    const { catalog, committer, settings } = this.#parts;
    await committer.catchUp();
    this.#cursor ??= await catalog.appliedSequence(CURSOR);
    await catalog.markQuiet({
      seriesMs: settings.seriesQuietSeconds * 1000,
      studyMs: settings.studyQuietSeconds * 1000,
    });
    for (;;) {
      const events = await catalog.events(this.#cursor, EVENTS_PAGE);
      const last = events.at(-1);
      if (!last) return;
      const studies = events.flatMap(({ kind, studyInstanceUid }) =>
        kind === 'study.quiet' ? [studyInstanceUid] : [],
      );
      const quiet = new Set(studies.flatMap((study) => study ?? []));
      for (const study of quiet) await writeStudyPage(this.#parts, study);
      await meetExpectations(this.#parts, quiet);
      this.#cursor = last.seq;
      await catalog.setAppliedSequence(CURSOR, last.seq);
      // After a large import there are a million of them, and requests to answer meanwhile.
      await nextTurn();
    }
  }
}

/** The name under which the catalog remembers how far the events were read. */
const CURSOR = 'study-pages';

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
