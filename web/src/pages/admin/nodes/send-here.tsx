import { Paper, Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { serverStatus } from '../../../api/queries.ts';
import { DicomAddress } from '../../../components/dicom-address.tsx';

/** Two machines have to know each other: this is our half of it. */
export function SendHere() {
  const { t } = useTranslation('nodes');
  const { data } = useQuery(serverStatus);
  return (
    <Paper component="section" withBorder p="md" aria-label={t('sendHere')}>
      <Title order={2}>{t('sendHere')}</Title>
      <Text size="sm" c="dimmed" mb="md">
        {t('sendHereMeaning')}
      </Text>
      {data ? <DicomAddress status={data} /> : <Skeleton h={120} />}
    </Paper>
  );
}
