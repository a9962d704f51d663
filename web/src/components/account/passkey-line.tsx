/** A passkey of somebody: for which host, since when, whether it is used. */
import { Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedPasskey } from '../../../../src/contract/index.ts';
import { moment } from '../../format/dates.ts';
import { RemoveButton } from '../remove-button.tsx';
import { useFailed } from '../use-failed.ts';

interface PasskeyLineProps {
  readonly passkey: ListedPasskey;
  readonly onRemove: () => Promise<unknown>;
  /** Further buttons. */
  readonly children?: ReactNode;
}

export function PasskeyLine({ passkey, onRemove, children }: PasskeyLineProps) {
  const { t } = useTranslation('accounts');
  const { name, site, createdAt, usedAt, isBackedUp } = passkey;
  const remove = useMutation({ mutationFn: onRemove, onError: useFailed() });
  const facts = [
    site,
    t(isBackedUp ? 'severalDevices' : 'oneDevice'),
    t('added', { at: moment(createdAt) }),
    usedAt === null ? t('unused') : t('used', { at: moment(usedAt) }),
  ];
  return (
    <Group justify="space-between" wrap="nowrap">
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={600} truncate dir="auto">
          {name}
        </Text>
        <Text size="sm" c="dimmed">
          {facts.join(' · ')}
        </Text>
      </div>
      <Group gap={4} wrap="nowrap" flex="none">
        {children}
        <RemoveButton
          label={t('removePasskey', { name })}
          isBusy={remove.isPending}
          onClick={() => remove.mutate()}
        />
      </Group>
    </Group>
  );
}
