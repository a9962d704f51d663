import { Chip, Group, Text } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';

interface ModalityChipsProps {
  /** None are all. */
  readonly chosen: readonly string[];
  readonly onChange: (chosen: string[]) => void;
}

const modalities = ['CT', 'MR', 'PT', 'US', 'CR', 'DX', 'MG', 'XA', 'NM'];

/** Which modalities are meant. */
export function ModalityChips({ chosen, onChange }: ModalityChipsProps) {
  const { t } = useTranslation('automation');
  const label = useId();
  return (
    <div>
      <Text size="sm" fw={500} id={label}>
        {t('modalities')}
      </Text>
      <Chip.Group multiple value={[...chosen]} onChange={onChange}>
        <Group gap="xs" mt={4} role="group" aria-labelledby={label}>
          {modalities.map((modality) => (
            <Chip key={modality} value={modality} size="xs" color="teal">
              {modality}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </div>
  );
}
