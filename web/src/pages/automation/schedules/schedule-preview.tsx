import { Alert, Box, Skeleton, Table, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { Problem } from '../../../components/problem.tsx';
import { WideTable } from '../../../components/wide-table.tsx';
import { day, moment } from '../../../format/dates.ts';
import { mistakeWords } from '../../../format/mistake.ts';
import { whole } from '../../../format/numbers.ts';
import { keysInWords } from './schedule-card.tsx';

/** How long one has stopped typing when the node is asked, milliseconds. */
const pauseMs = 500;
const shown = 20;

/** What would be fetched at the next run, as the node answers now. */
export function SchedulePreview({ schedule }: { readonly schedule: Readonly<Record<string, unknown>> }) {
  const { t } = useTranslation('schedules');
  const [asked] = useDebouncedValue(schedule, pauseMs);
  const { data, error } = useQuery({
    queryKey: ['automation', 'schedulePreview', asked],
    queryFn: ({ signal }) => api.schedulePreview({ schedule: asked, limit: shown }, { signal }),
    placeholderData: keepPreviousData,
  });
  if (error) return <Problem error={error} />;
  if (!data) return <Skeleton h={120} />;
  const { problems, nextAt, keys, studies, more } = data;
  return (
    <Box role="group" aria-label={t('preview')} aria-live="polite">
      <Text size="sm" fw={500}>
        {t('preview')}
      </Text>
      {problems.length > 0 && (
        <Alert color="yellow" role="status" title={t('cannotAsk')} style={{ overflowWrap: 'anywhere' }}>
          {problems.map(mistakeWords).join('\n')}
        </Alert>
      )}
      {nextAt !== null && (
        <Text size="sm" c="dimmed">
          {t('asOf', { when: moment(nextAt), keys: keysInWords(keys) })}
        </Text>
      )}
      {problems.length === 0 && studies.length === 0 && <Text size="sm">{t('nothingMatches')}</Text>}
      {studies.length > 0 && (
        <WideTable label={t('preview')}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('patient')}</Table.Th>
                <Table.Th>{t('date')}</Table.Th>
                <Table.Th>{t('modalities')}</Table.Th>
                <Table.Th>{t('description')}</Table.Th>
                <Table.Th ta="right">{t('images')}</Table.Th>
                <Table.Th ta="right">{t('here')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {studies.map((study) => (
                <Table.Tr key={study.studyInstanceUid}>
                  <Table.Td>
                    <bdi>{study.patientName || study.patientId}</bdi>
                  </Table.Td>
                  <Table.Td>{study.date === '' ? '' : day(study.date)}</Table.Td>
                  <Table.Td>{study.modalities}</Table.Td>
                  <Table.Td>
                    <bdi>{study.description}</bdi>
                  </Table.Td>
                  <Table.Td ta="right">{study.images === null ? '?' : whole(study.images)}</Table.Td>
                  <Table.Td ta="right">{whole(study.here)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      )}
      {more && <Text size="sm">{t('more')}</Text>}
    </Box>
  );
}
