import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';

/** As the API has it: see collectionName in the contract. */
const isName = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text);

export function AddCollection({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['collections', 'common']);
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [title, setTitle] = useState('');
  const add = useMutation({
    mutationFn: () => api.collectionAdd({ name, title }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['collections'] });
      await navigate({ to: '/admin/collections/$name', params: { name } });
    },
  });
  return (
    <FormDialog
      onClose={onClose}
      title={t('addCollection')}
      doing={add}
      doText={t('make')}
      isReady={isName(name)}
      onSubmit={() => add.mutate()}
      hasCancel
    >
      <TextInput
        data-autofocus
        required
        label={t('name')}
        description={t('nameMeaning')}
        value={name}
        maxLength={64}
        error={name !== '' && !isName(name) && t('wrongName')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={t('collectionTitle')}
        value={title}
        maxLength={200}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
