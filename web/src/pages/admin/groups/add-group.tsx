import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isAccountName } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { Problem } from '../../../components/problem.tsx';

/** A group is made; its page is where members and what they may come in. */
export function AddGroup({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['groups', 'accounts', 'common']);
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const add = useMutation({
    mutationFn: () => api.groupAdd({ name }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['groups'] });
      await navigate({ to: '/admin/groups/$name', params: { name } });
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (isAccountName(name)) add.mutate();
  };
  return (
    <Dialog onClose={onClose} title={t('addGroup')}>
      <form onSubmit={onSubmit}>
        <Stack>
          <TextInput
            data-autofocus
            required
            label={t('name')}
            description={t('accounts:nameMeaning')}
            value={name}
            maxLength={64}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            error={name !== '' && !isAccountName(name) && t('accounts:wrongName')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {add.isError && <Problem error={add.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" disabled={!isAccountName(name)} loading={add.isPending}>
              {t('accounts:add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
