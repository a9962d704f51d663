/** Collections: labs, projects, households, trials, with whose they are and how much they hold. */
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ListedCollection } from '../../../../../src/contract/index.ts';
import { collections as collectionsQuery } from '../../../api/access.ts';
import { type Column, LongTable } from '../../../components/long-table.tsx';
import { bytes, whole } from '../../../format/numbers.ts';
import { ListFrame } from '../list-frame.tsx';
import { isFound, type ListSearch } from '../list-search.ts';
import { AddCollection } from './add-collection.tsx';

export function Collections() {
  const { t } = useTranslation('collections');
  const { find = '', add }: ListSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const go = (search: ListSearch) => void navigate({ to: '/admin/collections', search, replace: true });
  const query = useQuery(collectionsQuery);
  const shown = query.data?.collections.filter(({ name, title }) => isFound(find, name, title)) ?? [];
  const columns: readonly Column<ListedCollection>[] = [
    {
      id: 'name',
      title: t('name'),
      cell: ({ name, title }) => (
        <>
          <Link to="/admin/collections/$name" params={{ name }} title={name}>
            {name}
          </Link>
          <Text size="xs" c="dimmed" truncate title={title} dir="auto">
            {title}
          </Text>
        </>
      ),
    },
    { id: 'owner', title: t('owner'), width: 160, cell: ({ owner }) => owner ?? t('nobody') },
    { id: 'studies', title: t('studies'), width: 112, isRight: true, cell: ({ studies }) => whole(studies) },
    {
      id: 'size',
      title: t('size'),
      width: 208,
      isRight: true,
      cell: ({ bytes: held, quotaBytes }) =>
        quotaBytes === null ? bytes(held) : t('ofQuota', { held: bytes(held), quota: bytes(quotaBytes) }),
    },
  ];
  return (
    <ListFrame
      title={t('title')}
      meaning={t('meaning')}
      query={query}
      find={find}
      onFind={(words) => go({ find: words })}
      addText={t('addCollection')}
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
          minWidth={640}
        />
      )}
      {add && <AddCollection onClose={() => go({})} />}
    </ListFrame>
  );
}
