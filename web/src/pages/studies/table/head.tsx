/** The titles of the columns: a click sorts, the edge makes them wider. */
// biome-ignore-all lint/a11y/useSemanticElements: rows are put where they belong by their number, which a <table> does not do
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus, and says which row is the active one
import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { Header } from '@tanstack/react-table';
import { useTranslation } from 'react-i18next';
import type { FindRow } from '../../../../../src/contract/index.ts';
import { useColumnTitle } from './column-title.ts';
import { type features, isNumber } from './columns.tsx';
import styles from './table.module.css';

interface HeadProps {
  readonly headers: readonly Header<typeof features, FindRow, unknown>[];
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}

export function Head({ headers, sort, onSort }: HeadProps) {
  const { t } = useTranslation('studies');
  return (
    <div role="row" aria-rowindex={1} className={styles.head}>
      <div role="columnheader" className={styles.pick}>
        <VisuallyHidden>{t('selected')}</VisuallyHidden>
      </div>
      {headers.map((header) => (
        <Title key={header.id} header={header} sort={sort} onSort={onSort} />
      ))}
    </div>
  );
}

function Title({
  header,
  sort,
  onSort,
}: { readonly header: HeadProps['headers'][number] } & Omit<HeadProps, 'headers'>) {
  const titleOf = useColumnTitle();
  const name = header.column.id;
  const isDescending = sort === `-${name}`;
  const isSorted = isDescending || sort === name;
  const Arrow = isDescending ? IconArrowDown : IconArrowUp;
  const sorting = isDescending ? 'descending' : 'ascending';
  return (
    <div
      role="columnheader"
      aria-sort={isSorted ? sorting : 'none'}
      className={styles.title}
      style={{ width: header.getSize() }}
    >
      <UnstyledButton
        className={`${styles.sort} ${isNumber(name) ? styles.number : ''}`}
        onClick={() => onSort(isSorted && !isDescending ? `-${name}` : isSorted ? name : firstSort(name))}
        // The words of the field for those who know them: DICOM's keyword.
        title={`${titleOf(name)} (${name})`}
      >
        {titleOf(name)}
        {isSorted && <Arrow size={14} aria-hidden />}
      </UnstyledButton>
      <div
        className={styles.grip}
        data-dragged={header.column.getIsResizing() || undefined}
        onPointerDown={header.getResizeHandler()}
        onDoubleClick={() => header.column.resetSize()}
        aria-hidden
      />
    </div>
  );
}

/** What is counted or dated begins with the most and the newest. */
const firstSort = (name: string): string => (isNumber(name) || name.endsWith('Date') ? `-${name}` : name);
