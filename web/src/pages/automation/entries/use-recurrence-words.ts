import { useTranslation } from 'react-i18next';
import { timesOf } from './recurrence.ts';

/** When something begins: in words where there are some, otherwise in cron form, as the file has it. */
export function useRecurrenceWords(): (at: string, timeZone: string | null) => string {
  const { t } = useTranslation('schedules');
  return (at, timeZone) => {
    const times = timesOf(at);
    const when = times ? `${t(`when_${times.days}`)}, ${times.time}` : at;
    return timeZone === null ? when : `${when} (${timeZone})`;
  };
}
