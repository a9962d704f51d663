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

/** As the automation file has it. */
export function recurrenceOf({ time, days, timeZone }: RecurrenceFields) {
  const [hour = '1', minute = '0'] = time.split(':');
  return { at: `${Number(minute)} ${Number(hour)} * * ${cronDays[days]}`, timeZone };
}
