/** A study as a row of the table, or on a phone as a card. */
// biome-ignore-all lint/a11y/useSemanticElements: rows are put where they belong by their number, which a <table> does not do
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus, and says which row is the active one
import { Group, Skeleton, Text } from '@mantine/core';
import type { CSSProperties, MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FindRow } from '../../../../../src/contract/index.ts';
import { textOf, valuesOf } from '../../../api/rows.ts';
import { StudyCount } from '../../../components/instance-count.tsx';
import { ModalityBadges } from '../../../components/modality-badges.tsx';
import { Thumbnail } from '../../../components/thumbnail.tsx';
import { day } from '../../../format/dates.ts';
import { personName } from '../../../format/person-name.ts';
import { isNumber, showCell } from './columns.tsx';
import styles from './table.module.css';

interface RowProps {
  readonly id: string;
  readonly index: number;
  readonly row: FindRow | undefined;
  readonly columns: readonly { readonly id: string; readonly width: number }[];
  readonly isCard: boolean;
  readonly isActive: boolean;
  readonly isSelected: boolean;
  readonly style: CSSProperties;
  readonly onPick: (event: MouseEvent) => void;
  readonly onToggle: () => void;
  readonly onOpen: () => void;
}

export function StudyRow({ row, isActive, isSelected, isCard, ...props }: RowProps) {
  const { t } = useTranslation('studies');
  return (
    // Keys are the grid's: it holds the focus, and says which row is the active one.
    <div
      role="row"
      id={props.id}
      aria-rowindex={props.index + 2}
      aria-selected={isSelected}
      tabIndex={-1}
      data-active={isActive || undefined}
      className={styles.row}
      style={props.style}
      onClick={props.onPick}
      onDoubleClick={props.onOpen}
      onKeyDown={undefined}
    >
      <div role="gridcell" className={styles.pick}>
        {/* The browser's own: there is one in each row. */}
        <input
          type="checkbox"
          className={styles.check}
          tabIndex={-1}
          aria-label={t('select')}
          checked={isSelected}
          onChange={props.onToggle}
          onClick={(event) => event.stopPropagation()}
        />
      </div>
      {isCard ? <CardCell row={row} /> : <Cells row={row} columns={props.columns} />}
    </div>
  );
}

function Cells({ row, columns }: Pick<RowProps, 'row' | 'columns'>) {
  return columns.map(({ id, width }) => (
    <div
      key={id}
      role="gridcell"
      className={`${styles.cell} ${isNumber(id) ? styles.number : ''}`}
      style={{ width }}
    >
      {!row ? (
        <Skeleton h={12} w="70%" />
      ) : id === 'PatientName' ? (
        <span data-pictured>{showCell(row, id)}</span>
      ) : (
        showCell(row, id)
      )}
    </div>
  ));
}

const CARD_PICTURE = 72;

/** A picture of a study. @param size CSS pixels */
export function Picture({ row, size }: { readonly row: FindRow; readonly size: number }) {
  const study = textOf(row, 'StudyInstanceUID');
  return <Thumbnail study={study} modalities={valuesOf(row, 'ModalitiesInStudy')} size={size} />;
}

function CardCell({ row }: Pick<RowProps, 'row'>) {
  const { t } = useTranslation('common');
  if (!row)
    return (
      <div role="gridcell" className={styles.card}>
        <Skeleton h={CARD_PICTURE} />
      </div>
    );
  return (
    <div role="gridcell" className={styles.card}>
      <Group wrap="nowrap" gap="sm">
        <Picture row={row} size={CARD_PICTURE} />
        <div style={{ minWidth: 0 }}>
          <Text fw={600} size="sm" truncate>
            {personName(textOf(row, 'PatientName')) || t('unnamed')}
          </Text>
          <Text size="sm" truncate>
            {textOf(row, 'StudyDescription')}
          </Text>
          <Group gap={8} wrap="nowrap">
            <Text size="sm" c="dimmed" style={{ flex: 'none' }}>
              {day(textOf(row, 'StudyDate')) || t('undated')}
            </Text>
            <ModalityBadges modalities={valuesOf(row, 'ModalitiesInStudy')} most={2} />
            <Text size="xs" c="dimmed" truncate>
              <StudyCount study={row} />
            </Text>
          </Group>
        </div>
      </Group>
    </div>
  );
}
