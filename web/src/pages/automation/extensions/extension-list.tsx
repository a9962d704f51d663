import { SimpleGrid, Skeleton } from '@mantine/core';
import { IconPuzzle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { extensions } from '../../../api/automation.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Problem } from '../../../components/problem.tsx';
import { ExtensionCard } from './extension-card.tsx';

/** They are files of the server, so there is nothing to be made here. */
export function ExtensionList() {
  const { t } = useTranslation('extensions');
  const { data, error, refetch } = useQuery(extensions);
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton h={320} />;
  if (data.extensions.length === 0)
    return <EmptyState icon={IconPuzzle} title={t('none')} meaning={t('noneMeaning')} order={2} />;
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }}>
      {data.extensions.map((extension) => (
        <ExtensionCard key={extension.name} extension={extension} />
      ))}
    </SimpleGrid>
  );
}
