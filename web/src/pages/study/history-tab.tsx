/** Where a study came from, and who did what to it. */

import { Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AuditRecord } from '../../../../src/contract/index.ts';
import { runs } from '../../api/automation.ts';
import { api } from '../../api/client.ts';
import { useMay } from '../../api/rights.ts';
import { useAuditWords } from '../../components/audit/use-audit-words.ts';
import { Problem } from '../../components/problem.tsx';
import { RunTable } from '../../components/runs/run-table.tsx';
import { WideTable } from '../../components/wide-table.tsx';
import { moment } from '../../format/dates.ts';
import { whole } from '../../format/numbers.ts';
import { Completeness } from './completeness.tsx';

export function HistoryTab({ study }: { readonly study: string }) {
  const may = useMay();
  return (
    <Stack gap="lg">
      <Origins study={study} />
      {may('send') && <Completeness study={study} />}
      {may('administer') && <Runs study={study} />}
      {may('administer') && <Audit study={study} />}
    </Stack>
  );
}

function Origins({ study }: { readonly study: string }) {
  const { t } = useTranslation(['study', 'common']);
  const { data, error } = useQuery({
    queryKey: ['studies', study, 'origins'],
    queryFn: ({ signal }) => api.studyOrigins({ study }, { signal }),
  });
  return (
    <section>
      <Title order={2} mb="sm">
        {t('origin')}
      </Title>
      {error && <Problem error={error} />}
      {data ? (
        <WideTable label={t('origin')}>
          <Table striped>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('sender')}</Table.Th>
                <Table.Th>{t('via')}</Table.Th>
                <Table.Th>{t('firstAt')}</Table.Th>
                <Table.Th>{t('lastAt')}</Table.Th>
                <Table.Th ta="right">{t('common:images')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.origins.map(({ sender, via, receiver, firstAt, lastAt, instances }) => (
                <Table.Tr key={`${sender} ${via} ${receiver}`}>
                  <Table.Td>{sender || '–'}</Table.Td>
                  <Table.Td>{[via, receiver].filter((text) => text !== '').join(' → ')}</Table.Td>
                  <Table.Td style={{ whiteSpace: 'nowrap' }}>{moment(firstAt)}</Table.Td>
                  <Table.Td style={{ whiteSpace: 'nowrap' }}>{moment(lastAt)}</Table.Td>
                  <Table.Td ta="right">{whole(instances)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      ) : (
        !error && <Skeleton h={80} />
      )}
    </section>
  );
}

/** What rules did with it; nothing where they never did. */
function Runs({ study }: { readonly study: string }) {
  const { t } = useTranslation('runs');
  const { data } = useQuery(runs(study));
  if (!data || data.runs.length === 0) return null;
  return (
    <section>
      <Title order={2} mb="sm">
        {t('runs')}
      </Title>
      <RunTable runs={data.runs} isOfStudy />
    </section>
  );
}

/** Records that are shown: the newest. */
const shownRecords = 200;

function Audit({ study }: { readonly study: string }) {
  const { t } = useTranslation('study');
  const { actionWords, actorWords } = useAuditWords();
  const { data, error } = useQuery({
    queryKey: ['studies', study, 'audit'],
    queryFn: ({ signal }) =>
      Array.fromAsync<AuditRecord>(api.auditList({ study, limit: shownRecords }, { signal })),
  });
  return (
    <section>
      <Title order={2} mb="sm">
        {t('audit')}
      </Title>
      {error && <Problem error={error} />}
      {data?.length === 0 && <Text c="dimmed">{t('noAudit')}</Text>}
      {data && data.length > 0 && (
        <WideTable label={t('audit')}>
          <Table striped>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('when')}</Table.Th>
                <Table.Th>{t('who')}</Table.Th>
                <Table.Th>{t('what')}</Table.Th>
                <Table.Th>{t('how')}</Table.Th>
                <Table.Th>{t('outcome')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.toReversed().map((record) => (
                <Table.Tr key={record.sequence}>
                  <Table.Td style={{ whiteSpace: 'nowrap' }}>{moment(record.at)}</Table.Td>
                  <Table.Td>{actorWords(record.actor)}</Table.Td>
                  <Table.Td>{actionWords(record.action)}</Table.Td>
                  <Table.Td>{record.via}</Table.Td>
                  <Table.Td>{t(record.outcome)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      )}
    </section>
  );
}
