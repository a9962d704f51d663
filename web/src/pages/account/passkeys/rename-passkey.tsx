import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedPasskey } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useAgain } from '../use-again.ts';

/** As the API takes it. */
export const MOST_NAME = 64;

interface RenamePasskeyProps {
  readonly passkey: ListedPasskey;
  readonly onClose: () => void;
}

export function RenamePasskey({ passkey, onClose }: RenamePasskeyProps) {
  const { t } = useTranslation(['account', 'common']);
  const [name, setName] = useState(passkey.name);
  const again = useAgain();
  const rename = useMutation({
    mutationFn: () => api.myPasskeyRename({ id: passkey.id, name: name.trim() }),
    onSuccess: async () => {
      onClose();
      await again();
    },
  });
  return (
    <FormDialog
      onClose={onClose}
      title={t('passkeyRename', { name: passkey.name })}
      doing={rename}
      doText={t('common:save')}
      isReady={name.trim() !== ''}
      onSubmit={() => rename.mutate()}
      hasCancel
    >
      <TextInput
        data-autofocus
        required
        label={t('passkeyName')}
        value={name}
        maxLength={MOST_NAME}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
