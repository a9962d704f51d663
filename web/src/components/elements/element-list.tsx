import { ActionIcon, CopyButton, Stack, Text, TextInput } from '@mantine/core';
import { IconCheck, IconCopy, IconSearch } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonDataset } from '../../../../src/dicom/index.ts';
import { type ElementRow, elementRows, matchingRows, maximumRows } from './element-rows.ts';
import styles from './elements.module.css';

/** Pixels. */
const heights = { wide: 32, narrow: 52 } as const;
const overscan = 12;

interface ElementListProps {
  readonly dataset: JsonDataset;
  /** Each in two lines, where there is no room for one. */
  readonly isNarrow?: boolean;
}

/** Elements that can be searched, and their values copied. Lines are made for what is on the screen. */
export function ElementList({ dataset, isNarrow = false }: ElementListProps) {
  const { t } = useTranslation('study');
  const [words, setWords] = useState('');
  const height = isNarrow ? heights.narrow : heights.wide;
  const frame = useRef<HTMLUListElement>(null);
  const all = useMemo(() => elementRows(dataset), [dataset]);
  const rows = useMemo(() => matchingRows(all, words), [all, words]);
  const lines = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => height,
    overscan,
  });
  return (
    <Stack gap={8} {...(isNarrow && { h: '100%' })}>
      <TextInput
        type="search"
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        aria-label={t('searchElements')}
        placeholder={t('searchElements')}
        leftSection={<IconSearch size={16} aria-hidden />}
        maw={400}
      />
      <Text size="sm" c="dimmed" aria-live="polite">
        {t('elementCount', { count: rows.length })}
        {all.length >= maximumRows && ` · ${t('elementsCut', { count: maximumRows })}`}
      </Text>
      <ul
        ref={frame}
        className={styles.frame}
        data-narrow={isNarrow || undefined}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys
        tabIndex={0}
        aria-label={t('elements')}
      >
        <li aria-hidden style={{ height: lines.getTotalSize() }} />
        {lines.getVirtualItems().map(({ index, start }) => (
          <Line key={rows[index]?.path} row={rows[index] as ElementRow} {...{ top: start, height }} />
        ))}
      </ul>
    </Stack>
  );
}

const indent = 16;

interface LineProps {
  readonly row: ElementRow;
  readonly top: number;
  readonly height: number;
}

function Line({ row, top, height }: LineProps) {
  const { t } = useTranslation('study');
  const name = row.tag === '' ? t('item', { number: row.name }) : row.name || t('unknownElement');
  return (
    <li className={styles.line} style={{ height, transform: `translateY(${top}px)` }}>
      <span className={styles.tag} style={{ paddingLeft: row.depth * indent }}>
        {row.tag}
      </span>
      <span className={styles.vr}>{row.vr}</span>
      <span className={styles.name} title={row.keyword || name}>
        {name}
      </span>
      <span className={styles.value} title={row.value}>
        {row.value}
      </span>
      {row.value !== '' && (
        <CopyButton value={row.value}>
          {({ copied, copy }) => (
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={t('copyValue', { name })}
              onClick={copy}
            >
              {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            </ActionIcon>
          )}
        </CopyButton>
      )}
    </li>
  );
}
