import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GrantTerms } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { MadeToken } from '../../../components/account/made-token.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { type GrantFields, newGrant, termsOf } from '../grants/grant-fields.ts';
import { GrantForm } from '../grants/grant-form.tsx';

/** A token is made for a program, and shown this once. */
export function AddToken({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('tokens');
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [fields, setFields] = useState<GrantFields>(newGrant);
  const terms = termsOf(fields);
  const add = useMutation({
    mutationFn: (given: GrantTerms) => api.tokenCreate({ name: name.trim(), ...given }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tokens'] }),
  });
  if (add.data) return <MadeToken token={add.data} onClose={onClose} />;
  return (
    <FormDialog
      onClose={onClose}
      title={t('addToken')}
      doing={add}
      doText={t('make')}
      isReady={name.trim() !== '' && terms !== undefined}
      onSubmit={() => terms && add.mutate(terms)}
      hasCancel
    >
      <TextInput
        data-autofocus
        required
        label={t('name')}
        description={t('nameMeaning')}
        value={name}
        maxLength={64}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <GrantForm fields={fields} onChange={setFields} />
    </FormDialog>
  );
}
