/** The runs of a schedule, and what came of each study of one of them. */
import { Anchor, Badge, Button, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScheduledRun } from '../../../../../src/contract/index.ts';
import { scheduleReport, scheduleRuns } from '../../../api/automation.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { Problem } from '../../../components/problem.tsx';
import { WideTable } from '../../../components/wide-table.tsx';
import { moment } from '../../../format/dates.ts';
import { whole } from '../../../format/numbers.ts';
import { reasonOf } from '../../../format/reason.ts';

interface RunsDialogProps {
  readonly name: string;
  readonly onClose: () => void;
}

const colours = {
  waiting: 'gray',
  running: 'blue',
  complete: 'teal',
  failed: 'red',
  cancelled: 'gray',
} as const;

export function RunsDialog({ name, onClose }: RunsDialogProps) {
  const { t } = useTranslation('schedules');
  const { data, error } = useQuery(scheduleRuns(name));
  const [chosen, setChosen] = useState<string>();
  const looked = data?.runs.find(({ plannedAt }) => plannedAt === chosen) ?? data?.runs[0];
  return (
    <Dialog onClose={onClose} size="xl" title={t('runsOf', { name })}>
      {error && <Problem error={error} />}
      {!data && !error && <Skeleton h={240} />}
      {data?.runs.length === 0 && <Text c="dimmed">{t('noRun')}</Text>}
      {data && data.runs.length > 0 && (
        <Stack>
          <WideTable label={t('runs')}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('plannedFor')}</Table.Th>
                  <Table.Th>{t('state')}</Table.Th>
                  <Table.Th ta="right">{t('studies')}</Table.Th>
                  <Table.Th ta="right">{t('came')}</Table.Th>
                  <Table.Th ta="right">{t('wereHere')}</Table.Th>
                  <Table.Th ta="right">{t('missingImages')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {data.runs.map((run) => (
                  <Table.Tr key={run.plannedAt}>
                    <Table.Td>
                      <Button
                        variant={run === looked ? 'light' : 'subtle'}
                        size="compact-sm"
                        fw={400}
                        aria-pressed={run === looked}
                        onClick={() => setChosen(run.plannedAt)}
                      >
                        {moment(run.plannedAt)}
                      </Button>
                    </Table.Td>
                    <Table.Td>
                      <Badge variant="light" color={colours[run.state]} miw="max-content">
                        {t(`run_${run.state}`)}
                      </Badge>
                    </Table.Td>
                    <Table.Td ta="right">{whole(run.counts.studies)}</Table.Td>
                    <Table.Td ta="right">{whole(run.counts.came)}</Table.Td>
                    <Table.Td ta="right">{whole(run.counts.wereHere)}</Table.Td>
                    <Table.Td ta="right">{whole(run.counts.missing)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </WideTable>
          {looked && <Report run={looked} />}
        </Stack>
      )}
    </Dialog>
  );
}

function Report({ run }: { readonly run: ScheduledRun }) {
  const { t } = useTranslation('schedules');
  const { data, error } = useQuery(scheduleReport(run));
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {t('reportOf', { when: moment(run.plannedAt) })}
      </Title>
      {run.reason !== null && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {reasonOf(run.reason)}
        </Text>
      )}
      {error && <Problem error={error} />}
      {!data && !error && <Skeleton h={120} />}
      {data?.studies.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('nothingMatched')}
        </Text>
      )}
      {data && data.studies.length > 0 && (
        <WideTable label={t('studies')}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('study')}</Table.Th>
                <Table.Th ta="right">{t('images')}</Table.Th>
                <Table.Th ta="right">{t('came')}</Table.Th>
                <Table.Th ta="right">{t('missingImages')}</Table.Th>
                <Table.Th>{t('reason')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.studies.map(({ studyInstanceUid, images, came, missing, reason }) => (
                <Table.Tr key={studyInstanceUid}>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>
                    {images > missing ? (
                      <Anchor
                        size="sm"
                        renderRoot={(props) => (
                          <Link to="/studies/$study" params={{ study: studyInstanceUid }} {...props} />
                        )}
                      >
                        {studyInstanceUid}
                      </Anchor>
                    ) : (
                      studyInstanceUid
                    )}
                  </Table.Td>
                  <Table.Td ta="right">{whole(images)}</Table.Td>
                  <Table.Td ta="right">{whole(came)}</Table.Td>
                  <Table.Td ta="right">{whole(missing)}</Table.Td>
                  <Table.Td>{reason ? reasonOf(reason) : t('everythingHere')}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      )}
    </Stack>
  );
}
