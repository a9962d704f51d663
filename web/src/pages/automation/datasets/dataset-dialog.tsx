/** What series are called in the BIDS dataset that a rule makes, and what they are to be called. */
import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NamedInDataset } from '../../../../../src/contract/index.ts';
import { datasetOf } from '../../../api/automation.ts';
import { api } from '../../../api/client.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { Problem } from '../../../components/problem.tsx';
import { inOrderOfDoubt, previewName } from './preview-name.ts';
import { SeriesName } from './series-name.tsx';

interface DatasetDialogProps {
  /** Name of the rule. */
  readonly name: string;
  readonly onClose: () => void;
}

const keyOf = ({ protocol, description }: NamedInDataset): string => JSON.stringify([protocol, description]);

export function DatasetDialog({ name, onClose }: DatasetDialogProps) {
  const { t } = useTranslation('datasets');
  const client = useQueryClient();
  const query = datasetOf(name);
  const { data, error } = useQuery(query);
  /** What was written since it was saved, by series. */
  const [written, setWritten] = useState<Readonly<Record<string, string>>>({});
  const rows = inOrderOfDoubt(data?.series ?? []);
  const changed = rows.flatMap((row) => {
    const text = written[keyOf(row)]?.trim();
    return text === undefined || text === (row.is ?? '') ? [] : [{ row, text }];
  });
  const isRight = changed.every(({ row, text }) => previewName(row, text) !== undefined);
  const saving = useMutation({
    mutationFn: () =>
      api.datasetName({
        name,
        names: changed.map(({ row: { protocol, description }, text }) => ({
          ...{ protocol, description, is: text === '' ? null : text },
        })),
      }),
    onSuccess(after) {
      client.setQueryData(query.queryKey, after);
      setWritten({});
    },
  });
  return (
    <Dialog onClose={onClose} size="xl" isKept={changed.length > 0} title={t('namesOf', { name })}>
      {error && <Problem error={error} />}
      {!data && !error && <Skeleton h={240} />}
      {data && rows.length === 0 && <Text c="dimmed">{t('none')}</Text>}
      {data && rows.length > 0 && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (changed.length > 0 && isRight) saving.mutate();
          }}
        >
          <Stack>
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {t('meaning', { folder: data.folder, mapping: data.mapping })}
            </Text>
            {rows.map((row) => (
              <SeriesName
                key={keyOf(row)}
                row={row}
                written={written[keyOf(row)] ?? row.is ?? ''}
                onWrite={(text) => setWritten((before) => ({ ...before, [keyOf(row)]: text }))}
              />
            ))}
            {saving.error && <Problem error={saving.error} />}
            <Group justify="flex-end">
              {saving.isSuccess && changed.length === 0 && (
                <Text size="sm" role="status">
                  {t('saved')}
                </Text>
              )}
              <Button type="submit" loading={saving.isPending} disabled={changed.length === 0 || !isRight}>
                {changed.length === 0 ? t('saveNone') : t('save', { count: changed.length })}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Dialog>
  );
}
