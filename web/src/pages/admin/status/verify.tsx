/** Reads everything again and compares it with its hash: as a job, whose last result stays here. */
import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ListedJob, VerifySummary } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { isUnfinished } from '../../../api/jobs.ts';
import { Problem } from '../../../components/problem.tsx';
import { Section } from '../../../components/section.tsx';
import { moment } from '../../../format/dates.ts';
import { bytes, whole } from '../../../format/numbers.ts';
import { reasonOf } from '../../../format/reason.ts';

/** How often one looks while one runs, milliseconds. */
const often = 1_000;
const lookedAt = 20;

const verifications = queryOptions({
  queryKey: ['jobs', 'verify'],
  queryFn: ({ signal }) => api.jobsList({ kind: 'verify', limit: lookedAt }, { signal }),
  refetchInterval: ({ state }) => (state.data?.jobs.some(isUnfinished) ? often : false),
});

export function Verify() {
  const { t } = useTranslation('status');
  const client = useQueryClient();
  const { data } = useQuery(verifications);
  const running = data?.jobs.find(isUnfinished);
  const last = data?.jobs.find(({ state }) => state === 'done' || state === 'failed');
  const start = useMutation({
    mutationFn: (quick: boolean) => api.jobSubmit({ operation: 'verify', request: { quick } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  });
  return (
    <Section title={t('verify')} meaning={t('verifyMeaning')}>
      <Stack gap="md">
        {last && <LastResult job={last} />}
        {running ? (
          <Running job={running} />
        ) : (
          <Group gap="sm">
            <Button variant="default" loading={start.isPending} onClick={() => start.mutate(false)}>
              {t('verifyAll')}
            </Button>
            <Button variant="subtle" disabled={start.isPending} onClick={() => start.mutate(true)}>
              {t('verifyQuick')}
            </Button>
          </Group>
        )}
        {start.isError && <Problem error={start.error} />}
      </Stack>
    </Section>
  );
}

function Running({ job: { progress } }: { readonly job: ListedJob }) {
  const { t } = useTranslation('status');
  const { done = 0, total } = progress ?? {};
  const isKnown = total !== undefined && total > 0;
  return (
    <div role="status">
      <Text size="sm" mb={4}>
        {isKnown
          ? t('verifyingOf', { done: whole(done), total: whole(total) })
          : t('verifying', { done: whole(done) })}
      </Text>
      <Progress value={isKnown ? (done / total) * 100 : 100} animated={!isKnown} aria-label={t('verify')} />
    </div>
  );
}

function LastResult({ job: { state, result, failure, endedAt } }: { readonly job: ListedJob }) {
  const { t } = useTranslation('status');
  const at = endedAt === null ? '' : moment(endedAt);
  if (state === 'failed')
    return (
      <Alert color="red" variant="light" title={t('verifyFailed', { at })}>
        {failure && reasonOf(failure)}
      </Alert>
    );
  // The operation's own answer: see verifySummary in the contract.
  const summary = result as VerifySummary;
  const bad = summary.missing + summary.rotten + summary.swapped;
  return (
    <Alert
      color={bad > 0 ? 'red' : 'teal'}
      variant="light"
      icon={<IconShieldCheck />}
      title={bad > 0 ? t('verifiedBad', { count: bad, at }) : t('verifiedGood', { at })}
    >
      {t('verified', { items: whole(summary.checked), size: bytes(summary.bytes) })}{' '}
      {summary.foundAgain > 0 && t('foundAgain', { items: whole(summary.foundAgain) })}
    </Alert>
  );
}
