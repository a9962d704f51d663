/** A job: what it does, how far it is, what went wrong, and what can be done about it. */
import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ListedJob } from '../../../../src/contract/index.ts';
import { api } from '../../api/client.ts';
import { isUnfinished } from '../../api/jobs.ts';
import { useFailed } from '../use-failed.ts';
import { useJobName } from './job-name.ts';
import { progressOf } from './job-progress.ts';
import { useJobWords } from './job-words.ts';

export function JobRow({ job }: { readonly job: ListedJob }) {
  const name = useJobName()(job);
  const words = useJobWords();
  const isRunning = job.state === 'running';
  const { part } = progressOf(job, Date.now());
  return (
    <Stack component="article" gap={8} aria-label={name}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Text>
          <Text size="sm" c="dimmed">
            {words.state(job)}
          </Text>
        </div>
        <JobButton job={job} />
      </Group>
      {isUnfinished(job) && (
        <Progress
          value={part === undefined ? (isRunning ? 100 : 0) : part * 100}
          animated={part === undefined && isRunning}
          aria-label={name}
        />
      )}
      {words.failure(job) !== '' && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {words.failure(job)}
        </Text>
      )}
    </Stack>
  );
}

const retried: ReadonlySet<ListedJob['state']> = new Set(['failed', 'cancelled']);

function JobButton({ job }: { readonly job: ListedJob }) {
  const { t } = useTranslation('jobs');
  const client = useQueryClient();
  const onError = useFailed();
  const again = () => client.invalidateQueries({ queryKey: ['jobs'] });
  const cancel = useMutation({
    mutationFn: () => api.jobCancel({ id: job.id }),
    onSuccess: again,
    onError,
  });
  const retry = useMutation({ mutationFn: () => api.jobRetry({ id: job.id }), onSuccess: again, onError });
  const act = isUnfinished(job) ? cancel : retried.has(job.state) ? retry : undefined;
  if (!act) return null;
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={act.isPending}
      onClick={() => act.mutate()}
      style={{ flexShrink: 0 }}
    >
      {t(act === cancel ? 'cancel' : 'retry')}
    </Button>
  );
}
