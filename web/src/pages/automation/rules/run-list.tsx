import { Skeleton, Stack } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { runs } from '../../../api/automation.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Problem } from '../../../components/problem.tsx';
import { RunTable } from '../../../components/runs/run-table.tsx';

/** What all rules did, the newest first. */
export function RunList() {
  const { t } = useTranslation(['rules', 'runs']);
  const { data, error, refetch } = useQuery(runs());
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton h={320} />;
  if (data.runs.length === 0)
    return <EmptyState icon={IconHistory} title={t('runs:noRuns')} meaning={t('noRunsMeaning')} />;
  return (
    <Stack>
      <RunTable runs={data.runs} />
    </Stack>
  );
}
