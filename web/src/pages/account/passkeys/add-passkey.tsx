import { Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useAgain } from '../use-again.ts';
import { askAuthenticator, NoPasskey } from './ask-authenticator.ts';
import { MOST_NAME } from './rename-passkey.tsx';

/** A name for the new one; then the browser asks for the rest. */
export function AddPasskey({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('account');
  const [name, setName] = useState('');
  const again = useAgain();
  const add = useMutation({
    mutationFn: async () => {
      const { options, ticket } = await api.myPasskeyBegin();
      await api.myPasskeyAdd({ ticket, name, answer: await askAuthenticator(options) });
    },
    onSuccess: async () => {
      onClose();
      await again();
    },
  });
  const error = add.error instanceof NoPasskey ? new Error(t(add.error.reason)) : add.error;
  return (
    <FormDialog
      onClose={onClose}
      title={t('passkeyAdd')}
      doing={{ error, isPending: add.isPending }}
      doText={t('passkeyDo')}
      isReady={name.trim() !== ''}
      onSubmit={() => add.mutate()}
      hasCancel
    >
      <Text size="sm">{t('passkeyAddMeaning')}</Text>
      <TextInput
        data-autofocus
        required
        label={t('passkeyName')}
        placeholder={t('passkeyExample')}
        value={name}
        maxLength={MOST_NAME}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
