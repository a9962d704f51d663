/** What rules did and do: when, why, how far, and what can be done about it. */
import { Anchor, Badge, Button, Table, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ListedRun } from '../../../../src/contract/index.ts';
import { api } from '../../api/client.ts';
import { moment } from '../../format/dates.ts';
import { reasonOf } from '../../format/reason.ts';
import { studyPlace } from '../study-places.ts';
import { useFailed } from '../use-failed.ts';
import { WideTable } from '../wide-table.tsx';
import { useRuleWords } from './use-rule-words.ts';

interface RunTableProps {
  readonly runs: readonly ListedRun[];
  /** Of one study alone, which need not be named. */
  readonly isOfStudy?: boolean;
}

const colours = { new: 'gray', waiting: 'blue', done: 'teal', failed: 'red', cancelled: 'gray' } as const;

export function RunTable({ runs, isOfStudy = false }: RunTableProps) {
  const { t } = useTranslation('runs');
  return (
    <WideTable label={t('runs')}>
      <Table striped>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('at')}</Table.Th>
            <Table.Th>{t('rule')}</Table.Th>
            <Table.Th>{t('why')}</Table.Th>
            <Table.Th>{t('did')}</Table.Th>
            <Table.Th>{t('state')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {runs.map((run) => (
            <RunRow key={run.id} run={run} isOfStudy={isOfStudy} />
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

function RunRow({ run, isOfStudy }: { readonly run: ListedRun; readonly isOfStudy: boolean }) {
  const { t } = useTranslation('runs');
  const words = useRuleWords();
  const matched = Object.entries(run.matched).map(([element, value]) => `${element}: ${value || '–'}`);
  return (
    <Table.Tr>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>{moment(run.createdAt)}</Table.Td>
      <Table.Td miw={130}>
        <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {run.rule}
        </Text>
        {!isOfStudy && (
          <Anchor component={Link} to={studyPlace(run.studyInstanceUid)} size="sm">
            {t('toStudy')}
          </Anchor>
        )}
      </Table.Td>
      <Table.Td miw={150}>
        <Text size="sm">
          {words.when(run.when)}, {t('series', { count: run.seriesInstanceUids.length })}
        </Text>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {matched.join(', ')}
        </Text>
      </Table.Td>
      <Table.Td miw={150}>
        <ol style={{ margin: 0, paddingInlineStart: 18 }}>
          {run.steps.map((step, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an action may be there twice, and none moves
            <li key={at}>
              <Text size="sm" span>
                {words.action(step)}{' '}
              </Text>
              <Text size="sm" span c="dimmed">
                {t(`step_${step.state}`)}
              </Text>
              {step.note !== undefined && (
                <Text size="sm" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>
                  {step.note}
                </Text>
              )}
            </li>
          ))}
        </ol>
      </Table.Td>
      <Table.Td>
        <Badge color={colours[run.state]} variant="light">
          {t(`state_${run.state}`)}
        </Badge>
        {run.problem !== null && (
          <Text size="sm" mt={4} style={{ overflowWrap: 'anywhere' }}>
            {reasonOf(run.problem)}
          </Text>
        )}
        {run.state === 'failed' && <RetryButton run={run} />}
      </Table.Td>
    </Table.Tr>
  );
}

function RetryButton({ run }: { readonly run: ListedRun }) {
  const { t } = useTranslation('runs');
  const client = useQueryClient();
  const onError = useFailed();
  const retry = useMutation({
    mutationFn: () => api.jobRetry({ id: run.id }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['automation', 'runs'] }),
    onError,
  });
  return (
    <Button
      mt={4}
      size="compact-sm"
      variant="default"
      loading={retry.isPending}
      onClick={() => retry.mutate()}
      aria-label={t('goOnOf', { rule: run.rule })}
    >
      {t('goOn')}
    </Button>
  );
}
