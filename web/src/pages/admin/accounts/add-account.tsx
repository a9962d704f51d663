/** An account is made; then there is a link for its person, who chooses the password. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isAccountName } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { type GrantFields, newGrant, termsOf } from '../grants/grant-fields.ts';
import { GrantForm } from '../grants/grant-form.tsx';
import { NameInput } from '../name-input.tsx';
import { InvitationLink } from './invitation-link.tsx';

export function AddAccount({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('accounts');
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [fields, setFields] = useState<GrantFields>(newGrant);
  const grant = termsOf(fields);
  const add = useMutation({
    mutationFn: async () => {
      await api.userAdd({ name, grant });
      await client.invalidateQueries({ queryKey: ['users'] });
      return await api.userInvite({ name });
    },
  });
  if (add.data)
    return (
      <Dialog onClose={onClose} title={t('made', { name })}>
        <InvitationLink name={name} invitation={add.data} onClose={onClose} />
      </Dialog>
    );
  return (
    <FormDialog
      onClose={onClose}
      title={t('addAccount')}
      doing={add}
      doText={t('add')}
      isReady={isAccountName(name) && grant !== undefined}
      onSubmit={() => add.mutate()}
      hasCancel
    >
      <NameInput
        label={t('name')}
        meaning={t('nameMeaning')}
        wrongText={t('wrongName')}
        isName={isAccountName}
        value={name}
        onChange={setName}
      />
      <GrantForm fields={fields} onChange={setFields} />
    </FormDialog>
  );
}
