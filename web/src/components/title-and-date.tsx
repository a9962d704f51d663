/** What a document is called, and which date it tells of: asked for wherever one is kept. */
import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DateInput, isRoughDate } from './date-input.tsx';

export interface TitleAndDate {
  readonly title: string;
  /** As it was typed. */
  readonly date: string;
}

const MOST_CHARACTERS = 240;

export const isTitled = ({ title, date }: TitleAndDate): boolean => title.trim() !== '' && isRoughDate(date);

interface TitleAndDateInputsProps {
  readonly value: TitleAndDate;
  /** Whether a dialog begins with them. */
  readonly isFirst?: boolean;
  readonly onChange: (value: TitleAndDate) => void;
}

export function TitleAndDateInputs({ value, isFirst, onChange }: TitleAndDateInputsProps) {
  const { t } = useTranslation('documents');
  return (
    <>
      <TextInput
        data-autofocus={isFirst || undefined}
        required
        label={t('title')}
        value={value.title}
        maxLength={MOST_CHARACTERS}
        onChange={({ currentTarget }) => onChange({ ...value, title: currentTarget.value })}
      />
      <DateInput label={t('date')} value={value.date} onChange={(date) => onChange({ ...value, date })} />
    </>
  );
}
