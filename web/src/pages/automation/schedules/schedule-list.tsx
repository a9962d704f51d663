import { Alert, Button, Group, SimpleGrid, Skeleton, Stack } from '@mantine/core';
import { IconCalendarTime, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ResultFor } from '../../../../../src/contract/index.ts';
import { schedules as schedulesQuery } from '../../../api/automation.ts';
import { nodes as nodesQuery } from '../../../api/nodes.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Problem } from '../../../components/problem.tsx';
import type { AutomationSearch } from '../search-params.ts';
import { NewScheduleDialog } from './new-schedule-dialog.tsx';
import { RunsDialog } from './runs-dialog.tsx';
import { ScheduleCard } from './schedule-card.tsx';

interface ScheduleListProps {
  readonly file: ResultFor<'automationShow'>;
}

export function ScheduleList({ file }: ScheduleListProps) {
  const { t } = useTranslation(['schedules', 'automation']);
  const { schedule }: AutomationSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(schedulesQuery);
  const { data: known } = useQuery(nodesQuery);
  const show = (one?: string) =>
    void navigate({ to: '/automation', search: { tab: 'schedules', ...(one && { schedule: one }) } });
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data || !known) return <Skeleton h={320} />;
  const names = known.nodes.map(({ name }) => name);
  const [firstNode] = names;
  const add = (
    <Button
      leftSection={<IconPlus size={16} aria-hidden />}
      disabled={file.problems.length > 0 || firstNode === undefined}
      onClick={() => show('new')}
    >
      {t('add')}
    </Button>
  );
  return (
    <Stack>
      {file.problems.length > 0 && (
        <Alert color="yellow" title={t('automation:fileIsWrong')}>
          {t('automation:fileIsWrongMeaning')}
        </Alert>
      )}
      {firstNode === undefined && (
        <Alert color="yellow" title={t('noNodes')}>
          {t('noNodesMeaning')}
        </Alert>
      )}
      {data.schedules.length === 0 ? (
        <EmptyState icon={IconCalendarTime} title={t('none')} meaning={t('noneMeaning')} order={2}>
          {add}
        </EmptyState>
      ) : (
        <>
          <Group>{add}</Group>
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            {data.schedules.map((one) => (
              <ScheduleCard
                key={one.name}
                schedule={one}
                digest={file.digest}
                text={file.text}
                onLook={() => show(one.name)}
              />
            ))}
          </SimpleGrid>
        </>
      )}
      {schedule === 'new' && firstNode !== undefined && (
        <NewScheduleDialog file={file} nodes={names} onClose={() => show()} />
      )}
      {data.schedules.some(({ name }) => name === schedule) && (
        <RunsDialog name={schedule!} onClose={() => show()} />
      )}
    </Stack>
  );
}
