import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Problem } from '../../components/problem.tsx';

interface PurgeButtonProps {
  readonly id: string;
  /** What has to be typed. */
  readonly name: string;
}

/** Deletes for good. That cannot be taken back, so it asks for the name of what goes. */
export function PurgeButton({ id, name }: PurgeButtonProps) {
  const { t } = useTranslation('trash');
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const purge = useMutation({
    mutationFn: () => api.trashPurge({ ids: [id] }),
    onSuccess: () => client.invalidateQueries(),
  });
  return (
    <>
      <Button size="compact-sm" variant="subtle" color="red" onClick={() => setOpen(true)}>
        {t('purge')}
      </Button>
      {isOpen && (
        <Dialog onClose={() => setOpen(false)} title={t('purgeTitle')}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              purge.mutate();
            }}
          >
            <Stack>
              <Text>{t('purgeMeaning')}</Text>
              <TextInput
                data-autofocus
                label={t('purgeType', { name })}
                value={typed}
                autoComplete="off"
                onChange={(event) => setTyped(event.currentTarget.value)}
              />
              {purge.isError && <Problem error={purge.error} />}
              <Group justify="flex-end">
                <Button type="submit" color="red" disabled={typed.trim() !== name} loading={purge.isPending}>
                  {t('purge')}
                </Button>
              </Group>
            </Stack>
          </form>
        </Dialog>
      )}
    </>
  );
}
