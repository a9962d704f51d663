/** How the server does: where it keeps things, how full that is, what it checked, what waits for somebody. */
import { Skeleton, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { serverStatus } from '../../../api/queries.ts';
import { Problem } from '../../../components/problem.tsx';
import { Checks } from './checks.tsx';
import { Disk } from './disk.tsx';
import { Losses } from './losses.tsx';
import { Server } from './server.tsx';
import { Verify } from './verify.tsx';

export function StatusPage() {
  const { t } = useTranslation('status');
  const { data, error, refetch } = useQuery(serverStatus);
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  return (
    <Stack gap="lg">
      <Title order={1}>{t('title')}</Title>
      {data ? <Disk status={data} /> : <Skeleton h={160} />}
      <Checks />
      <Losses />
      <Verify />
      {data ? <Server status={data} /> : <Skeleton h={240} />}
    </Stack>
  );
}
