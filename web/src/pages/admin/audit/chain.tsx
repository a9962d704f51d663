/** Each record has the hash of the one before: whether the log is what was written can be looked up. */
import { Alert, Button, Group, Text } from '@mantine/core';
import { IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { Problem } from '../../../components/problem.tsx';
import { whole } from '../../../format/numbers.ts';

export function Chain() {
  const { t } = useTranslation('audit');
  const verify = useMutation({ mutationFn: () => api.auditVerify({}) });
  const { data, error } = verify;
  return (
    <>
      <Group gap="sm">
        <Text c="dimmed" style={{ flex: 1, minWidth: 240 }}>
          {t('meaning')}
        </Text>
        <Button variant="default" loading={verify.isPending} onClick={() => verify.mutate()}>
          {t('verify')}
        </Button>
      </Group>
      {error && <Problem error={error} />}
      {data?.problem === null && (
        <Alert role="status" color="teal" variant="light" icon={<IconShieldCheck />} title={t('whole')}>
          {t('wholeMeaning', { records: whole(data.records), checkpoints: whole(data.checkpoints) })}
        </Alert>
      )}
      {data?.problem && (
        <Alert role="alert" color="red" variant="light" icon={<IconShieldX />} title={t('broken')}>
          {t('brokenMeaning', {
            number: whole(data.problem.sequence),
            kind: t(`broken_${data.problem.kind}`),
          })}{' '}
          {data.problem.detail}
        </Alert>
      )}
    </>
  );
}
