/** The tokens of one's own programs. */
import { Badge, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedToken } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { ownTokens } from '../../../api/own-account.ts';
import { useGrantWords } from '../../../components/account/use-grant-words.ts';
import { AddButton } from '../../../components/add-button.tsx';
import { Problem } from '../../../components/problem.tsx';
import { RemoveButton } from '../../../components/remove-button.tsx';
import { Section } from '../../../components/section.tsx';
import { TypedRemoval } from '../../../components/typed-removal.tsx';
import { moment } from '../../../format/dates.ts';
import { useAgain } from '../use-again.ts';
import { AddOwnToken } from './add-own-token.tsx';

export function OwnTokens({ mayChange }: { readonly mayChange: boolean }) {
  const { t } = useTranslation(['account', 'tokens']);
  const { data, error } = useQuery(ownTokens);
  const [isAdding, setAdding] = useState(false);
  const [revoked, setRevoked] = useState<ListedToken>();
  const again = useAgain();
  const revoke = async (id: string) => {
    await api.myTokenRevoke({ id });
    setRevoked(undefined);
    await again();
  };
  return (
    <Section
      title={t('tokens')}
      meaning={t('tokensMeaning')}
      beside={mayChange && <AddButton label={t('tokens:addToken')} onClick={() => setAdding(true)} />}
    >
      {error && <Problem error={error} />}
      <Stack gap="sm">
        {data?.tokens.length === 0 && <Text c="dimmed">{t('tokens:empty')}</Text>}
        {data?.tokens.map((token) => (
          <OneToken key={token.id} token={token} onRevoke={() => setRevoked(token)} />
        ))}
      </Stack>
      {isAdding && <AddOwnToken onClose={() => setAdding(false)} />}
      {revoked && (
        <TypedRemoval
          name={revoked.name}
          title={t('tokens:revokeTitle', { name: revoked.name })}
          meaning={t('tokens:revokeMeaning')}
          onRemove={() => revoke(revoked.id)}
          onClose={() => setRevoked(undefined)}
        />
      )}
    </Section>
  );
}

function OneToken({ token, onRevoke }: { readonly token: ListedToken; readonly onRevoke: () => void }) {
  const { t } = useTranslation(['account', 'tokens', 'common']);
  const { rightWords, untilWords } = useGrantWords();
  const { id, name, rights, expiresAt, usedAt } = token;
  const facts = [
    `iso_${id}_…`,
    rightWords(rights),
    untilWords(expiresAt),
    usedAt === null ? t('neverUsed') : t('usedAt', { at: moment(usedAt) }),
  ];
  const isOver = expiresAt !== null && expiresAt < new Date().toISOString();
  return (
    <Group justify="space-between" wrap="nowrap">
      <div style={{ minWidth: 0 }}>
        <Group gap={8}>
          <Text size="sm" fw={600} truncate dir="auto">
            {name}
          </Text>
          {isOver && (
            <Badge size="xs" color="gray" variant="light" tt="none">
              {t('tokens:over')}
            </Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {facts.filter((fact) => fact !== '').join(' · ')}
        </Text>
      </div>
      <RemoveButton label={t('tokens:revoke', { name })} onClick={onRevoke} />
    </Group>
  );
}
