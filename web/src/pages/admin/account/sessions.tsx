/** Where somebody is logged in. */
import { Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { SessionLine } from '../../../components/account/session-line.tsx';
import { Problem } from '../../../components/problem.tsx';
import { Section } from '../../../components/section.tsx';

export function AccountSessions({ name }: { readonly name: string }) {
  const { t } = useTranslation('accounts');
  const client = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ['users', name, 'sessions'],
    queryFn: ({ signal }) => api.userSessions({ name }, { signal }),
  });
  const end = async (id: string) => {
    await api.userSessionEnd({ name, id });
    await client.invalidateQueries({ queryKey: ['users', name, 'sessions'] });
  };
  return (
    <Section title={t('sessions')}>
      {error && <Problem error={error} />}
      {data?.sessions.length === 0 && <Text c="dimmed">{t('noSessions')}</Text>}
      <Stack gap="sm">
        {data?.sessions.map((session) => (
          <SessionLine key={session.id} session={session} onEnd={() => end(session.id)} />
        ))}
      </Stack>
    </Section>
  );
}
