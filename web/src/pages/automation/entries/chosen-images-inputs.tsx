/** Of which images a tree or a retention is. */
import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ChosenImages } from './chosen-images.ts';
import { ModalityChips } from './modality-chips.tsx';

interface ChosenImagesInputsProps {
  readonly fields: ChosenImages;
  readonly onChange: (change: Partial<ChosenImages>) => void;
}

export function ChosenImagesInputs({ fields, onChange }: ChosenImagesInputsProps) {
  const { t } = useTranslation('automation');
  return (
    <>
      <ModalityChips chosen={fields.modalities} onChange={(modalities) => onChange({ modalities })} />
      <TextInput
        label={t('withLabel')}
        description={t('withLabelMeaning')}
        value={fields.label}
        maxLength={64}
        onChange={(event) => onChange({ label: event.currentTarget.value })}
      />
    </>
  );
}
