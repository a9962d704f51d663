import { type Says, textOf } from './says.ts';

/** When something begins again and again, as it is said in dialogs. */
export interface RecurrenceFields {
  /** `01:00` */
  readonly time: string;
  readonly days: (typeof recurrenceDays)[number];
  readonly timeZone: string;
}

export const recurrenceDays = ['daily', 'weekdays', 'weekly'] as const;

const cronDays = { daily: '*', weekdays: '1-5', weekly: '0' } as const;

export const newRecurrence = (): RecurrenceFields => ({
  ...{ time: '01:00', days: 'daily', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone },
});

/** What stands in the file; usual ones where that is something else. */
export function recurrenceFieldsOf({ at, timeZone }: Says): RecurrenceFields {
  const times = timesOf(textOf(at));
  return times ? { ...times, timeZone: textOf(timeZone) } : newRecurrence();
}

/** Times in cron form as dialogs say them; undefined where they have no words for them. */
export function timesOf(at: string): Pick<RecurrenceFields, 'time' | 'days'> | undefined {
  const [, minute, hour, day] = /^(\d+) (\d+) \* \* (\S+)$/.exec(at) ?? [];
  const days = recurrenceDays.find((one) => cronDays[one] === day);
  if (minute && hour && days) return { time: `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`, days };
}

/** As the automation file has it. */
export function recurrenceOf({ time, days, timeZone }: RecurrenceFields) {
  const [hour = '1', minute = '0'] = time.split(':');
  return { at: `${Number(minute)} ${Number(hour)} * * ${cronDays[days]}`, timeZone };
}
