/** What is between two points of the paper. */

export interface Paper {
  /** CSS pixels. */
  readonly pixelsPerMillimetre: number;
  /** mm/s */
  readonly speed: number;
  /** mm/mV */
  readonly gain: number;
}

export interface Measured {
  readonly milliseconds: number;
  /** Up is more. */
  readonly millivolts: number;
  /** How often in a minute, where one time is that long; undefined where it is no time. */
  readonly perMinute: number | undefined;
}

/** @param way CSS pixels, to the right and down */
export function measured(
  way: { readonly x: number; readonly y: number },
  { pixelsPerMillimetre, speed, gain }: Paper,
): Measured {
  const milliseconds = (Math.abs(way.x) / pixelsPerMillimetre / speed) * 1_000;
  return {
    milliseconds,
    millivolts: -way.y / pixelsPerMillimetre / gain || 0,
    perMinute: milliseconds === 0 ? undefined : 60_000 / milliseconds,
  };
}
