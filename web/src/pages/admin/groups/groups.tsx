/** Groups: accounts that are allowed the same. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ListedGroup } from '../../../../../src/contract/index.ts';
import { groups as groupsQuery } from '../../../api/access.ts';
import { useGrantWords } from '../../../components/account/use-grant-words.ts';
import type { Column } from '../../../components/long-table.tsx';
import { whole } from '../../../format/numbers.ts';
import { NamedList } from '../named-list.tsx';
import { AddGroup } from './add-group.tsx';

export function Groups() {
  const { t } = useTranslation('groups');
  const { grantWords } = useGrantWords();
  const mayWords = ({ grants }: ListedGroup) => grants.map(grantWords).join('; ') || t('nothing');
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
    <NamedList
      kind="groups"
      addText={t('addGroup')}
      query={useQuery(groupsQuery)}
      rowsOf={(data) => data.groups}
      keyOf={({ name }) => name}
      wordsOf={({ name, members }) => [name, ...members]}
      columns={columns}
      minWidth={560}
      Adding={AddGroup}
    />
  );
}
