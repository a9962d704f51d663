/** Groups: accounts that are allowed the same. */
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ListedGroup } from '../../../../../src/contract/index.ts';
import { groups as groupsQuery } from '../../../api/access.ts';
import { type Column, LongTable } from '../../../components/long-table.tsx';
import { whole } from '../../../format/numbers.ts';
import { useGrantWords } from '../grants/use-grant-words.ts';
import { ListFrame } from '../list-frame.tsx';
import { isFound, type ListSearch } from '../list-search.ts';
import { AddGroup } from './add-group.tsx';

export function Groups() {
  const { t } = useTranslation('groups');
  const { find = '', add }: ListSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const go = (search: ListSearch) => void navigate({ to: '/admin/groups', search, replace: true });
  const { rightWords, scopeWords } = useGrantWords();
  const query = useQuery(groupsQuery);
  const shown = query.data?.groups.filter(({ name, members }) => isFound(find, name, ...members)) ?? [];
  const mayWords = ({ grants }: ListedGroup) =>
    grants.map(({ rights, scope }) => `${rightWords(rights)} · ${scopeWords(scope)}`).join('; ') ||
    t('nothing');
  const columns: readonly Column<ListedGroup>[] = [
    {
      id: 'name',
      title: t('name'),
      cell: ({ name }) => (
        <Link to="/admin/groups/$name" params={{ name }} title={name}>
          {name}
        </Link>
      ),
    },
    { id: 'may', title: t('may'), cell: (group) => <span title={mayWords(group)}>{mayWords(group)}</span> },
    {
      id: 'members',
      title: t('members'),
      width: 120,
      isRight: true,
      cell: ({ members }) => whole(members.length),
    },
  ];
  return (
    <ListFrame
      title={t('title')}
      meaning={t('meaning')}
      query={query}
      find={find}
      onFind={(words) => go({ find: words })}
      addText={t('addGroup')}
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
          minWidth={560}
        />
      )}
      {add && <AddGroup onClose={() => go({})} />}
    </ListFrame>
  );
}
