/** One place where somebody is logged in. */
import { Badge, Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ListedSession } from '../../../../src/contract/index.ts';
import { browserOf } from '../../format/browser-of.ts';
import { moment } from '../../format/dates.ts';
import { useFailed } from '../use-failed.ts';

interface SessionLineProps {
  readonly session: ListedSession;
  readonly onEnd: () => Promise<unknown>;
}

export function SessionLine({ session, onEnd }: SessionLineProps) {
  const { t } = useTranslation('accounts');
  const { seenAt, address, agent, isCurrent } = session;
  const { browser, system } = browserOf(agent);
  const name = browser && system ? t('browserOn', { browser, system }) : (browser ?? agent);
  const end = useMutation({ mutationFn: onEnd, onError: useFailed() });
  return (
    <Group justify="space-between" wrap="nowrap">
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={600} truncate title={agent}>
          {name}
        </Text>
        <Text size="sm" c="dimmed">
          {address} · {t('lastSeen', { at: moment(seenAt) })}
        </Text>
      </div>
      {isCurrent ? (
        <Badge variant="light" tt="none" flex="none">
          {t('thisSession')}
        </Badge>
      ) : (
        <Button
          size="compact-sm"
          variant="default"
          flex="none"
          loading={end.isPending}
          onClick={() => end.mutate()}
          aria-label={t('endSessionOf', { name })}
        >
          {t('endSession')}
        </Button>
      )}
    </Group>
  );
}
