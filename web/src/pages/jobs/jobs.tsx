/** Everything that runs, waits or has ended, as it changes. */
import { Group, Paper, Select, Skeleton, Stack, Title } from '@mantine/core';
import { IconProgressCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { endedJobs, isUnfinished, jobs as jobsQuery } from '../../api/jobs.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { JobRow } from '../../components/jobs/job-row.tsx';
import { Problem } from '../../components/problem.tsx';
import { type ShownJobs, shownJobs } from './search-params.ts';

export function Jobs() {
  const { t } = useTranslation('jobs');
  const { show = 'all' } = useSearch({ from: '/shell/jobs' });
  const navigate = useNavigate({ from: '/jobs' });
  const newest = useQuery(jobsQuery);
  const isOfOneState = show !== 'all' && show !== 'unfinished';
  const ofState = useQuery({ ...endedJobs(isOfOneState ? show : 'done'), enabled: isOfOneState });
  const found = isOfOneState ? ofState : newest;
  const listed = found.data?.jobs.filter((job) => show !== 'unfinished' || isUnfinished(job));
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1}>{t('title')}</Title>
        <Select
          aria-label={t('which')}
          data={shownJobs.map((value) => ({ value, label: t(`show_${value}`) }))}
          value={show}
          onChange={(value) =>
            void navigate({ search: value === 'all' || value === null ? {} : { show: value as ShownJobs } })
          }
          allowDeselect={false}
          w={200}
        />
      </Group>
      {found.isError && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton h={240} />}
      {listed?.length === 0 && (
        <EmptyState icon={IconProgressCheck} title={t('none')} meaning={t('noneMeaning')} order={2} />
      )}
      {listed?.map((job) => (
        <Paper key={job.id} withBorder p="md">
          <JobRow job={job} />
        </Paper>
      ))}
    </Stack>
  );
}
