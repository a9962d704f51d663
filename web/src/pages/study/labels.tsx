import { Badge, CloseButton, Group } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { protectedLabel } from '../../../../src/contract/index.ts';
import { api } from '../../api/client.ts';
import { useMay } from '../../api/rights.ts';
import { useUndo } from '../../components/undo.tsx';
import { useFailed } from '../../components/use-failed.ts';

interface SetLabel {
  readonly name: string;
  readonly value: string;
}

/** What people said about a study. */
export function Labels({ study }: { readonly study: string }) {
  const { t } = useTranslation('study');
  const may = useMay();
  const client = useQueryClient();
  const onError = useFailed();
  const offerUndo = useUndo();
  const queryKey = ['studies', study, 'labels'];
  const { data } = useQuery({
    queryKey,
    queryFn: ({ signal }) => api.labelsList({ target: 'study', uid: study }, { signal }),
  });
  const take = useMutation({
    mutationFn: ({ name }: SetLabel) => set(name, null),
    onSuccess: (_, { name, value }) => offerUndo(t('labelTaken', { name }), () => set(name, value)),
    onError,
  });
  const set = async (name: string, value: string | null): Promise<void> => {
    client.setQueryData(queryKey, await api.labelSet({ target: 'study', uid: study, name, value }));
  };
  if (!data || data.labels.length === 0) return null;
  return (
    <Group gap={8} role="group" aria-label={t('labels')}>
      {data.labels.map(({ name, value }) => (
        <Badge
          key={name}
          variant="default"
          tt="none"
          size="lg"
          leftSection={name === protectedLabel && <IconLock size={14} aria-hidden />}
          rightSection={
            may('edit') && (
              <CloseButton
                size="xs"
                aria-label={t('takeLabel', { name })}
                onClick={() => take.mutate({ name, value })}
              />
            )
          }
        >
          {name === protectedLabel
            ? t('protected', { why: value })
            : value === ''
              ? name
              : `${name}: ${value}`}
        </Badge>
      ))}
    </Group>
  );
}
