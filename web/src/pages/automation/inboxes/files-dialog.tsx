/** The files of an inbox that were not taken in, or stay although they should go, and why. */
import { Badge, Skeleton, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { inboxFiles } from '../../../api/automation.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { Problem } from '../../../components/problem.tsx';
import { WideTable } from '../../../components/wide-table.tsx';
import { moment } from '../../../format/dates.ts';
import { reasonOf } from '../../../format/reason.ts';

interface FilesDialogProps {
  readonly name: string;
  readonly onClose: () => void;
}

const colours = { taken: 'teal', foreign: 'gray', refused: 'red' } as const;

export function FilesDialog({ name, onClose }: FilesDialogProps) {
  const { t } = useTranslation('inboxes');
  const { data, error } = useQuery(inboxFiles(name));
  return (
    <Dialog onClose={onClose} size="xl" title={t('filesOf', { name })}>
      {error && <Problem error={error} />}
      {!data && !error && <Skeleton h={240} />}
      {data?.files.length === 0 && <Text c="dimmed">{t('allTaken')}</Text>}
      {data && data.files.length > 0 && (
        <WideTable label={t('files')}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('file')}</Table.Th>
                <Table.Th>{t('state')}</Table.Th>
                <Table.Th>{t('reason')}</Table.Th>
                <Table.Th>{t('since')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.files.map(({ path, state, reason, at }) => (
                <Table.Tr key={path}>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>
                    <bdi>{path}</bdi>
                  </Table.Td>
                  <Table.Td>
                    <Badge variant="light" color={colours[state]} miw="max-content">
                      {t(`file_${state}`)}
                    </Badge>
                  </Table.Td>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>{reason && reasonOf(reason)}</Table.Td>
                  <Table.Td>{moment(at)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      )}
    </Dialog>
  );
}
