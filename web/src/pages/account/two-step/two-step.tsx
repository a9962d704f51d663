/** The code of an authenticator app, asked for after the password. */
import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WaysIn } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { Section } from '../../../components/section.tsx';
import { useFailed } from '../../../components/use-failed.ts';
import { useAgain } from '../use-again.ts';
import { RecoveryCodes } from './recovery-codes.tsx';
import { SetUpTotp } from './set-up-totp.tsx';

export function TwoStep({ ways }: { readonly ways: WaysIn }) {
  const { t } = useTranslation('account');
  const { hasTotp, recoveryCodes, mayChange } = ways;
  const [isSettingUp, setSettingUp] = useState(false);
  return (
    <Section
      title={t('twoStep')}
      beside={
        mayChange &&
        !hasTotp && (
          <Button size="compact-sm" variant="default" onClick={() => setSettingUp(true)}>
            {t('twoStepSetUp')}
          </Button>
        )
      }
    >
      <Text size="sm" c="dimmed">
        {hasTotp ? t('twoStepOn', { count: recoveryCodes }) : t('twoStepOff')}
      </Text>
      {mayChange && hasTotp && <TurnedOn />}
      {isSettingUp && <SetUpTotp onClose={() => setSettingUp(false)} />}
    </Section>
  );
}

/** What can be done with it. */
function TurnedOn() {
  const { t } = useTranslation('account');
  const again = useAgain();
  const onError = useFailed();
  const renew = useMutation({ mutationFn: () => api.myRecoveryCodes(), onSuccess: again, onError });
  const turnOff = useMutation({ mutationFn: () => api.myTotpOff(), onSuccess: again, onError });
  return (
    <Group gap="sm" mt="md">
      <Button size="compact-sm" variant="default" loading={renew.isPending} onClick={() => renew.mutate()}>
        {t('recoveryNew')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        loading={turnOff.isPending}
        onClick={() => turnOff.mutate()}
      >
        {t('twoStepTurnOff')}
      </Button>
      {renew.data && <RecoveryCodes codes={renew.data.recoveryCodes} onClose={() => renew.reset()} />}
    </Group>
  );
}
