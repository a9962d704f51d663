import { TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { me } from '../../api/queries.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useAgain } from './use-again.ts';

const MOST_CHARACTERS = 1_024;
const secret = { required: true, type: 'password', maxLength: MOST_CHARACTERS } as const;

/** The old password, and a new one twice. */
export function PasswordDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['account', 'common']);
  const { data } = useQuery(me);
  const [old, setOld] = useState('');
  const [password, setPassword] = useState('');
  const [repeated, setRepeated] = useState('');
  const again = useAgain();
  const change = useMutation({
    mutationFn: () => api.myPassword({ old, password }),
    onSuccess: async () => {
      notifications.show({
        message: t('passwordChanged'),
        closeButtonProps: { 'aria-label': t('common:close') },
      });
      onClose();
      await again();
    },
  });
  const isOther = repeated !== '' && repeated !== password;
  return (
    <FormDialog
      onClose={onClose}
      title={t('passwordChange')}
      doing={change}
      doText={t('passwordDo')}
      isReady={old !== '' && password !== '' && repeated === password}
      onSubmit={() => change.mutate()}
      hasCancel
    >
      {/* Password managers keep the new one under this name. */}
      <input type="text" autoComplete="username" value={data?.actor.name ?? ''} readOnly hidden />
      <TextInput
        data-autofocus
        {...secret}
        autoComplete="current-password"
        label={t('passwordOld')}
        value={old}
        onChange={(event) => setOld(event.currentTarget.value)}
      />
      <TextInput
        {...secret}
        autoComplete="new-password"
        label={t('passwordNew')}
        description={t('passwordNewMeaning')}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <TextInput
        {...secret}
        autoComplete="new-password"
        label={t('passwordAgain')}
        error={isOther && t('passwordOther')}
        value={repeated}
        onChange={(event) => setRepeated(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
