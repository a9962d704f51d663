import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isCollectionName } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { NameInput } from '../name-input.tsx';

export function AddCollection({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('collections');
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
      isReady={isCollectionName(name)}
      onSubmit={() => add.mutate()}
      hasCancel
    >
      <NameInput
        label={t('name')}
        meaning={t('nameMeaning')}
        wrongText={t('wrongName')}
        isName={isCollectionName}
        value={name}
        onChange={setName}
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
