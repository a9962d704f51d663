/** Tokens: what programs say who they are with. */
import { Badge, Group, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedToken } from '../../../../../src/contract/index.ts';
import { tokens as tokensQuery } from '../../../api/access.ts';
import { api } from '../../../api/client.ts';
import { useGrantWords } from '../../../components/account/use-grant-words.ts';
import type { Column } from '../../../components/long-table.tsx';
import { RemoveButton } from '../../../components/remove-button.tsx';
import { TypedRemoval } from '../../../components/typed-removal.tsx';
import { moment } from '../../../format/dates.ts';
import { NamedList } from '../named-list.tsx';
import { AddToken } from './add-token.tsx';

export function Tokens() {
  const { t } = useTranslation('tokens');
  const client = useQueryClient();
  const [revoked, setRevoked] = useState<ListedToken>();
  const revoke = useMutation({
    mutationFn: (id: string) => api.tokenRevoke({ id }),
    onSuccess: async () => {
      setRevoked(undefined);
      await client.invalidateQueries({ queryKey: ['tokens'] });
    },
  });
  const columns = useColumns(setRevoked);
  return (
    <>
      <NamedList
        kind="tokens"
        addText={t('addToken')}
        query={useQuery(tokensQuery)}
        rowsOf={(data) => data.tokens}
        keyOf={({ id }) => id}
        wordsOf={({ id, name, owner }) => [id, name, owner ?? '']}
        columns={columns}
        minWidth={960}
        Adding={AddToken}
      />
      {revoked && (
        <TypedRemoval
          name={revoked.name}
          title={t('revokeTitle', { name: revoked.name })}
          meaning={t('revokeMeaning')}
          onRemove={() => revoke.mutateAsync(revoked.id)}
          onClose={() => setRevoked(undefined)}
        />
      )}
    </>
  );
}

function useColumns(onRevoke: (token: ListedToken) => void): readonly Column<ListedToken>[] {
  const { t } = useTranslation(['tokens', 'common']);
  const { grantWords } = useGrantWords();
  const now = new Date().toISOString();
  return [
    {
      id: 'name',
      title: t('name'),
      cell: ({ id, name }) => (
        <>
          <Text size="sm" fw={600} truncate title={name} dir="auto">
            {name}
          </Text>
          <Text size="xs" c="dimmed">
            {id}
          </Text>
        </>
      ),
    },
    {
      id: 'owner',
      title: t('owner'),
      width: 136,
      cell: ({ owner }) => <span title={owner ?? ''}>{owner ?? t('itself')}</span>,
    },
    {
      id: 'may',
      title: t('may'),
      cell: (token) => {
        const words = grantWords(token);
        return <span title={words}>{words}</span>;
      },
    },
    {
      id: 'until',
      title: t('until'),
      width: 176,
      cell: ({ expiresAt }) => (
        <Group gap={8} wrap="nowrap">
          {expiresAt === null ? t('forGood') : moment(expiresAt)}
          {expiresAt !== null && expiresAt < now && (
            <Badge size="xs" color="gray" variant="light" tt="none">
              {t('over')}
            </Badge>
          )}
        </Group>
      ),
    },
    {
      id: 'used',
      title: t('used'),
      width: 160,
      cell: ({ usedAt }) => (usedAt === null ? t('common:never') : moment(usedAt)),
    },
    {
      id: 'actions',
      title: '',
      width: 64,
      isRight: true,
      cell: (token) => (
        <RemoveButton label={t('revoke', { name: token.name })} onClick={() => onRevoke(token)} />
      ),
    },
  ];
}
