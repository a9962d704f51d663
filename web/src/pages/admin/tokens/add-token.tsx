import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CreatedToken, GrantTerms } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { CopiedText } from '../../../components/copied-text.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { Problem } from '../../../components/problem.tsx';
import { type GrantFields, newGrant, termsOf } from '../grants/grant-fields.ts';
import { GrantForm } from '../grants/grant-form.tsx';

/** A token is made for a program, and shown this once. */
export function AddToken({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['tokens', 'common']);
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [fields, setFields] = useState<GrantFields>(newGrant);
  const terms = termsOf(fields);
  const add = useMutation({
    mutationFn: (given: GrantTerms) => api.tokenCreate({ name: name.trim(), ...given }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tokens'] }),
  });
  const isReady = name.trim() !== '' && terms !== undefined;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) add.mutate(terms);
  };
  if (add.data) return <MadeToken token={add.data} onClose={onClose} />;
  return (
    <Dialog onClose={onClose} title={t('addToken')}>
      <form onSubmit={onSubmit}>
        <Stack>
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
          {add.isError && <Problem error={add.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" disabled={!isReady} loading={add.isPending}>
              {t('make')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

function MadeToken({ token, onClose }: { readonly token: CreatedToken; readonly onClose: () => void }) {
  const { t } = useTranslation(['tokens', 'common']);
  return (
    <Dialog onClose={onClose} title={t('made', { name: token.name })} isKept>
      <Stack>
        <Text size="sm">{t('madeMeaning')}</Text>
        <CopiedText name={t('token')} value={token.token} />
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('common:close')}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
