/** What is being done, with how far it is. */
import { Paper, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isUnfinished, jobs as jobsQuery } from '../../api/jobs.ts';
import { JobRow } from '../../components/jobs/job-row.tsx';

export function Running() {
  const { t } = useTranslation('home');
  const running = useQuery(jobsQuery).data?.jobs.filter(isUnfinished) ?? [];
  if (running.length === 0) return null;
  return (
    <Stack component="section" gap="sm" aria-label={t('running')}>
      <Title order={2}>{t('running')}</Title>
      {running.map((job) => (
        <Paper key={job.id} withBorder p="md">
          <JobRow job={job} />
        </Paper>
      ))}
    </Stack>
  );
}
