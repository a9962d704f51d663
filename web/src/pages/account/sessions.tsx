/** Where one is logged in. */
import { Button, Skeleton, Stack } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { ownSessions } from '../../api/own-account.ts';
import { SessionLine } from '../../components/account/session-line.tsx';
import { Problem } from '../../components/problem.tsx';
import { Section } from '../../components/section.tsx';
import { useFailed } from '../../components/use-failed.ts';
import { useAgain } from './use-again.ts';

export function OwnSessions() {
  const { t } = useTranslation('account');
  const { data, error } = useQuery(ownSessions);
  const again = useAgain();
  const endOthers = useMutation({
    mutationFn: () => api.mySessionsEnd(),
    onSuccess: again,
    onError: useFailed(),
  });
  const end = async (id: string) => {
    await api.mySessionEnd({ id });
    await again();
  };
  const hasOthers = (data?.sessions.length ?? 0) > 1;
  return (
    <Section
      title={t('sessions')}
      beside={
        hasOthers && (
          <Button
            size="compact-sm"
            variant="default"
            loading={endOthers.isPending}
            onClick={() => endOthers.mutate()}
          >
            {t('endOthers')}
          </Button>
        )
      }
    >
      {error && <Problem error={error} />}
      {!data && !error && <Skeleton h={48} />}
      <Stack gap="sm">
        {data?.sessions.map((session) => (
          <SessionLine key={session.id} session={session} onEnd={() => end(session.id)} />
        ))}
      </Stack>
    </Section>
  );
}
