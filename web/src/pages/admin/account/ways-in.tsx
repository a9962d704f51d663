/** How the person of an account logs in, and what can be taken away of it when something was lost. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ListedUser } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { PasskeyLine } from '../../../components/account/passkey-line.tsx';
import { Problem } from '../../../components/problem.tsx';
import { Section } from '../../../components/section.tsx';
import { useFailed } from '../../../components/use-failed.ts';
import { useWaysIn } from '../accounts/use-ways-in.ts';

export function WaysIn({ user }: { readonly user: ListedUser }) {
  const { t } = useTranslation('accounts');
  const { name, hasTotp, passkeys, identity } = user;
  const client = useQueryClient();
  const waysIn = useWaysIn();
  const turnOff = useMutation({
    mutationFn: () => api.userTotpOff({ name }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['users'] }),
    onError: useFailed(),
  });
  return (
    <Section title={t('waysIn')}>
      <Stack gap="sm">
        <Text size="sm">{waysIn(user)}</Text>
        {identity && (
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {identity.issuer}: {identity.subject}
          </Text>
        )}
        {hasTotp && (
          <Group>
            <Button
              size="compact-sm"
              variant="default"
              loading={turnOff.isPending}
              onClick={() => turnOff.mutate()}
            >
              {t('totpOff')}
            </Button>
            <Text size="sm" c="dimmed">
              {t('totpOffMeaning')}
            </Text>
          </Group>
        )}
        {passkeys > 0 && <Passkeys name={name} />}
      </Stack>
    </Section>
  );
}

function Passkeys({ name }: { readonly name: string }) {
  const client = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ['users', name, 'passkeys'],
    queryFn: ({ signal }) => api.userPasskeys({ name }, { signal }),
  });
  const remove = async (id: string) => {
    await api.userPasskeyRemove({ name, id });
    await client.invalidateQueries({ queryKey: ['users'] });
  };
  if (error) return <Problem error={error} />;
  return data?.passkeys.map((passkey) => (
    <PasskeyLine key={passkey.id} passkey={passkey} onRemove={() => remove(passkey.id)} />
  ));
}
