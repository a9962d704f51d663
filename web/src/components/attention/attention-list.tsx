/** What waits for a person: told to who can do something about it. */
import { Button, Group, Paper, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Attention,
  type AttentionAbout,
  attentionInWords,
  type ListedJob,
} from '../../../../src/contract/index.ts';
import { api } from '../../api/client.ts';
import { newestConflict } from '../../api/queries.ts';
import { useMay } from '../../api/rights.ts';
import { attentionWords } from '../../format/attention-words.ts';
import { reasonOf } from '../../format/reason.ts';
import { useJobName } from '../jobs/job-name.ts';
import { useFailed } from '../use-failed.ts';
import { RequestNews } from './request-news.tsx';
import type { Attentions } from './use-attention.ts';

/** Failed jobs that are named; there may be more. */
const named = 5;

export function AttentionList({ problems, conflicts, quarantined, requests, news, failed }: Attentions) {
  const { t } = useTranslation('home');
  const may = useMay();
  return (
    <Stack gap="sm">
      {problems.map((problem) => (
        <ToAttend key={attentionInWords(problem)} attention={problem} />
      ))}
      {conflicts > 0 && <Conflicts count={conflicts} />}
      {quarantined > 0 && (
        <Line title={t('quarantined', { count: quarantined })} hint={t('quarantinedHint')}>
          {may('administer') && <Show to="/admin/quarantine" />}
        </Line>
      )}
      {requests > 0 && (
        <Line title={t('fetchRequests', { count: requests })} hint={t('fetchRequestsHint')}>
          <Show to="/admin/nodes" />
        </Line>
      )}
      {news.requests.map((request) => (
        <RequestNews key={request.id} request={request} />
      ))}
      {failed.slice(0, named).map((job) => (
        <FailedJob key={job.id} job={job} />
      ))}
    </Stack>
  );
}

function ToAttend({ attention }: { readonly attention: Attention }) {
  return (
    <Line {...attentionWords(attention)}>
      <Show {...placeOf[attention.about]} />
    </Line>
  );
}

interface Place {
  readonly to: '/admin/status' | '/admin/nodes' | '/admin/quarantine' | '/automation' | '/jobs';
  readonly tab?: string;
}

/** Where it is seen to. */
const placeOf: Readonly<Record<AttentionAbout, Place>> = {
  storage: { to: '/admin/status' },
  catalog: { to: '/admin/status' },
  disk: { to: '/admin/status' },
  automation: { to: '/automation', tab: 'file' },
  inbox: { to: '/automation', tab: 'inboxes' },
  retention: { to: '/automation', tab: 'retention' },
  tree: { to: '/automation' },
  rule: { to: '/automation', tab: 'rules' },
  folder: { to: '/jobs' },
  schedule: { to: '/automation', tab: 'schedules' },
  extension: { to: '/automation', tab: 'extensions' },
  node: { to: '/admin/nodes' },
};

function Show({ to, tab }: Place) {
  const { t } = useTranslation('home');
  return (
    <Button
      size="compact-sm"
      variant="default"
      renderRoot={(props) => <Link {...props} to={to} search={tab ? { tab } : {}} />}
    >
      {t('show')}
    </Button>
  );
}

/** Leads to the study of the newest. */
function Conflicts({ count }: { readonly count: number }) {
  const { t } = useTranslation('home');
  const newest = useQuery(newestConflict).data?.conflicts[0];
  return (
    <Line title={t('conflicts', { count })} hint={t('conflictsHint')}>
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
  readonly title: string;
  /** What is wrong with it, where the title does not say so. */
  readonly text?: string;
  readonly hint: string;
  readonly children?: ReactNode;
}

function Line({ title, text, hint, children }: LineProps) {
  return (
    <Paper withBorder p="md">
      <Group wrap="nowrap" align="flex-start">
        <ThemeIcon variant="light" color="yellow" radius="xl">
          <IconAlertTriangle size={16} aria-hidden />
        </ThemeIcon>
        {/* Where it is narrow the button is below the words. */}
        <Group flex={1} miw={0} gap="xs" align="flex-start">
          <div style={{ minWidth: 0, flex: '1 1 220px', overflowWrap: 'anywhere' }}>
            <Text fw={600}>{title}</Text>
            {text !== undefined && <Text size="sm">{text}</Text>}
            <Text size="sm" c="dimmed">
              {hint}
            </Text>
          </div>
          {children}
        </Group>
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
    <Line title={t('jobFailed', { job: nameOf(job) })} hint={job.failure ? reasonOf(job.failure) : ''}>
      <Button size="compact-sm" variant="default" loading={retry.isPending} onClick={() => retry.mutate()}>
        {t('retry')}
      </Button>
    </Line>
  );
}
