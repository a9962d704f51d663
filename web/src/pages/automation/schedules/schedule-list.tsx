import { Alert, Anchor, Skeleton } from '@mantine/core';
import { IconCalendarTime } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ResultFor } from '../../../../../src/contract/index.ts';
import { schedules as schedulesQuery } from '../../../api/automation.ts';
import { nodes as nodesQuery } from '../../../api/nodes.ts';
import { Problem } from '../../../components/problem.tsx';
import { EntryList } from '../entries/entry-list.tsx';
import { useChange } from '../entries/use-change.ts';
import type { AutomationSearch } from '../search-params.ts';
import { RunsDialog } from './runs-dialog.tsx';
import { ScheduleCard } from './schedule-card.tsx';
import { ScheduleDialog } from './schedule-dialog.tsx';
import { scheduleForm } from './schedule-fields.ts';

interface ScheduleListProps {
  readonly file: ResultFor<'automationShow'>;
}

export function ScheduleList({ file }: ScheduleListProps) {
  const { t } = useTranslation('schedules');
  const { schedule }: AutomationSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(schedulesQuery);
  const { data: known } = useQuery(nodesQuery);
  const { changed, begin } = useChange('schedules', file, scheduleForm);
  const show = (one?: string) =>
    void navigate({ to: '/automation', search: { tab: 'schedules', ...(one && { schedule: one }) } });
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data || !known) return <Skeleton h={320} />;
  const names = known.nodes.map(({ name }) => name);
  const [firstNode] = names;
  // DICOMweb has none that this archive asks for.
  const worklists = known.nodes.filter(({ host }) => host !== undefined).map(({ name }) => name);
  return (
    <>
      <EntryList
        isWrong={file.problems.length > 0}
        missing={
          firstNode === undefined && (
            <Alert color="yellow" title={t('noNodes')}>
              <Anchor component={Link} to="/admin/nodes" inherit>
                {t('noNodesMeaning')}
              </Anchor>
            </Alert>
          )
        }
        empty={{ icon: IconCalendarTime, title: t('none'), meaning: t('noneMeaning') }}
        add={t('add')}
        onAdd={() => show('new')}
        cards={data.schedules.map((one) => (
          <ScheduleCard
            key={one.name}
            schedule={one}
            digest={file.digest}
            text={file.text}
            onLook={() => show(one.name)}
            onChange={() => begin(one.name)}
          />
        ))}
      />
      {(schedule === 'new' || changed) && firstNode !== undefined && (
        <ScheduleDialog {...{ file, changed, worklists }} nodes={names} onClose={() => show()} />
      )}
      {data.schedules.some(({ name }) => name === schedule) && (
        <RunsDialog name={schedule!} onClose={() => show()} />
      )}
    </>
  );
}
