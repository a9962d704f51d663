/** Studies, as many as there are: rows are made for what is on the screen, and pages asked for as one goes. */
// biome-ignore-all lint/a11y/useSemanticElements: rows are put where they belong by their number, which a <table> does not do
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus, and says which row is the active one
import { useMediaQuery } from '@mantine/hooks';
import { type ColumnSizingState, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FindRow } from '../../../../../src/contract/index.ts';
import { textOf } from '../../../api/rows.ts';
import { Problem } from '../../../components/problem.tsx';
import { columnNames } from './column-names.ts';
import { columns, features } from './columns.tsx';
import { Head } from './head.tsx';
import { HoverPicture } from './hover-picture.tsx';
import { StudyRow } from './row.tsx';
import { type StudiesRequest, useStudyPages } from './study-pages.ts';
import styles from './table.module.css';
import { useFocusAfterSearch } from './use-focus-after-search.ts';
import { useGridKeys } from './use-grid-keys.ts';

const heights = { row: 40, card: 92, head: 41 } as const;
const overscan = 6;
const noRows: FindRow[] = [];

export interface StudyTableProps {
  readonly request: StudiesRequest;
  /** What stands in the box. */
  readonly asked: string;
  readonly shown: readonly string[];
  readonly sort: string;
  readonly sizing: ColumnSizingState;
  readonly onSizing: (sizing: ColumnSizingState) => void;
  readonly onSort: (sort: string) => void;
  /** One click. */
  readonly onPeek: (study: string) => void;
  readonly onOpen: (study: string) => void;
  readonly onView: (study: string) => void;
  /** What is above the rows: how many there are, and what to do with those selected. */
  readonly above: (state: {
    count: number;
    isComplete: boolean;
    selected: readonly string[];
    clear: () => void;
  }) => React.ReactNode;
  /** Where nothing is found. */
  readonly none: React.ReactNode;
}

export function StudyTable({ request, asked, shown, sort, sizing, onSizing, ...props }: StudyTableProps) {
  const { t } = useTranslation('studies');
  const isCard = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const frame = useRef<HTMLDivElement>(null);
  useFocusAfterSearch(frame, asked);
  const [range, setRange] = useState({ from: 0, to: 0 });
  const pages = useStudyPages(request, range.from, range.to);
  const uidOf = (index: number) => textOf(pages.row(index) ?? {}, 'StudyInstanceUID');
  const act = (on: (study: string) => void) => (index: number) => uidOf(index) !== '' && on(uidOf(index));
  const rowHeight = isCard ? heights.card : heights.row;
  const rows = useVirtualizer({
    count: pages.count,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan,
    scrollPaddingStart: isCard ? 0 : heights.head,
    onChange: ({ range: seen }) => {
      if (seen && (seen.startIndex !== range.from || seen.endIndex !== range.to))
        setRange({ from: seen.startIndex, to: seen.endIndex });
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows and cards differ in height, and a screen that is turned has the other
  useLayoutEffect(() => rows.measure(), [rows, rowHeight]);
  const keys = useGridKeys({
    count: pages.count,
    scrollTo: (row) => rows.scrollToIndex(row),
    onOpen: act(props.onOpen),
    onView: act(props.onView),
  });
  const picked = useSelectedStudies(keys.selected.rows, uidOf);
  const table = useTable({
    features,
    columns,
    data: noRows,
    columnResizeMode: 'onChange',
    state: {
      columnSizing: sizing,
      columnOrder: [...shown],
      columnVisibility: useMemo(
        () => Object.fromEntries(columnNames.map((name) => [name, shown.includes(name)])),
        [shown],
      ),
    },
    onColumnSizingChange: (change) => onSizing(typeof change === 'function' ? change(sizing) : change),
  });
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  const widths = headers.map((header) => ({ id: header.id, width: header.getSize() }));
  const nothing = pages.isComplete && pages.count === 0;
  const above = props.above({
    ...pages,
    selected: picked,
    clear: () => keys.setSelected({ rows: new Set(), anchor: 0 }),
  });
  if (pages.error) return <Problem error={pages.error} onRetry={pages.retry} />;
  if (nothing) return props.none;
  return (
    <>
      {above}
      <div
        ref={frame}
        role="grid"
        tabIndex={0}
        className={styles.frame}
        aria-label={t('title')}
        aria-rowcount={pages.isComplete ? pages.count + 1 : -1}
        aria-multiselectable
        aria-activedescendant={`study-${keys.active}`}
        onKeyDown={keys.onKeyDown}
      >
        {!isCard && <Head headers={headers} sort={sort} onSort={props.onSort} />}
        <div role="rowgroup" className={styles.body} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => (
            <StudyRow
              key={index}
              id={`study-${index}`}
              index={index}
              row={pages.row(index)}
              columns={widths}
              isCard={isCard === true}
              isActive={index === keys.active}
              isSelected={keys.selected.rows.has(index)}
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
              onPick={(event) => onClick(event, index)}
              onToggle={() => keys.onPick(index, { isToggle: true, isRange: false })}
              onOpen={() => act(props.onOpen)(index)}
            />
          ))}
        </div>
      </div>
      {!isCard && <HoverPicture frame={frame} rowOf={(index) => pages.row(index)} />}
    </>
  );

  function onClick(event: MouseEvent, index: number): void {
    const [isToggle, isRange] = [event.ctrlKey || event.metaKey, event.shiftKey];
    keys.onPick(index, { isToggle, isRange });
    if (isToggle || isRange) return;
    if (isCard) act(props.onOpen)(index);
    else act(props.onPeek)(index);
  }
}

/** UIDs of the selected rows; those of pages that are not held any more are remembered. */
function useSelectedStudies(selected: ReadonlySet<number>, uidOf: (row: number) => string): string[] {
  const known = useRef(new Map<number, string>());
  for (const row of known.current.keys()) if (!selected.has(row)) known.current.delete(row);
  for (const row of selected) {
    const uid = uidOf(row);
    if (uid !== '') known.current.set(row, uid);
  }
  return [...known.current.values()];
}
