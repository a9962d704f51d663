/** What became of each file, in words; those that somebody should look at come first. */
import { Chip, Group, ScrollArea, Stack, Text, Title } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { whole } from '../../format/numbers.ts';
import { reasonOf } from '../../format/reason.ts';
import { type FileOutcome, type FileResult, isTrouble, outcomes } from '../../upload/outcomes.ts';
import styles from './add.module.css';

const rowHeight = 48;

export function FileResults({ results }: { readonly results: readonly FileResult[] }) {
  const { t } = useTranslation('add');
  const [chosen, setChosen] = useState<FileOutcome>();
  const groups = useMemo(() => Map.groupBy(results, ({ outcome }) => outcome), [results]);
  const there = outcomes.filter((outcome) => groups.has(outcome));
  const shown =
    chosen && groups.has(chosen) ? chosen : there.find((outcome) => isTrouble({ path: '', outcome }));
  if (results.length === 0) return null;
  return (
    <Stack component="section" gap="sm" aria-label={t('files')}>
      <Title order={2}>{t('files')}</Title>
      <Chip.Group value={shown ?? ''} onChange={(value) => setChosen(value as FileOutcome)}>
        <Group gap="xs">
          {there.map((outcome) => (
            <Chip key={outcome} value={outcome} size="sm" variant="outline">
              {t(`outcome_${outcome}`)} {whole(groups.get(outcome)?.length ?? 0)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {shown && (
        <>
          <Text size="sm" c="dimmed">
            {t(`meaning_${shown}`)}
          </Text>
          <FileList results={groups.get(shown) ?? []} />
        </>
      )}
    </Stack>
  );
}

function FileList({ results }: { readonly results: readonly FileResult[] }) {
  const { t } = useTranslation('add');
  const view = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: results.length,
    getScrollElement: () => view.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  return (
    <ScrollArea
      viewportRef={view}
      className={styles.list ?? ''}
      h={Math.min(320, results.length * rowHeight + 2)}
      viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': t('files') }}
    >
      <ul className={styles.rows} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const { path, reason } = results[index]!;
          const words = reason && reasonOf(reason);
          return (
            <li key={index} className={styles.row} style={{ top: start }}>
              <span className={styles.path} title={path}>
                <bdi>{path}</bdi>
              </span>
              {words && (
                <Text size="xs" c="dimmed" truncate title={words}>
                  {words}
                </Text>
              )}
            </li>
          );
        })}
      </ul>
    </ScrollArea>
  );
}
