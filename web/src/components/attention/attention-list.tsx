/** What waits for a person: told to who can do something about it. */
import { Button, Group, Paper, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedJob } from '../../../../src/contract/index.ts';
import { api } from '../../api/client.ts';
import { newestConflict } from '../../api/queries.ts';
import { useMay } from '../../api/rights.ts';
import { reasonOf } from '../../format/reason.ts';
import { useJobName } from '../jobs/job-name.ts';
import { useFailed } from '../use-failed.ts';
import type { Attention } from './use-attention.ts';

/** Failed jobs that are named; there may be more. */
const named = 5;

export function AttentionList({ problems, conflicts, quarantined, requests, failed }: Attention) {
  const { t } = useTranslation('home');
  const may = useMay();
  return (
    <Stack gap="sm">
      {problems.map(({ message, hint, page }) => (
        <Line key={message} text={message} hint={hint}>
          <Show to={page === 'nodes' ? '/admin/nodes' : '/admin/status'} />
        </Line>
      ))}
      {conflicts > 0 && <Conflicts count={conflicts} />}
      {quarantined > 0 && (
        <Line text={t('quarantined', { count: quarantined })} hint={t('quarantinedHint')}>
          {may('administer') && <Show to="/admin/quarantine" />}
        </Line>
      )}
      {requests > 0 && (
        <Line text={t('fetchRequests', { count: requests })} hint={t('fetchRequestsHint')}>
          <Show to="/admin/nodes" />
        </Line>
      )}
      {failed.slice(0, named).map((job) => (
        <FailedJob key={job.id} job={job} />
      ))}
    </Stack>
  );
}

function Show({ to }: { readonly to: '/admin/status' | '/admin/nodes' | '/admin/quarantine' }) {
  const { t } = useTranslation('home');
  return (
    <Button size="compact-sm" variant="default" renderRoot={(props) => <Link {...props} to={to} />}>
      {t('show')}
    </Button>
  );
}

/** Leads to the study of the newest. */
function Conflicts({ count }: { readonly count: number }) {
  const { t } = useTranslation('home');
  const newest = useQuery(newestConflict).data?.conflicts[0];
  return (
    <Line text={t('conflicts', { count })} hint={t('conflictsHint')}>
      {newest && (
        <Button
          size="compact-sm"
          variant="default"
          renderRoot={(props) => (
            <Link
              {...props}
              to="/studies/$study"
              params={{ study: newest.studyInstanceUid }}
              search={{ tab: 'conflicts' }}
            />
          )}
        >
          {t('show')}
        </Button>
      )}
    </Line>
  );
}

interface LineProps {
  readonly text: string;
  readonly hint: string;
  readonly children?: ReactNode;
}

function Line({ text, hint, children }: LineProps) {
  return (
    <Paper withBorder p="md">
      <Group wrap="nowrap" align="flex-start">
        <ThemeIcon variant="light" color="yellow" radius="xl">
          <IconAlertTriangle size={16} aria-hidden />
        </ThemeIcon>
        <div style={{ minWidth: 0, flex: 1 }}>
          <Text fw={600}>{text}</Text>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {hint}
          </Text>
        </div>
        {children}
      </Group>
    </Paper>
  );
}

function FailedJob({ job }: { readonly job: ListedJob }) {
  const { t } = useTranslation('home');
  const nameOf = useJobName();
  const client = useQueryClient();
  const onError = useFailed();
  const retry = useMutation({
    mutationFn: () => api.jobRetry({ id: job.id }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }),
    onError,
  });
  return (
    <Line text={t('jobFailed', { job: nameOf(job) })} hint={job.failure ? reasonOf(job.failure) : ''}>
      <Button size="compact-sm" variant="default" loading={retry.isPending} onClick={() => retry.mutate()}>
        {t('retry')}
      </Button>
    </Line>
  );
}
