import { Button, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { FormDialog } from '../../components/form-dialog.tsx';

interface PurgeButtonProps {
  readonly id: string;
  /** What has to be typed. */
  readonly name: string;
}

/** Deletes for good. That cannot be taken back, so it asks for the name of what goes. */
export function PurgeButton({ id, name }: PurgeButtonProps) {
  const { t } = useTranslation('trash');
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const purge = useMutation({
    mutationFn: () => api.trashPurge({ ids: [id] }),
    onSuccess: () => client.invalidateQueries(),
  });
  return (
    <>
      <Button size="compact-sm" variant="subtle" color="red" onClick={() => setOpen(true)}>
        {t('purge')}
      </Button>
      {isOpen && (
        <FormDialog
          onClose={() => setOpen(false)}
          title={t('purgeTitle')}
          doing={purge}
          doText={t('purge')}
          isReady={typed.trim() === name}
          onSubmit={() => purge.mutate()}
          color="red"
        >
          <Text>{t('purgeMeaning')}</Text>
          <TextInput
            data-autofocus
            label={t('purgeType', { name })}
            value={typed}
            autoComplete="off"
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </FormDialog>
      )}
    </>
  );
}
