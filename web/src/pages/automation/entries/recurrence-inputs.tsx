/** At what time, on which days, on the clocks of which place. */
import { Group, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type RecurrenceFields, recurrenceDays } from './recurrence.ts';

interface RecurrenceInputsProps {
  readonly fields: RecurrenceFields;
  readonly onChange: (fields: RecurrenceFields) => void;
}

export function RecurrenceInputs({ fields, onChange }: RecurrenceInputsProps) {
  const { t } = useTranslation('schedules');
  const set = (change: Partial<RecurrenceFields>) => onChange({ ...fields, ...change });
  return (
    <>
      <Group grow align="flex-start">
        <TextInput
          type="time"
          label={t('time')}
          value={fields.time}
          onChange={(event) => event.currentTarget.value && set({ time: event.currentTarget.value })}
        />
        <Select
          label={t('when')}
          data={recurrenceDays.map((value) => ({ value, label: t(`when_${value}`) }))}
          value={fields.days}
          allowDeselect={false}
          onChange={(days) => days !== null && set({ days: days as RecurrenceFields['days'] })}
        />
      </Group>
      <Select
        searchable
        label={t('timeZone')}
        data={zones}
        value={fields.timeZone}
        allowDeselect={false}
        limit={100}
        onChange={(timeZone) => timeZone !== null && set({ timeZone })}
      />
    </>
  );
}

const zones = [
  ...new Set([
    Intl.DateTimeFormat().resolvedOptions().timeZone,
    'UTC',
    ...Intl.supportedValuesOf('timeZone'),
  ]),
];
