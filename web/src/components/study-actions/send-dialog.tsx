import { Button, Group, Select, Skeleton, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { Dialog } from '../dialog.tsx';
import { Problem } from '../problem.tsx';

interface DialogProps {
  readonly studies: readonly string[];
  readonly onClose: () => void;
}

/** Sends studies to a node as a job, which goes on when the page is left. */
export function SendDialog({ studies, onClose }: DialogProps) {
  const { t } = useTranslation(['actions', 'common']);
  const client = useQueryClient();
  const nodes = useQuery({ queryKey: ['nodes'], queryFn: ({ signal }) => api.nodesList({}, { signal }) });
  const [node, setNode] = useState<string | null>(null);
  const send = useMutation({
    mutationFn: (to: string) =>
      api.jobSubmit({ operation: 'send', request: { selection: { studies }, node: to } }),
    onSuccess: (_, to) => {
      void client.invalidateQueries({ queryKey: ['jobs'] });
      notifications.show({
        message: t('sending', { node: to }),
        closeButtonProps: { 'aria-label': t('common:close') },
      });
      onClose();
    },
  });
  const names = nodes.data?.nodes.map(({ name }) => name) ?? [];
  return (
    <Dialog onClose={onClose} title={t('sendTitle', { count: studies.length })}>
      <Stack>
        {nodes.isError && <Problem error={nodes.error} />}
        {nodes.isPending && <Skeleton h={60} />}
        {nodes.data && names.length === 0 && <Text size="sm">{t('noNodes')}</Text>}
        {names.length > 0 && (
          <Select data-autofocus label={t('node')} data={names} value={node} onChange={setNode} searchable />
        )}
        {send.isError && <Problem error={send.error} />}
        <Group justify="flex-end">
          <Button
            loading={send.isPending}
            disabled={node === null}
            onClick={() => node !== null && send.mutate(node)}
          >
            {t('send')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
