/** Time as a dependency, so that tests decide what time it is. */
export interface Clock {
  /** Wall time. It may jump; use it for what people read, never for durations. */
  now(): Date;
  /** Milliseconds from an arbitrary origin; never goes back. */
  monotonic(): number;
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
};
