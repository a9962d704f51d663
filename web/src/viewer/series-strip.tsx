/** The series of the study, each with a picture of it; those that are seen are marked. A click or a drag puts one into a pane. */
import { Text, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FindRow } from '../../../src/contract/index.ts';
import { textOf, valuesOf } from '../api/rows.ts';
import { Growing } from '../components/growing.tsx';
import { SeriesCount } from '../components/instance-count.tsx';
import { ModalityBadges } from '../components/modality-badges.tsx';
import { Thumbnail } from '../components/thumbnail.tsx';
import styles from './viewer.module.css';
import { paneOf } from './workspace/hanging.ts';
import type { Pane } from './workspace/panes.ts';
import { startDrag } from './workspace/series-drag.ts';

interface SeriesStripProps {
  readonly study: string;
  readonly series: readonly FindRow[];
  /** In the active pane. */
  readonly current: string | undefined;
  /** In any pane. */
  readonly shown: ReadonlySet<string | undefined>;
  readonly onChoose: (chosen: Pane) => void;
  /** What is below. */
  readonly children: ReactNode;
}

export function SeriesStrip({ study, series, current, shown, onChoose, children }: SeriesStripProps) {
  const { t } = useTranslation('viewer');
  return (
    <nav className={styles.strip} aria-label={t('series')}>
      <Growing rows={series}>
        {(row) => {
          const uid = textOf(row, 'SeriesInstanceUID');
          return (
            <UnstyledButton
              key={uid}
              className={styles.series}
              aria-current={uid === current ? 'true' : undefined}
              data-shown-in-pane={shown.has(uid) || undefined}
              draggable
              onDragStart={(event) => startDrag(event, { series: uid })}
              onClick={() => onChoose(paneOf(row))}
            >
              <Thumbnail study={study} series={uid} modalities={valuesOf(row, 'Modality')} size={72} />
              <SeriesWords row={row} />
            </UnstyledButton>
          );
        }}
      </Growing>
      {children}
    </nav>
  );
}

function SeriesWords({ row }: { readonly row: FindRow }) {
  const { t } = useTranslation('viewer');
  return (
    <div className={styles.seriesWords}>
      <Text size="xs" fw={600} lineClamp={2}>
        {textOf(row, 'SeriesDescription') || t('unnamedSeries')}
      </Text>
      <div className={styles.seriesFacts}>
        <ModalityBadges modalities={[textOf(row, 'Modality')].filter(Boolean)} />
        <Text size="xs" c="dimmed">
          <SeriesCount series={row} />
        </Text>
      </div>
    </div>
  );
}
