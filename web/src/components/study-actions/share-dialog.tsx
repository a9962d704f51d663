import { Button, Checkbox, CopyButton, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CreatedShare } from '../../../../src/contract/index.ts';
import { api } from '../../api/client.ts';
import { moment } from '../../format/dates.ts';
import { Problem } from '../problem.tsx';

interface DialogProps {
  readonly studies: readonly string[];
  readonly onClose: () => void;
}

const lives = ['1', '7', '14', '30', '90'] as const;
const usual = '14';
const dayMs = 86_400_000;

/** Makes a link to studies for somebody without an account. */
export function ShareDialog({ studies, onClose }: DialogProps) {
  const { t } = useTranslation('actions');
  const [title, setTitle] = useState('');
  const [days, setDays] = useState<string>(usual);
  const [withCode, setWithCode] = useState(true);
  const share = useMutation({
    mutationFn: () =>
      api.shareCreate({
        ...{ title, withCode },
        scope: { kind: 'rules', rules: studies.map((studyInstanceUid) => ({ studyInstanceUid })) },
        expiresAt: new Date(Date.now() + Number(days) * dayMs).toISOString(),
      }),
  });
  return (
    <Modal opened onClose={onClose} title={t('shareTitle', { count: studies.length })}>
      {share.data ? (
        <MadeShare share={share.data} />
      ) : (
        <Stack>
          <TextInput
            data-autofocus
            label={t('shareFor')}
            description={t('shareForMeaning')}
            value={title}
            maxLength={200}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <Select
            label={t('shareDays')}
            data={lives.map((count) => ({ value: count, label: t('days', { count: Number(count) }) }))}
            value={days}
            onChange={(value) => setDays(value ?? usual)}
            allowDeselect={false}
          />
          <Checkbox
            label={t('shareCode')}
            description={t('shareCodeMeaning')}
            checked={withCode}
            onChange={(event) => setWithCode(event.currentTarget.checked)}
          />
          {share.isError && <Problem error={share.error} />}
          <Group justify="flex-end">
            <Button loading={share.isPending} onClick={() => share.mutate()}>
              {t('shareDo')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

function MadeShare({ share }: { readonly share: CreatedShare }) {
  const { t } = useTranslation('actions');
  return (
    <Stack>
      <Copied name={t('shareLink')} value={`${location.origin}${share.path}`} />
      {share.code !== null && <Copied name={t('shareTheCode')} value={share.code} />}
      <Text size="sm" c="dimmed">
        {t('shareOnce', { until: share.expiresAt === null ? '' : moment(share.expiresAt) })}
      </Text>
    </Stack>
  );
}

function Copied({ name, value }: { readonly name: string; readonly value: string }) {
  const { t } = useTranslation('actions');
  return (
    <Group align="flex-end" wrap="nowrap">
      <TextInput
        readOnly
        label={name}
        value={value}
        style={{ flex: 1 }}
        onFocus={(event) => event.target.select()}
      />
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy}>
            {t(copied ? 'copied' : 'copy')}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
