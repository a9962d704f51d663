/** The account that one has at the provider of logins. */
import { Button, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { WaysIn } from '../../../../src/contract/index.ts';
import { api } from '../../api/client.ts';
import { Section } from '../../components/section.tsx';
import { useFailed } from '../../components/use-failed.ts';
import { useAgain } from './use-again.ts';

interface ProviderProps {
  readonly provider: NonNullable<WaysIn['provider']>;
  readonly mayChange: boolean;
}

export function Provider({ provider: { label, isConnected }, mayChange }: ProviderProps) {
  const { t } = useTranslation('account');
  const again = useAgain();
  const disconnect = useMutation({
    mutationFn: () => api.myProviderDisconnect(),
    onSuccess: again,
    onError: useFailed(),
  });
  const button = isConnected ? (
    <Button
      size="compact-sm"
      variant="default"
      loading={disconnect.isPending}
      onClick={() => disconnect.mutate()}
    >
      {t('providerDisconnect')}
    </Button>
  ) : (
    <Button size="compact-sm" variant="default" component="a" href="/login/provider/connect">
      {t('providerConnect')}
    </Button>
  );
  return (
    <Section title={t('provider', { label })} beside={mayChange && button}>
      <Text size="sm" c="dimmed">
        {t(isConnected ? 'providerConnected' : 'providerNone')}
      </Text>
    </Section>
  );
}
