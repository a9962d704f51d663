/** Where somebody is logged in. */
import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ListedSession } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { Problem } from '../../../components/problem.tsx';
import { Section } from '../../../components/section.tsx';
import { useFailed } from '../../../components/use-failed.ts';
import { moment } from '../../../format/dates.ts';

export function AccountSessions({ name }: { readonly name: string }) {
  const { t } = useTranslation('accounts');
  const { data, error } = useQuery({
    queryKey: ['users', name, 'sessions'],
    queryFn: ({ signal }) => api.userSessions({ name }, { signal }),
  });
  return (
    <Section title={t('sessions')}>
      {error && <Problem error={error} />}
      {data?.sessions.length === 0 && <Text c="dimmed">{t('noSessions')}</Text>}
      <Stack gap="sm">
        {data?.sessions.map((session) => (
          <OneSession key={session.id} account={name} session={session} />
        ))}
      </Stack>
    </Section>
  );
}

function OneSession({ account, session }: { readonly account: string; readonly session: ListedSession }) {
  const { t } = useTranslation('accounts');
  const { id, seenAt, address, agent, isCurrent } = session;
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => api.userSessionEnd({ name: account, id }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['users', account, 'sessions'] }),
    onError: useFailed(),
  });
  return (
    <Group justify="space-between" wrap="nowrap">
      <div style={{ minWidth: 0 }}>
        <Text size="sm">
          {address} · {t('lastSeen', { at: moment(seenAt) })}
        </Text>
        <Text size="sm" c="dimmed" truncate title={agent}>
          {agent}
        </Text>
      </div>
      {isCurrent ? (
        <Badge variant="light" tt="none">
          {t('thisSession')}
        </Badge>
      ) : (
        <Button size="compact-sm" variant="default" loading={end.isPending} onClick={() => end.mutate()}>
          {t('endSession')}
        </Button>
      )}
    </Group>
  );
}
