/** Links that were made: what they show, until when, how often they were opened; and how one ends at once. */
import { Button, Group, SegmentedControl, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconShare } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { shares as sharesQuery } from '../../api/shares.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Problem } from '../../components/problem.tsx';
import { AskForImages } from '../../components/share/ask-for-images.tsx';
import { isOpen } from './is-open.ts';
import { type Shown, shown } from './search-params.ts';
import { ShareCard } from './share-card.tsx';

export function Shares() {
  const { t } = useTranslation('shares');
  const { show = 'open', ask } = useSearch({ from: '/shell/shares' });
  const navigate = useNavigate({ from: '/shares' });
  const found = useQuery(sharesQuery);
  const askButton = (
    <AskForImages
      isAsked={ask}
      onClose={() => void navigate({ search: ({ ask: _, ...rest }) => rest, replace: true })}
    />
  );
  if (found.isError) return <Problem error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Skeleton h={320} />;
  const all = found.data.shares.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  if (all.length === 0)
    return (
      <EmptyState icon={IconShare} title={t('empty')} meaning={t('emptyMeaning')}>
        <Group justify="center">
          <Button component={Link} to="/studies" variant="default">
            {t('toStudies')}
          </Button>
          {askButton}
        </Group>
      </EmptyState>
    );
  const wanted = all.filter((share) => show === 'all' || isOpen(share, new Date()) === (show === 'open'));
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1}>{t('title')}</Title>
        <Group>
          <SegmentedControl
            aria-label={t('which')}
            data={shown.map((value) => ({ value, label: t(value) }))}
            value={show}
            onChange={(value) => void navigate({ search: value === 'open' ? {} : { show: value as Shown } })}
          />
          {askButton}
        </Group>
      </Group>
      {wanted.length === 0 && <Text c="dimmed">{t('none')}</Text>}
      <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
        {wanted.map((share) => (
          <li key={share.id}>
            <ShareCard share={share} />
          </li>
        ))}
      </Stack>
    </Stack>
  );
}
