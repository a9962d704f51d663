/** Instances of a study that came with different content under one identity, side by side. */
import { Button, Group, Paper, Skeleton, Stack, Switch, Table, Text, Title } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conflict } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Problem } from '../../../components/problem.tsx';
import { useFailed } from '../../../components/use-failed.ts';
import { WideTable } from '../../../components/wide-table.tsx';
import { moment } from '../../../format/dates.ts';
import { bytes } from '../../../format/numbers.ts';
import { differences } from './difference.ts';
import { DifferenceRows } from './difference-rows.tsx';

/** Conflicts of the archive that are looked through for those of the study. */
const lookedAt = 10_000;

export function ConflictsTab({ study }: { readonly study: string }) {
  const { t } = useTranslation('study');
  const { data, error } = useQuery({
    queryKey: ['studies', study, 'conflicts'],
    queryFn: async ({ signal }) => {
      const { conflicts } = await api.conflictsList({ state: 'all', limit: lookedAt }, { signal });
      return conflicts.filter(({ studyInstanceUid }) => studyInstanceUid === study);
    },
  });
  if (error) return <Problem error={error} />;
  if (!data) return <Skeleton h={160} />;
  if (data.length === 0)
    return (
      <EmptyState
        icon={IconCircleCheck}
        title={t('noConflicts')}
        meaning={t('noConflictsMeaning')}
        order={2}
      />
    );
  return (
    <Stack>
      {data.map((conflict) => (
        <OneConflict key={conflict.id} conflict={conflict} />
      ))}
    </Stack>
  );
}

function OneConflict({ conflict }: { readonly conflict: Conflict }) {
  const { t } = useTranslation('study');
  const client = useQueryClient();
  const onError = useFailed();
  const [isAll, setAll] = useState(false);
  const { data, error } = useQuery({
    queryKey: ['conflicts', conflict.id],
    queryFn: ({ signal }) => api.conflictShow({ id: conflict.id }, { signal }),
  });
  const keep = useMutation({
    mutationFn: (digest: string) => api.conflictResolve({ id: conflict.id, keep: digest }),
    onSuccess: () => client.invalidateQueries(),
    onError,
  });
  const isOpen = conflict.resolvedAt === null;
  const lines = differences(data?.contenders.map(({ header }) => header) ?? []);
  return (
    <Paper withBorder p="md">
      <Title order={2} size="h5" style={{ overflowWrap: 'anywhere' }}>
        {conflict.sopInstanceUid}
      </Title>
      <Text size="sm" c="dimmed">
        {isOpen
          ? t('conflictOpen', { at: moment(conflict.openedAt) })
          : t('conflictSettled', { at: moment(conflict.resolvedAt ?? '') })}
      </Text>
      {error && <Problem error={error} />}
      <WideTable label={t('conflicts')}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('element')}</Table.Th>
              {conflict.contenders.map(({ digest, receivedAt, sender, size, current }) => (
                <Table.Th key={digest}>
                  <Text size="sm">
                    {sender || '–'} · {moment(receivedAt)} · {bytes(size)}
                  </Text>
                  {current ? (
                    <Text size="sm" fw={600}>
                      {t('current')}
                    </Text>
                  ) : (
                    isOpen && (
                      <Button size="compact-xs" variant="default" onClick={() => keep.mutate(digest)}>
                        {t('keepThis')}
                      </Button>
                    )
                  )}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <DifferenceRows lines={lines} isAll={isAll} />
        </Table>
      </WideTable>
      <Group mt="sm">
        <Switch
          size="xs"
          label={t('showSame')}
          checked={isAll}
          onChange={(event) => setAll(event.currentTarget.checked)}
        />
      </Group>
    </Paper>
  );
}
