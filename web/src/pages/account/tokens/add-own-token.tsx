/** A token for a program of one's own: some of one's rights, for a while. */
import { Checkbox, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Right } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { me } from '../../../api/queries.ts';
import { MadeToken } from '../../../components/account/made-token.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useAgain } from '../use-again.ts';

/** How long it works, days; the API takes a year at most. */
const lifetimes = ['30', '90', '366'] as const;
type Lifetime = (typeof lifetimes)[number];
const DAY_MS = 86_400_000;
/** The clock of who asks may be ahead of that of the server. */
const CLOCK_SLACK_MS = 600_000;
const MOST_NAME = 64;

const inDays = (days: Lifetime): string =>
  new Date(Date.now() + Number(days) * DAY_MS - CLOCK_SLACK_MS).toISOString();

export function AddOwnToken({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['account', 'tokens', 'grants']);
  const { data } = useQuery(me);
  const [name, setName] = useState('');
  const [rights, setRights] = useState<Right[]>([]);
  const [lifetime, setLifetime] = useState<Lifetime>('30');
  const again = useAgain();
  const add = useMutation({
    mutationFn: () => api.myTokenCreate({ name: name.trim(), rights, expiresAt: inDays(lifetime) }),
    onSuccess: again,
  });
  if (add.data) return <MadeToken token={add.data} onClose={onClose} />;
  return (
    <FormDialog
      onClose={onClose}
      title={t('tokens:addToken')}
      doing={add}
      doText={t('tokens:make')}
      isReady={name.trim() !== '' && rights.length > 0}
      onSubmit={() => add.mutate()}
      hasCancel
    >
      <TextInput
        data-autofocus
        required
        label={t('tokens:name')}
        description={t('tokens:nameMeaning')}
        value={name}
        maxLength={MOST_NAME}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox.Group
        label={t('tokenMay')}
        value={rights}
        onChange={(chosen) => setRights(chosen as Right[])}
      >
        <Stack gap={8} mt={4}>
          {data?.may.map(({ right }) => (
            <Checkbox key={right} value={right} label={t(`grants:rightLong_${right}`)} />
          ))}
        </Stack>
      </Checkbox.Group>
      <Select
        label={t('tokenFor')}
        data={lifetimes.map((days) => ({ value: days, label: t(`days_${days}`) }))}
        value={lifetime}
        allowDeselect={false}
        onChange={(days) => days && setLifetime(days as Lifetime)}
      />
    </FormDialog>
  );
}
