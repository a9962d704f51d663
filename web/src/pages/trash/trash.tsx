/** What was removed, until when it is kept, and how it comes back. */
import { Alert, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { mostTrash, trash as trashQuery } from '../../api/trash.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Problem } from '../../components/problem.tsx';
import { RemovedEntry } from './removed-entry.tsx';

export function Trash() {
  const { t } = useTranslation('trash');
  const found = useQuery(trashQuery);
  if (found.isError) return <Problem error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Skeleton h={320} />;
  if (found.data.entries.length === 0)
    return <EmptyState icon={IconTrash} title={t('empty')} meaning={t('emptyMeaning')} />;
  const entries = found.data.entries.toSorted((a, b) => b.removedAt.localeCompare(a.removedAt));
  return (
    <Stack gap="md">
      <Title order={1}>{t('title')}</Title>
      <Text c="dimmed">{t('meaning')}</Text>
      {entries.length === mostTrash && <Alert color="yellow">{t('cut', { count: mostTrash })}</Alert>}
      {entries.map((entry) => (
        <RemovedEntry key={entry.id} entry={entry} />
      ))}
    </Stack>
  );
}
