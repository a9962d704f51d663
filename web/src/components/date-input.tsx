import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { roughDateFrom } from '../format/dates.ts';

interface DateInputProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** A day, a month or a year, as far as somebody knows it; or nothing. */
export function DateInput({ label, value, onChange }: DateInputProps) {
  const { t } = useTranslation('documents');
  return (
    <TextInput
      label={label}
      description={t('dateMeaning')}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      error={isRoughDate(value) ? undefined : t('noDate')}
      maxLength={16}
      autoComplete="off"
    />
  );
}

export const isRoughDate = (text: string): boolean => text.trim() === '' || roughDateFrom(text) !== undefined;
