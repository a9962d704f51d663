import { FIRST_PAUSE_MS, LONGEST_PAUSE_MS } from './limits.ts';

/**
 * Pause after the nth failed attempt, milliseconds: doubles each time, up to a limit, and half of it is left to chance so
 * that what failed together does not come again together.
 */
export function pauseAfter(attempts: number, first = FIRST_PAUSE_MS, random = Math.random): number {
  const full = Math.min(first * 2 ** Math.max(0, attempts - 1), LONGEST_PAUSE_MS);
  return Math.round(full * (0.5 + random() * 0.5));
}
