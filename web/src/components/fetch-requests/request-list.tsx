/** Requests to fetch from nodes: those that wait, and behind them those that were decided last. */
import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FetchRequest } from '../../../../src/contract/index.ts';
import { decidedRequests, waitingRequests } from '../../api/fetch-requests.ts';
import { Problem } from '../problem.tsx';
import { RequestCard } from './request-card.tsx';

interface RequestListProps {
  readonly title: string;
  /** What can be done with one as it stands. */
  readonly deciding: (request: FetchRequest) => ReactNode;
  /** Shown elsewhere on the page. */
  readonly besides?: readonly FetchRequest[];
}

/** Nothing where there is none. */
export function RequestList({ title, deciding, besides = [] }: RequestListProps) {
  const { t } = useTranslation('requests');
  const waiting = useQuery(waitingRequests);
  const last = useQuery(decidedRequests);
  const shown = new Set(besides.map(({ id }) => id));
  const decided = (last.data?.requests ?? []).filter(({ id }) => !shown.has(id));
  const error = waiting.error ?? last.error;
  if (error) return <Problem error={error} />;
  if (!waiting.data || waiting.data.requests.length + decided.length === 0) return null;
  const more = waiting.data.total - waiting.data.requests.length;
  return (
    <Stack component="section" gap="sm" aria-label={title}>
      <Title order={2}>{title}</Title>
      {waiting.data.requests.length === 0 && <Text c="dimmed">{t('noneWaits')}</Text>}
      {waiting.data.requests.map((request) => (
        <RequestCard key={request.id} request={request}>
          {deciding(request)}
        </RequestCard>
      ))}
      {more > 0 && <Text c="dimmed">{t('more', { count: more })}</Text>}
      {decided.length > 0 && (
        <Title order={3} size="h5">
          {t('decided')}
        </Title>
      )}
      {decided.map((request) => (
        <RequestCard key={request.id} request={request}>
          {deciding(request)}
        </RequestCard>
      ))}
    </Stack>
  );
}
