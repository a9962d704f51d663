/** A list of what is made here by name: found by words, added to in a dialog. The address says which words, and whether one is made. */
import { Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, LongTable } from '../../components/long-table.tsx';
import { ListFrame } from './list-frame.tsx';
import type { ListSearch } from './list-search.ts';

interface NamedListProps<Data, Row> {
  /** What is listed: names the page and its words. */
  readonly kind: 'accounts' | 'collections' | 'groups' | 'tokens';
  readonly addText: string;
  readonly query: UseQueryResult<Data>;
  readonly rowsOf: (data: Data) => readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** What a row is found by. */
  readonly wordsOf: (row: Row) => readonly string[];
  readonly columns: readonly Column<Row>[];
  /** CSS pixels: see the table. */
  readonly minWidth: number;
  /** The dialog that makes one. */
  readonly Adding: ComponentType<{ readonly onClose: () => void }>;
}

export function NamedList<Data, Row>(props: NamedListProps<Data, Row>) {
  const { kind, addText, query, rowsOf, keyOf, wordsOf, columns, minWidth, Adding } = props;
  const { find = '', add }: ListSearch = useSearch({ strict: false });
  const { t } = useTranslation(kind);
  const navigate = useNavigate();
  const go = (search: ListSearch) => void navigate({ to: `/admin/${kind}`, search, replace: true });
  const sought = find.trim().toLowerCase();
  const isFound = (row: Row) => wordsOf(row).join(' ').toLowerCase().includes(sought);
  const shown = query.data === undefined ? [] : rowsOf(query.data).filter(isFound);
  return (
    <ListFrame
      title={t('title')}
      meaning={t('meaning')}
      query={query}
      find={find}
      onFind={(words) => go({ find: words })}
      addText={addText}
      onAdd={() => go({ add: true })}
    >
      {shown.length === 0 ? (
        <Text>{t(find === '' ? 'empty' : 'none')}</Text>
      ) : (
        <LongTable label={t('title')} columns={columns} rows={shown} keyOf={keyOf} minWidth={minWidth} />
      )}
      {add && <Adding onClose={() => go({})} />}
    </ListFrame>
  );
}
