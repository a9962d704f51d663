/** All studies, the newest first. */
import { Stack, Title } from '@mantine/core';
import { IconSearchOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { newestStudies } from '../../api/queries.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Problem } from '../../components/problem.tsx';
import { StudyCards } from '../../components/study-cards.tsx';

const SHOWN = 100;

export function Studies() {
  const { t } = useTranslation('studies');
  const found = useQuery(newestStudies(SHOWN));
  if (found.isError) return <Problem error={found.error} onRetry={() => void found.refetch()} />;
  return (
    <Stack gap="lg">
      <Title order={1}>{t('title')}</Title>
      {found.data?.rows.length === 0 && (
        <EmptyState icon={IconSearchOff} title={t('none')} meaning={t('noneMeaning')} order={2} />
      )}
      {found.data && <StudyCards studies={found.data.rows} />}
    </Stack>
  );
}
