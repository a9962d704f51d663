/** Accounts: who there is, how they log in, what they may, when they were last here. */
import { Badge, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ListedUser } from '../../../../../src/contract/index.ts';
import { users as usersQuery } from '../../../api/access.ts';
import { type Column, LongTable } from '../../../components/long-table.tsx';
import { moment } from '../../../format/dates.ts';
import { useGrantWords } from '../grants/use-grant-words.ts';
import { ListFrame } from '../list-frame.tsx';
import { isFound, type ListSearch } from '../list-search.ts';
import { AddAccount } from './add-account.tsx';
import { useWaysIn } from './use-ways-in.ts';

export function Accounts() {
  const { t } = useTranslation(['accounts', 'common']);
  const { find = '', add }: ListSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const go = (search: ListSearch) => void navigate({ to: '/admin/accounts', search, replace: true });
  const query = useQuery(usersQuery);
  const shown = query.data?.users.filter(({ name, groups }) => isFound(find, name, ...groups)) ?? [];
  const columns = useColumns();
  return (
    <ListFrame
      title={t('title')}
      meaning={t('meaning')}
      query={query}
      find={find}
      onFind={(words) => go({ find: words })}
      addText={t('addAccount')}
      onAdd={() => go({ add: true })}
    >
      {shown.length === 0 ? (
        <Text>{t(find === '' ? 'empty' : 'none')}</Text>
      ) : (
        <LongTable
          label={t('title')}
          columns={columns}
          rows={shown}
          keyOf={({ name }) => name}
          minWidth={800}
        />
      )}
      {add && <AddAccount onClose={() => go({})} />}
    </ListFrame>
  );
}

function useColumns(): readonly Column<ListedUser>[] {
  const { t } = useTranslation(['accounts', 'common']);
  const waysIn = useWaysIn();
  const { rightWords, scopeWords } = useGrantWords();
  const mayWords = ({ grants, groups }: ListedUser): string =>
    [
      ...grants.map(({ rights, scope }) => `${rightWords(rights)} · ${scopeWords(scope)}`),
      ...groups.map((name) => t('asInGroup', { name })),
    ].join('; ') || t('nothing');
  return [
    {
      id: 'name',
      title: t('name'),
      cell: (user) => (
        <>
          <Link to="/admin/accounts/$name" params={{ name: user.name }} title={user.name}>
            {user.name}
          </Link>{' '}
          {user.isDisabled && (
            <Badge size="sm" color="red" variant="light" tt="none">
              {t('disabled')}
            </Badge>
          )}
        </>
      ),
    },
    { id: 'may', title: t('may'), cell: (user) => <span title={mayWords(user)}>{mayWords(user)}</span> },
    { id: 'ways', title: t('waysIn'), width: 208, cell: waysIn },
    {
      id: 'seen',
      title: t('seen'),
      width: 176,
      cell: ({ seenAt }) => (seenAt === null ? t('common:never') : moment(seenAt)),
    },
  ];
}
