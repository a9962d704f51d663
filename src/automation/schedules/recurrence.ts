import { Cron } from 'croner';
import { IsocenterError } from '../../base/index.ts';

/**
 * Points in time by cron, on the clocks of a time zone. A time of the day that a change of the clocks leaves out comes when
 * they have gone on; one that comes twice counts once, unless it is every hour.
 */
export class Recurrence {
  readonly timeZone: string;
  readonly #cron: Cron;

  /** Throws `schedule/bad`. @param pattern five fields. */
  constructor(pattern: string, timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone) {
    this.timeZone = timeZone;
    try {
      if (pattern.trim().split(/\s+/).length !== 5) throw new Error('it has five fields');
      // Throws when there is no such zone.
      new Intl.DateTimeFormat('en', { timeZone });
      this.#cron = new Cron(pattern, { timezone: timeZone, paused: true, mode: '5-part' });
    } catch (error) {
      throw new IsocenterError('schedule/bad', { reason: (error as Error).message }, error);
    }
    if (!this.after(new Date()))
      throw new IsocenterError('schedule/bad', { reason: 'that time never comes' });
  }

  /** The next point after another one. */
  after(time: Date): Date | undefined {
    return this.#cron.nextRun(time) ?? undefined;
  }
}
