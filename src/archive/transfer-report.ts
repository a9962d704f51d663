import type { Clock } from '../base/index.ts';
import {
  maxTroublesInSummary,
  type Problem,
  type Progress,
  type TransferItem,
  type Trouble,
} from '../contract/index.ts';

/** Five times a second looks alive and costs nothing. */
const PROGRESS_INTERVAL_MS = 200;

export type Totals = Pick<Progress, 'total' | 'totalBytes'>;

/** What a long transfer tells while it runs, and what its summary says of it in the end. */
export class TransferReport {
  readonly #clock: Clock;
  readonly #started: number;
  readonly #troubles: Trouble[] = [];
  #troublesLeftOut = 0;
  #shownAt = Number.NEGATIVE_INFINITY;
  #done = 0;
  #bytes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#started = clock.monotonic();
  }

  /** One more is done, well or not. */
  count(bytes: number): void {
    this.#done++;
    this.#bytes += bytes;
  }

  /** `what` is a path or a UID; neither it nor the reason may carry patient data from inside a file. */
  trouble(what: string, reason: Problem): TransferItem {
    if (this.#troubles.length < maxTroublesInSummary) this.#troubles.push({ what, reason });
    else this.#troublesLeftOut++;
    return { kind: 'trouble', what, reason };
  }

  /** How far it is, when it is time to say so again. */
  *progressIfDue(totals: Totals): Generator<TransferItem> {
    const now = this.#clock.monotonic();
    if (now - this.#shownAt < PROGRESS_INTERVAL_MS) return;
    this.#shownAt = now;
    yield this.progress(totals);
  }

  progress({ total, totalBytes }: Totals): TransferItem {
    return {
      kind: 'progress',
      done: this.#done,
      bytes: this.#bytes,
      // Files that came after the count: a bar never runs over its end.
      ...(total === undefined ? {} : { total: Math.max(total, this.#done) }),
      ...(totalBytes === undefined ? {} : { totalBytes: Math.max(totalBytes, this.#bytes) }),
    };
  }

  summary(): { bytes: number; seconds: number; troubles: Trouble[]; troublesLeftOut: number } {
    return {
      bytes: this.#bytes,
      seconds: (this.#clock.monotonic() - this.#started) / 1000,
      troubles: this.#troubles,
      troublesLeftOut: this.#troublesLeftOut,
    };
  }
}
