/** The contents that are kept of an instance, where there is more than one, side by side: what was sent, what was edited. */
import { Button, Group, Stack, Switch, Table, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { InstancePlace } from '../../../api/metadata.ts';
import { useMay } from '../../../api/rights.ts';
import { Problem } from '../../../components/problem.tsx';
import { useFailed } from '../../../components/use-failed.ts';
import { WideTable } from '../../../components/wide-table.tsx';
import { moment } from '../../../format/dates.ts';
import { bytes } from '../../../format/numbers.ts';
import { differences } from '../conflicts/difference.ts';
import { DifferenceRows } from '../conflicts/difference-rows.tsx';

export function Revisions({ study, series, instance }: InstancePlace) {
  const { t } = useTranslation('study');
  const may = useMay();
  const client = useQueryClient();
  const onError = useFailed();
  const [isAll, setAll] = useState(false);
  const identity = { studyInstanceUid: study, seriesInstanceUid: series, sopInstanceUid: instance };
  const { data, error } = useQuery({
    queryKey: ['studies', study, 'revisions', series, instance],
    queryFn: ({ signal }) => api.revisionsCompare(identity, { signal }),
    enabled: may('edit'),
  });
  const revert = useMutation({
    mutationFn: () => api.revert(identity),
    onSuccess: () => client.invalidateQueries(),
    onError,
  });
  if (error) return <Problem error={error} />;
  if (!data || data.revisions.length < 2) return null;
  const { revisions } = data;
  const isEdited = revisions.some(({ current, state }) => current && state === 'revision');
  return (
    <Stack gap="xs" component="section" aria-labelledby="revisions">
      <Title order={2} size="h5" id="revisions">
        {t('revisions')}
      </Title>
      <WideTable label={t('revisions')}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('element')}</Table.Th>
              {revisions.map(({ digest, state, receivedAt, size, current }) => (
                <Table.Th key={digest}>
                  <Text size="sm">
                    {t(state)} · {moment(receivedAt)} · {bytes(size)}
                  </Text>
                  {current && (
                    <Text size="sm" fw={600}>
                      {t('current')}
                    </Text>
                  )}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <DifferenceRows lines={differences(revisions.map(({ header }) => header))} isAll={isAll} />
        </Table>
      </WideTable>
      <Group>
        <Switch
          size="xs"
          label={t('showSame')}
          checked={isAll}
          onChange={(event) => setAll(event.currentTarget.checked)}
        />
        {isEdited && (
          <Button
            size="compact-sm"
            variant="default"
            loading={revert.isPending}
            onClick={() => revert.mutate()}
          >
            {t('takeEditBack')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
