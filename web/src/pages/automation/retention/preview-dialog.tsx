/** What would go into the trash, and how much that frees; nothing is done. */
import { Anchor, Badge, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { retentionPreview } from '../../../api/automation.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { Problem } from '../../../components/problem.tsx';
import { WideTable } from '../../../components/wide-table.tsx';
import { moment } from '../../../format/dates.ts';
import { bytes, whole } from '../../../format/numbers.ts';

interface PreviewDialogProps {
  readonly name: string;
  readonly onClose: () => void;
}

export function PreviewDialog({ name, onClose }: PreviewDialogProps) {
  const { t } = useTranslation('retention');
  const { data, error } = useQuery(retentionPreview(name));
  return (
    <Dialog onClose={onClose} size="xl" title={t('previewOf', { name })}>
      {error && <Problem error={error} />}
      {!data && !error && <Skeleton h={240} />}
      {data && (
        <Stack>
          <Text>
            {t('wouldGo', {
              ...{ count: data.total.studies, freed: bytes(data.total.bytes) },
              ...{ now: data.disk.fullNow, after: data.disk.fullThen },
            })}
          </Text>
          {data.note !== null && <Text c="dimmed">{t('notNow', { now: data.disk.fullNow })}</Text>}
          {data.studies.length > 0 && (
            <WideTable label={t('studies')}>
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('study')}</Table.Th>
                    <Table.Th ta="right">{t('images')}</Table.Th>
                    <Table.Th ta="right">{t('size')}</Table.Th>
                    <Table.Th>{t('came')}</Table.Th>
                    <Table.Th>{t('state')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {data.studies.map((study) => (
                    <Table.Tr key={study.studyInstanceUid}>
                      <Table.Td style={{ overflowWrap: 'anywhere' }}>
                        <Anchor
                          size="sm"
                          renderRoot={(props) => (
                            <Link
                              to="/studies/$study"
                              params={{ study: study.studyInstanceUid }}
                              {...props}
                            />
                          )}
                        >
                          {study.studyInstanceUid}
                        </Anchor>
                      </Table.Td>
                      <Table.Td ta="right">{whole(study.instances)}</Table.Td>
                      <Table.Td ta="right">{bytes(study.bytes)}</Table.Td>
                      <Table.Td>{moment(study.receivedAt)}</Table.Td>
                      <Table.Td>
                        {study.keptBecause === 'protected' && (
                          <Badge variant="light" miw="max-content">
                            {t('protected')}
                          </Badge>
                        )}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </WideTable>
          )}
        </Stack>
      )}
    </Dialog>
  );
}
