import { Autocomplete, Group, NumberInput, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { limits, patientLists, type ScheduleFields, usual } from './schedule-fields.ts';

interface PriorsFieldsProps {
  readonly fields: ScheduleFields;
  /** Nodes that can be asked for one. */
  readonly worklists: readonly string[];
  readonly onChange: (change: Partial<ScheduleFields>) => void;
}

/** Whose earlier studies, and how many of them. */
export function PriorsFields({ fields, worklists, onChange }: PriorsFieldsProps) {
  const { t } = useTranslation('schedules');
  const { list, listOf } = fields;
  return (
    <>
      <Group grow align="flex-start">
        <Select
          label={t('patientsOf')}
          data={patientLists.map((value) => ({ value, label: t(`patientsOf_${value}`) }))}
          value={list}
          allowDeselect={false}
          onChange={(next) => next !== null && onChange({ list: next as typeof list, listOf: '' })}
        />
        {list === 'worklist' ? (
          <Autocomplete
            label={t('listOf_worklist')}
            data={[...worklists]}
            value={listOf}
            maxLength={64}
            onChange={(next) => onChange({ listOf: next })}
          />
        ) : (
          <TextInput
            label={t(`listOf_${list}`)}
            description={list === 'csv' ? t('listOf_csvMeaning') : undefined}
            value={listOf}
            maxLength={1_024}
            onChange={(event) => onChange({ listOf: event.currentTarget.value })}
          />
        )}
      </Group>
      <Group grow align="flex-start">
        <NumberInput
          label={t('atMost')}
          {...limits.atMost}
          allowDecimal={false}
          value={fields.atMost}
          onChange={(atMost) => onChange({ atMost: Number(atMost) || usual.atMost })}
        />
        <NumberInput
          label={t('years')}
          {...limits.years}
          value={fields.years}
          onChange={(years) => onChange({ years: Number(years) || usual.years })}
        />
      </Group>
    </>
  );
}
