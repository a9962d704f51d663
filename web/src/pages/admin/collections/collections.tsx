/** Collections: labs, projects, households, trials, with whose they are and how much they hold. */
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ListedCollection } from '../../../../../src/contract/index.ts';
import { collections as collectionsQuery } from '../../../api/access.ts';
import type { Column } from '../../../components/long-table.tsx';
import { bytes, whole } from '../../../format/numbers.ts';
import { NamedList } from '../named-list.tsx';
import { AddCollection } from './add-collection.tsx';

export function Collections() {
  const { t } = useTranslation('collections');
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
    <NamedList
      kind="collections"
      addText={t('addCollection')}
      query={useQuery(collectionsQuery)}
      rowsOf={(data) => data.collections}
      keyOf={({ name }) => name}
      wordsOf={({ name, title }) => [name, title]}
      columns={columns}
      minWidth={640}
      Adding={AddCollection}
    />
  );
}
