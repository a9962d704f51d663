/** Tokens: what programs say who they are with. */
import { ActionIcon, Badge, Group, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedToken } from '../../../../../src/contract/index.ts';
import { tokens as tokensQuery } from '../../../api/access.ts';
import { api } from '../../../api/client.ts';
import { type Column, LongTable } from '../../../components/long-table.tsx';
import { moment } from '../../../format/dates.ts';
import { useGrantWords } from '../grants/use-grant-words.ts';
import { ListFrame } from '../list-frame.tsx';
import { isFound, type ListSearch } from '../list-search.ts';
import { TypedRemoval } from '../typed-removal.tsx';
import { AddToken } from './add-token.tsx';

export function Tokens() {
  const { t } = useTranslation('tokens');
  const { find = '', add }: ListSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const go = (search: ListSearch) => void navigate({ to: '/admin/tokens', search, replace: true });
  const client = useQueryClient();
  const query = useQuery(tokensQuery);
  const [revoked, setRevoked] = useState<ListedToken>();
  const revoke = useMutation({
    mutationFn: (id: string) => api.tokenRevoke({ id }),
    onSuccess: async () => {
      setRevoked(undefined);
      await client.invalidateQueries({ queryKey: ['tokens'] });
    },
  });
  const shown =
    query.data?.tokens.filter(({ id, name, owner }) => isFound(find, id, name, owner ?? '')) ?? [];
  const columns = useColumns(setRevoked);
  return (
    <ListFrame
      title={t('title')}
      meaning={t('meaning')}
      query={query}
      find={find}
      onFind={(words) => go({ find: words })}
      addText={t('addToken')}
      onAdd={() => go({ add: true })}
    >
      {shown.length === 0 ? (
        <Text>{t(find === '' ? 'empty' : 'none')}</Text>
      ) : (
        <LongTable label={t('title')} columns={columns} rows={shown} keyOf={({ id }) => id} minWidth={960} />
      )}
      {add && <AddToken onClose={() => go({})} />}
      {revoked && (
        <TypedRemoval
          name={revoked.name}
          title={t('revokeTitle', { name: revoked.name })}
          meaning={t('revokeMeaning')}
          onRemove={() => revoke.mutateAsync(revoked.id)}
          onClose={() => setRevoked(undefined)}
        />
      )}
    </ListFrame>
  );
}

function useColumns(onRevoke: (token: ListedToken) => void): readonly Column<ListedToken>[] {
  const { t } = useTranslation(['tokens', 'common']);
  const { rightWords, scopeWords } = useGrantWords();
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
      cell: ({ rights, scope }) => {
        const words = `${rightWords(rights)} · ${scopeWords(scope)}`;
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
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('revoke', { name: token.name })}
          onClick={() => onRevoke(token)}
        >
          <IconTrash size={16} />
        </ActionIcon>
      ),
    },
  ];
}
