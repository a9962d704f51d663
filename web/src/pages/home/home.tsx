/** What is kept, what runs, what waits for somebody, and the studies that came last. */
import { Button, Group, Skeleton, Stack, Title } from '@mantine/core';
import { IconPhotoScan } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { arrivedStudies, counts } from '../../api/queries.ts';
import { useMay } from '../../api/rights.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Problem } from '../../components/problem.tsx';
import { StudyCards } from '../../components/study-cards.tsx';
import { Attention } from './attention.tsx';
import { Holdings } from './holdings.tsx';
import { Running } from './running.tsx';
import { Storage } from './storage.tsx';

const CARDS = 12;

export function Home() {
  const { t } = useTranslation('home');
  const may = useMay();
  const held = useQuery(counts);
  const arrived = useQuery(arrivedStudies(CARDS));
  if (arrived.isError) return <Problem error={arrived.error} onRetry={() => void arrived.refetch()} />;
  if (arrived.data?.rows.length === 0)
    return (
      <Stack gap="lg">
        <EmptyState icon={IconPhotoScan} title={t('empty')} meaning={t('emptyMeaning')}>
          <Group justify="center">
            {may('administer') && (
              <Button component={Link} to="/welcome">
                {t('setUp')}
              </Button>
            )}
            <Button component={Link} to="/add" variant={may('administer') ? 'default' : 'filled'}>
              {t('add')}
            </Button>
          </Group>
        </EmptyState>
        <Running />
      </Stack>
    );
  return (
    <Stack gap="lg">
      <Title order={1}>{t('title')}</Title>
      {held.data ? <Holdings counts={held.data} /> : <Skeleton h={88} />}
      <Attention />
      <Running />
      <Storage />
      <Group justify="space-between">
        <Title order={2}>{t('arrived')}</Title>
        <Button component={Link} to="/studies" variant="subtle" size="compact-sm">
          {t('all')}
        </Button>
      </Group>
      {arrived.data ? <StudyCards studies={arrived.data.rows} /> : <Skeleton h={220} />}
    </Stack>
  );
}
