import { FIRST_PAUSE_MS, LONGEST_PAUSE_MS } from './limits.ts';

/** Milliseconds. */
export interface Pauses {
  readonly first?: number | undefined;
  readonly longest?: number | undefined;
}

/**
 * Pause after the nth failed attempt, milliseconds: doubles each time, up to a limit, and half of it is left to chance so
 * that what failed together does not come again together.
 */
export function pauseAfter(
  attempts: number,
  { first = FIRST_PAUSE_MS, longest = LONGEST_PAUSE_MS }: Pauses = {},
  random = Math.random,
): number {
  const full = Math.min(first * 2 ** Math.max(0, attempts - 1), longest);
  return Math.round(full * (0.5 + random() * 0.5));
}
