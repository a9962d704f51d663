import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StoredInstance } from '../../../archive/index.ts';
import { asIsocenterError, pause, Repeating } from '../../../base/index.ts';
import { everything, systemActor } from '../../../contract/index.ts';
import { VERSION } from './prepared.ts';
import { describeAndKeep, isWorthKeeping, type MetadataParts, readPrepared } from './series-metadata.ts';

/** The name under which it is remembered how far events were read: a new format is prepared anew, from the first event on. */
const CURSOR = `dicomweb-series-metadata-${VERSION}`;
const EVENTS_PAGE = 500;
/** How often is looked, milliseconds. Not at every event: an instance that is stored must not cost more for this. */
const LOOK_EVERY_MS = 5_000;
const RESTS = 3;
/** Larger series are not prepared: see PREPARED_AT_MOST of retrieve-metadata.ts. */
const LARGEST_SERIES = 20_000;

const system = { actor: systemActor, scope: everything } as const;

/**
 * Prepares the metadata of every series that became quiet. After a large import that is much work, and none of it is
 * urgent: between two series it rests three times as long as the last one took.
 */
export class MetadataWatch {
  readonly #parts: MetadataParts;
  readonly #serviceRoot: () => string;
  readonly #repeating: Repeating;

  /** @param serviceRoot what references to bulk data should begin with. */
  constructor(parts: MetadataParts, serviceRoot: () => string) {
    const { logger } = parts;
    this.#parts = parts;
    this.#serviceRoot = serviceRoot;
    this.#repeating = new Repeating({
      work: (signal) => this.look(signal),
      everyMs: LOOK_EVERY_MS,
      onFailing: ({ code }) =>
        logger.warn({ code }, 'metadata of series could not be prepared; trying again'),
    });
  }

  start(): void {
    this.#repeating.start();
  }

  async stop(): Promise<void> {
    await this.#repeating.stop();
  }

  /** All events up to now; the loop's body, and what tests call. */
  async look(signal = new AbortController().signal): Promise<void> {
    const { archive } = this.#parts;
    let cursor = await archive.eventCursor(CURSOR);
    while (!signal.aborted) {
      const page = await archive.events(system.actor, system.scope, cursor, EVENTS_PAGE);
      const { events } = page;
      if (events.length === 0) return;
      for (const { kind, studyInstanceUid, seriesInstanceUid, data } of events) {
        if (kind !== 'series.quiet' || !studyInstanceUid || !seriesInstanceUid) continue;
        if (!isWorthKeeping(Number(data?.instances))) continue;
        const started = performance.now();
        await this.#prepare(studyInstanceUid, seriesInstanceUid);
        await pause(RESTS * (performance.now() - started), signal);
        if (signal.aborted) return;
      }
      cursor = page.cursor;
      await archive.setEventCursor(CURSOR, cursor);
      // After a large import there are millions of them, and requests to answer meanwhile.
      await nextTurn();
    }
  }

  async #prepare(studyInstanceUid: string, seriesInstanceUid: string): Promise<void> {
    const { archive, logger } = this.#parts;
    const selector = { studyInstanceUids: [studyInstanceUid], seriesInstanceUids: [seriesInstanceUid] };
    const instances: StoredInstance[] = [];
    for await (const page of archive.select(system.actor, system.scope, [selector])) {
      instances.push(...page);
      if (instances.length > LARGEST_SERIES) return;
    }
    if (!isWorthKeeping(instances.length) || (await readPrepared(this.#parts, system, instances))) return;
    try {
      for await (const _ of describeAndKeep(this.#parts, system, instances, this.#serviceRoot()));
    } catch (error) {
      // One series that cannot be read must not keep all others from being prepared.
      logger.warn(
        { code: asIsocenterError(error).code, studyInstanceUid },
        'metadata of a series could not be prepared',
      );
    }
  }
}
