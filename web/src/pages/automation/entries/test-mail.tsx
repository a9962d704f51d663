import { Button, Group, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { Problem } from '../../../components/problem.tsx';

/** Whether mail reaches somebody, before a rule relies on it. */
export function TestMail({ to }: { readonly to: string }) {
  const { t } = useTranslation('rules');
  const send = useMutation({ mutationFn: () => api.automationMail({ to }), onError: () => {} });
  return (
    <>
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="default"
          disabled={to === ''}
          loading={send.isPending}
          onClick={() => send.mutate()}
        >
          {t('testMail')}
        </Button>
        <span aria-live="polite">
          {send.data && (
            <Group gap={4}>
              <IconCheck size={14} color="var(--mantine-primary-color-filled)" aria-hidden />
              <Text size="sm">{t('testMailTaken', { to: send.data.sentTo })}</Text>
            </Group>
          )}
        </span>
      </Group>
      {send.isError && <Problem error={send.error} />}
    </>
  );
}
