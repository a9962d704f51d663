/** A time (ISO 8601, UTC) for people, to the minute and without its zone: `2026-05-01 08:00`. */
export const minuteOf = (timestamp: string): string => timestamp.slice(0, 16).replace('T', ' ');
