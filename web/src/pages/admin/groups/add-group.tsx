import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isAccountName } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { NameInput } from '../name-input.tsx';

/** A group is made; its page is where members and what they may come in. */
export function AddGroup({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['groups', 'accounts']);
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
  return (
    <FormDialog
      onClose={onClose}
      title={t('addGroup')}
      doing={add}
      doText={t('accounts:add')}
      isReady={isAccountName(name)}
      onSubmit={() => add.mutate()}
      hasCancel
    >
      <NameInput
        label={t('name')}
        meaning={t('accounts:nameMeaning')}
        wrongText={t('accounts:wrongName')}
        isName={isAccountName}
        value={name}
        onChange={setName}
      />
    </FormDialog>
  );
}
