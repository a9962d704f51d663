/** How the person of an account logs in, and what can be taken away of it when something was lost. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ListedPasskey, ListedUser } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { Problem } from '../../../components/problem.tsx';
import { RemoveButton } from '../../../components/remove-button.tsx';
import { Section } from '../../../components/section.tsx';
import { useFailed } from '../../../components/use-failed.ts';
import { moment } from '../../../format/dates.ts';
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
  const { data, error } = useQuery({
    queryKey: ['users', name, 'passkeys'],
    queryFn: ({ signal }) => api.userPasskeys({ name }, { signal }),
  });
  if (error) return <Problem error={error} />;
  return data?.passkeys.map((passkey) => <OnePasskey key={passkey.id} account={name} passkey={passkey} />);
}

function OnePasskey({ account, passkey }: { readonly account: string; readonly passkey: ListedPasskey }) {
  const { t } = useTranslation('accounts');
  const { id, name, site, createdAt, usedAt } = passkey;
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.userPasskeyRemove({ name: account, id }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['users'] }),
    onError: useFailed(),
  });
  return (
    <Group justify="space-between" wrap="nowrap">
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={600} truncate dir="auto">
          {name}
        </Text>
        <Text size="sm" c="dimmed">
          {[
            site,
            t('added', { at: moment(createdAt) }),
            usedAt === null ? t('unused') : t('used', { at: moment(usedAt) }),
          ].join(' · ')}
        </Text>
      </div>
      <RemoveButton
        label={t('removePasskey', { name })}
        isBusy={remove.isPending}
        onClick={() => remove.mutate()}
      />
    </Group>
  );
}
