/** Runs of schedules that could not ask a node what it has. */
import { Button, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { LeftRun } from '../../../../../../src/contract/index.ts';
import { api } from '../../../../api/client.ts';
import { useFailed } from '../../../../components/use-failed.ts';
import { WideTable } from '../../../../components/wide-table.tsx';
import { day } from '../../../../format/dates.ts';
import { reasonOf } from '../../../../format/reason.ts';
import { GoesOn } from './goes-on.tsx';

export function LeftRuns({ runs }: { readonly runs: readonly LeftRun[] }) {
  const { t } = useTranslation('nodes');
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: ({ schedule: name, day }: LeftRun) => api.scheduleRun({ name, day }),
    onSuccess: async ({ schedule, day: on }) => {
      notifications.show({ message: t('runsAgain', { schedule, day: day(on) }) });
      await client.invalidateQueries({ queryKey: ['nodes', 'left'] });
    },
    onError: useFailed(),
  });
  return (
    <WideTable label={t('leftRuns')}>
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('node')}</Table.Th>
            <Table.Th>{t('goesOn')}</Table.Th>
            <Table.Th>{t('leftRun')}</Table.Th>
            <Table.Td />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {runs.map((run) => (
            <Table.Tr key={`${run.schedule} ${run.plannedAt}`} style={{ verticalAlign: 'top' }}>
              <Table.Td>{run.node}</Table.Td>
              <Table.Td>
                <GoesOn {...run} />
              </Table.Td>
              <Table.Td>
                <Text size="sm">{`${run.schedule}, ${day(run.day)}`}</Text>
                <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                  {run.reason ? reasonOf(run.reason) : t('notBegun')}
                </Text>
              </Table.Td>
              <Table.Td ta="right">
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={again.isPending && again.variables === run}
                  onClick={() => again.mutate(run)}
                >
                  {t('runAgain')}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}
