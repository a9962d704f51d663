/** For what cannot be undone: the name has to be typed. */

import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../components/dialog.tsx';
import { Problem } from '../../components/problem.tsx';

interface TypedRemovalProps {
  readonly name: string;
  readonly title: string;
  /** What goes with it, and what stays. */
  readonly meaning: string;
  readonly onRemove: () => Promise<unknown>;
  readonly onClose: () => void;
}

export function TypedRemoval({ name, title, meaning, onRemove, onClose }: TypedRemovalProps) {
  const { t } = useTranslation(['admin', 'common']);
  const [typed, setTyped] = useState('');
  const remove = useMutation({ mutationFn: onRemove });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (typed === name) remove.mutate();
  };
  return (
    <Dialog onClose={onClose} title={title}>
      <form onSubmit={onSubmit}>
        <Stack>
          <Text size="sm">{meaning}</Text>
          <TextInput
            data-autofocus
            label={t('typeName', { name })}
            value={typed}
            autoComplete="off"
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {remove.isError && <Problem error={remove.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" color="red" disabled={typed !== name} loading={remove.isPending}>
              {t('common:remove')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
