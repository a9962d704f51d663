import type { Clock, IsocenterError } from '../base/index.ts';
import { ENDS_WITHIN_MS, MAXIMUM_ENDS } from './limits.ts';

/** How often the processes of an extension ended in a bad way lately. */
export class Ends {
  readonly #clock: Clock;
  #ends: { readonly at: number; readonly reason: IsocenterError }[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  note(reason: IsocenterError): void {
    this.#ends.push({ at: this.#clock.now().getTime(), reason });
  }

  /** As many as matter, the last one last. */
  get lately(): readonly { readonly at: number; readonly reason: IsocenterError }[] {
    const since = this.#clock.now().getTime() - ENDS_WITHIN_MS;
    // A clock that was set back: what lies in the future does not count.
    this.#ends = this.#ends.filter(({ at }) => at > since && at <= since + ENDS_WITHIN_MS);
    return this.#ends.slice(-MAXIMUM_ENDS);
  }

  /** Until when it rests; undefined when it does not. */
  get restsUntil(): Date | undefined {
    const { lately } = this;
    return lately.length < MAXIMUM_ENDS ? undefined : new Date(lately[0]!.at + ENDS_WITHIN_MS);
  }

  forget(): void {
    this.#ends = [];
  }
}
