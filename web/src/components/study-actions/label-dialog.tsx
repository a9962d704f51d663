import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { FormDialog } from '../form-dialog.tsx';

interface DialogProps {
  readonly studies: readonly string[];
  readonly onClose: () => void;
}

/** Sets a label on each of some studies. */
export function LabelDialog({ studies, onClose }: DialogProps) {
  const { t } = useTranslation('actions');
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const label = useMutation({
    mutationFn: async () => {
      for (const uid of studies) await api.labelSet({ target: 'study', uid, name: name.trim(), value });
    },
    onSuccess: () => {
      void client.invalidateQueries();
      onClose();
    },
  });
  return (
    <FormDialog
      onClose={onClose}
      title={t('labelTitle', { count: studies.length })}
      doing={label}
      doText={t('labelDo')}
      isReady={name.trim() !== ''}
      onSubmit={() => label.mutate()}
    >
      <TextInput
        data-autofocus
        required
        label={t('labelName')}
        value={name}
        maxLength={128}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={t('labelValue')}
        description={t('labelValueMeaning')}
        value={value}
        maxLength={256}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
