/** One measurement in the list. */
import { ActionIcon, CloseButton, Text, TextInput, UnstyledButton } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NamedMeasurement } from './as-text.ts';
import styles from './measure.module.css';
import { MAX_TEXT } from './text-editor.tsx';

interface MeasurementRowProps extends NamedMeasurement {
  readonly isSelected: boolean;
  readonly onGo: () => void;
  readonly onRename: (text: string) => void;
  readonly onRemove: () => void;
}

export function MeasurementRow({ name, place, lines, isSelected, ...on }: MeasurementRowProps) {
  const { t } = useTranslation('measure');
  const [isNaming, setNaming] = useState(false);
  const rename = (text: string) => {
    setNaming(false);
    if (text.trim() !== name) on.onRename(text.trim());
  };
  return (
    <div className={styles.row} data-selected={isSelected || undefined}>
      {isNaming ? (
        <TextInput
          className={styles.rowWords ?? ''}
          size="xs"
          autoFocus
          aria-label={t('name')}
          defaultValue={name}
          maxLength={MAX_TEXT}
          onBlur={(event) => rename(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
        />
      ) : (
        <UnstyledButton className={styles.rowWords} fz="sm" onClick={on.onGo}>
          <b>{name}</b>
          {lines.map((line) => (
            <div key={line}>{line}</div>
          ))}
          <Text size="xs" c="dimmed">
            {place}
          </Text>
        </UnstyledButton>
      )}
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={t('rename', { name })}
        onClick={() => setNaming(true)}
      >
        <IconPencil size={14} />
      </ActionIcon>
      <CloseButton size="sm" aria-label={t('remove', { name })} onClick={on.onRemove} />
    </div>
  );
}
