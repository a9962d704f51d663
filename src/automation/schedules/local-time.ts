const formats = new Map<string, Intl.DateTimeFormat>();
const MINUTES_OF_A_DAY = 1_440;
const DAY_MS = 86_400_000;

function partsOf(time: Date, timeZone: string): Readonly<Record<string, string>> {
  let format = formats.get(timeZone);
  if (!format) {
    const digits = {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    } as const;
    format = new Intl.DateTimeFormat('en', { timeZone, calendar: 'gregory', hourCycle: 'h23', ...digits });
    formats.set(timeZone, format);
  }
  return Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
}

/** `2026-01-31`, as the calendar says in a time zone. */
export function dayOf(time: Date, timeZone: string): string {
  const { year, month, day } = partsOf(time, timeZone);
  return `${year}-${month}-${day}`;
}

/** The day so many days later, or before. */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** A time of every day, minutes since midnight; the end comes after the beginning, over midnight where it has to. */
export interface TimeOfDay {
  readonly from: number;
  readonly to: number;
}

/** @param text `20:00-06:00` */
export function parseTimeOfDay(text: string): TimeOfDay {
  const [from, to] = text.split('-').map((one) => {
    const [hours, minutes] = one.split(':').map(Number);
    return hours! * 60 + minutes!;
  });
  return { from: from!, to: to! };
}

/** Whether it is that time in a time zone. The same time twice: always. */
export function isWithin({ from, to }: TimeOfDay, time: Date, timeZone: string): boolean {
  const { hour, minute } = partsOf(time, timeZone);
  const since = (Number(hour) * 60 + Number(minute) - from + MINUTES_OF_A_DAY) % MINUTES_OF_A_DAY;
  return from === to || since < (to - from + MINUTES_OF_A_DAY) % MINUTES_OF_A_DAY;
}
