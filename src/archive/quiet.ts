import { setImmediate as nextTurn } from 'node:timers/promises';
import { Repeating } from '../base/index.ts';
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
  readonly #repeating: Repeating;
  #cursor: number | undefined;

  constructor(parts: ArchiveParts) {
    const { logger } = parts;
    this.#parts = parts;
    this.#repeating = new Repeating({
      work: () => this.look(),
      everyMs: LOOK_EVERY_MS,
      onFailing: ({ code, message: reason }) =>
        logger.error({ code, reason }, 'quiet studies could not be looked for; trying again'),
      onWorking: () => logger.info({}, 'quiet studies are looked for again'),
    });
  }

  start(): void {
    this.#repeating.start();
  }

  async stop(): Promise<void> {
    await this.#repeating.stop();
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
