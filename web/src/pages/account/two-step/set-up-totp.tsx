/** Sets an authenticator app up: what it scans, and the first code that it shows. */
import { Center, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { CopiedText } from '../../../components/copied-text.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { Problem } from '../../../components/problem.tsx';
import { QrCode } from '../../../components/qr-code.tsx';
import { useAgain } from '../use-again.ts';
import { RecoveryCodes } from './recovery-codes.tsx';

const QR_SIZE = 216;
/** Six digits, in two groups as some apps show them. */
const MOST_CHARACTERS = 10;

/** One for each time that the dialog is opened: nothing of it is kept. */
const begun = {
  queryKey: ['totp-set-up'],
  queryFn: () => api.myTotpBegin(),
  ...{ staleTime: Number.POSITIVE_INFINITY, gcTime: 0, retry: false },
} as const;

export function SetUpTotp({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('account');
  const [code, setCode] = useState('');
  const { data, error } = useQuery(begun);
  const again = useAgain();
  const confirm = useMutation({
    mutationFn: (ticket: string) => api.myTotpConfirm({ ticket, code }),
  });
  const finish = () => {
    onClose();
    void again();
  };
  if (confirm.data) return <RecoveryCodes codes={confirm.data.recoveryCodes} isFirst onClose={finish} />;
  return (
    <FormDialog
      onClose={onClose}
      title={t('twoStepSetUpTitle')}
      doing={confirm}
      doText={t('twoStepTurnOn')}
      isReady={data !== undefined && code.replaceAll(/\s/g, '').length === 6}
      onSubmit={() => data && confirm.mutate(data.ticket)}
      hasCancel
    >
      <Text size="sm">{t('scan')}</Text>
      <Center mih={QR_SIZE}>
        {data && <QrCode text={data.address} label={t('scanPicture')} size={QR_SIZE} />}
        {!data && !error && <Skeleton h={QR_SIZE} w={QR_SIZE} />}
        {error && <Problem error={error} />}
      </Center>
      {data && (
        <Stack gap={4}>
          <Text size="sm" c="dimmed">
            {t('scanNot')}
          </Text>
          <CopiedText name={t('totpKey')} value={data.secret} />
        </Stack>
      )}
      <TextInput
        data-autofocus
        required
        label={t('code')}
        description={t('codeMeaning')}
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        maxLength={MOST_CHARACTERS}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
