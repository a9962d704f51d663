import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { Problem } from '../../../components/problem.tsx';

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
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (isName(name)) add.mutate();
  };
  return (
    <Dialog onClose={onClose} title={t('addCollection')}>
      <form onSubmit={onSubmit}>
        <Stack>
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
          {add.isError && <Problem error={add.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" disabled={!isName(name)} loading={add.isPending}>
              {t('make')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
