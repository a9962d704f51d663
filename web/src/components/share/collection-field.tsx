/** Chooses where images go that somebody sends by a link. */
import { Alert, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Choice } from './inboxes.ts';

interface CollectionFieldProps {
  readonly choices: readonly Choice[];
  readonly value: string | undefined;
  readonly onChange: (name: string) => void;
}

export function CollectionField({ choices, value, onChange }: CollectionFieldProps) {
  const { t } = useTranslation('asking');
  if (choices.length === 0)
    return (
      <Alert color="yellow" variant="light">
        {t('noCollection')}
      </Alert>
    );
  return (
    <Select
      label={t('collection')}
      data={choices.map(({ name, title, isNew }) => ({
        value: name,
        label: isNew ? t('newInbox', { name }) : title || name,
      }))}
      value={value ?? null}
      onChange={(name) => name !== null && onChange(name)}
      allowDeselect={false}
      searchable={choices.length > 10}
    />
  );
}
