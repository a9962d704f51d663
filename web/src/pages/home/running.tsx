/** What is being done, with how far it is. */
import { Button, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ListedJob } from '../../../../src/contract/index.ts';
import { api } from '../../api/client.ts';
import { isUnfinished, jobs as jobsQuery } from '../../api/jobs.ts';
import { useFailed } from '../../components/use-failed.ts';
import { whole } from '../../format/numbers.ts';
import { useJobName } from './job-name.ts';

export function Running() {
  const { t } = useTranslation('home');
  const { data } = useQuery(jobsQuery);
  const running = data?.jobs.filter(isUnfinished) ?? [];
  if (running.length === 0) return null;
  return (
    <Stack component="section" gap="sm" aria-label={t('running')}>
      <Title order={2}>{t('running')}</Title>
      {running.map((job) => (
        <OneJob key={job.id} job={job} />
      ))}
    </Stack>
  );
}

function OneJob({ job }: { readonly job: ListedJob }) {
  const { t } = useTranslation('home');
  const nameOf = useJobName();
  const client = useQueryClient();
  const onError = useFailed();
  const cancel = useMutation({
    mutationFn: () => api.jobCancel({ id: job.id }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }),
    onError,
  });
  const { done = 0, total } = job.progress ?? {};
  const part = total === undefined || total === 0 ? undefined : Math.min(100, (done / total) * 100);
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" mb={8}>
        <Text fw={600}>{nameOf(job.kind)}</Text>
        <Group gap="sm">
          <Text size="sm" c="dimmed">
            {job.state === 'running' ? progressText(done, total) : t('waits')}
          </Text>
          <Button
            size="compact-xs"
            variant="default"
            loading={cancel.isPending}
            onClick={() => cancel.mutate()}
          >
            {t('cancel')}
          </Button>
        </Group>
      </Group>
      <Progress
        value={part ?? (job.state === 'running' ? 100 : 0)}
        animated={part === undefined && job.state === 'running'}
        aria-label={nameOf(job.kind)}
      />
    </Paper>
  );
}

const progressText = (done: number, total: number | undefined): string =>
  total === undefined ? whole(done) : `${whole(done)} / ${whole(total)}`;
