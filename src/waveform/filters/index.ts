/** What is taken away from a signal before it is drawn, and how much of it has to be known around what is drawn. */
import { applyBiquad, biquad } from './biquad.ts';

/** Hz; undefined: nothing is taken away. */
export interface Filtering {
  readonly highPass?: number | undefined;
  readonly lowPass?: number | undefined;
  readonly notch?: number | undefined;
}

/** @param frequency samples in a second */
export function filtered(samples: Float32Array, frequency: number, wanted: Filtering): Float32Array {
  const filters = (['highPass', 'lowPass', 'notch'] as const).flatMap((kind) => {
    const corner = wanted[kind];
    return (corner !== undefined && biquad(kind, corner, frequency)) || [];
  });
  return filters.reduce((before, filter) => applyBiquad(filter, before), samples);
}

/** Seconds on each side, after which a filter has forgotten where it began: some periods of its lowest corner. */
export function settling({ highPass, notch }: Filtering): number {
  const PERIODS = 2;
  const LONGEST = 20;
  const lowest = Math.min(highPass ?? Infinity, notch === undefined ? Infinity : notch / 15);
  return Number.isFinite(lowest) ? Math.min(LONGEST, PERIODS / lowest) : 0;
}
