/** Accounts: who there is, how they log in, what they may, when they were last here. */
import { Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ListedUser } from '../../../../../src/contract/index.ts';
import { users as usersQuery } from '../../../api/access.ts';
import { useGrantWords } from '../../../components/account/use-grant-words.ts';
import type { Column } from '../../../components/long-table.tsx';
import { moment } from '../../../format/dates.ts';
import { NamedList } from '../named-list.tsx';
import { AddAccount } from './add-account.tsx';
import { useWaysIn } from './use-ways-in.ts';

export function Accounts() {
  const { t } = useTranslation('accounts');
  return (
    <NamedList
      kind="accounts"
      addText={t('addAccount')}
      query={useQuery(usersQuery)}
      rowsOf={(data) => data.users}
      keyOf={({ name }) => name}
      wordsOf={({ name, groups }) => [name, ...groups]}
      columns={useColumns()}
      minWidth={800}
      Adding={AddAccount}
    />
  );
}

function useColumns(): readonly Column<ListedUser>[] {
  const { t } = useTranslation(['accounts', 'common']);
  const waysIn = useWaysIn();
  const { grantWords } = useGrantWords();
  const mayWords = ({ grants, groups }: ListedUser): string =>
    [...grants.map(grantWords), ...groups.map((name) => t('asInGroup', { name }))].join('; ') || t('nothing');
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
