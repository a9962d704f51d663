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
        <JobButtons job={job} />
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

type Act = 'pause' | 'resume' | 'cancel' | 'retry';

/** What can be done with a job as it stands. */
const actsOn: Readonly<Record<ListedJob['state'], readonly Act[]>> = {
  ...{ queued: ['pause', 'cancel'], waiting: ['pause', 'cancel'], running: ['pause', 'cancel'] },
  paused: ['resume', 'cancel'],
  ...{ done: [], failed: ['retry'], cancelled: ['retry'] },
};

const calls = {
  pause: api.jobPause,
  resume: api.jobResume,
  cancel: api.jobCancel,
  retry: api.jobRetry,
} as const;

function JobButtons({ job }: { readonly job: ListedJob }) {
  const { t } = useTranslation('jobs');
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: (name: Act) => calls[name]({ id: job.id }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }),
    onError: useFailed(),
  });
  return (
    <Group gap={4} wrap="nowrap" style={{ flexShrink: 0 }}>
      {actsOn[job.state].map((name) => (
        <Button
          key={name}
          size="compact-sm"
          variant="default"
          loading={act.isPending && act.variables === name}
          onClick={() => act.mutate(name)}
        >
          {t(name)}
        </Button>
      ))}
    </Group>
  );
}
