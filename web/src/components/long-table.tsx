/** A table of as many rows as there are: rows are made for what is on the screen. Narrow screens scroll it sideways. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './long-table.module.css';

export interface Column<Row> {
  readonly id: string;
  /** What stands above it. Empty for columns of buttons. */
  readonly title: string;
  /** CSS pixels; those without share what is left. */
  readonly width?: number;
  readonly isRight?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

interface LongTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** CSS pixels below which the table scrolls sideways. */
  readonly minWidth?: number;
  /** Called when the last rows are seen and there may be more. */
  readonly onEnd?: (() => void) | undefined;
}

const rowHeight = 48;
const overscan = 12;
/** How close to the last row the next ones are asked for. */
const near = 20;

export function LongTable<Row>({ label, columns, rows, keyOf, minWidth = 720, onEnd }: LongTableProps<Row>) {
  const { t } = useTranslation('common');
  const frame = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan,
  });
  const shown = virtual.getVirtualItems();
  const before = shown[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0);
  const isNearEnd = (shown.at(-1)?.index ?? 0) >= rows.length - near;
  useEffect(() => {
    if (isNearEnd) onEnd?.();
  }, [isNearEnd, onEnd]);
  return (
    // A frame that scrolls takes the focus, so that keys scroll it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1 asks for it
    <section ref={frame} className={styles.frame} tabIndex={0} aria-label={label}>
      <table className={styles.table} style={{ minWidth }} aria-rowcount={rows.length + 1}>
        <colgroup>
          {columns.map(({ id, width }) => (
            <col key={id} style={{ width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map(({ id, title, isRight = false }) => (
              <th key={id} scope="col" data-right={isRight || undefined}>
                {title || <span className={styles.unseen}>{t('actions')}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Space height={before} />
          {shown.map(({ index }) => {
            const row = rows[index];
            return row === undefined ? null : (
              <tr key={keyOf(row)} aria-rowindex={index + 2} style={{ height: rowHeight }}>
                {columns.map(({ id, cell, isRight = false }) => (
                  <td key={id} data-right={isRight || undefined}>
                    {cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          <Space height={after} />
        </tbody>
      </table>
    </section>
  );
}

/** Where rows are that are not made now. */
const Space = ({ height }: { readonly height: number }) =>
  height > 0 ? <tr aria-hidden style={{ height }} /> : null;
