/** How fast something goes and how long it will take, from the progress it reports. */
import type { Progress } from '../../contract/index.ts';

/** The rate is that of the last so many seconds: a pause shows, and the start is forgotten. */
const windowSeconds = 10;

interface Mark {
  readonly at: number;
  readonly done: number;
  readonly bytes: number;
}

export interface Pace {
  readonly perSecond: number;
  readonly bytesPerSecond: number;
  /** Undefined while the total is not known. */
  readonly secondsLeft: number | undefined;
}

export class Meter {
  readonly #marks: Mark[] = [];

  /** `seconds` from any fixed moment. */
  add({ done, total, bytes = 0, totalBytes }: Omit<Progress, 'kind'>, seconds: number): Pace {
    this.#marks.push({ at: seconds, done, bytes });
    while (this.#marks.length > 2 && this.#marks[1]!.at < seconds - windowSeconds) this.#marks.shift();
    const first = this.#marks[0]!;
    const elapsed = seconds - first.at;
    const perSecond = rate(done - first.done, elapsed);
    const bytesPerSecond = rate(bytes - first.bytes, elapsed);
    // Bytes are the better measure: files differ in size more than disks do in speed.
    const left = timeLeft(totalBytes, bytes, bytesPerSecond) ?? timeLeft(total, done, perSecond);
    return { perSecond, bytesPerSecond, secondsLeft: left };
  }
}

function rate(amount: number, seconds: number): number {
  return seconds > 0 ? amount / seconds : 0;
}

function timeLeft(total: number | undefined, done: number, perSecond: number): number | undefined {
  if (total === undefined || perSecond <= 0) return undefined;
  return Math.max(0, total - done) / perSecond;
}
