/** The series of the study, each with a picture of it; the one that is seen is marked. */
import { Text, UnstyledButton } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FindRow } from '../../../src/contract/index.ts';
import { numberOf, textOf } from '../api/rows.ts';
import { ModalityBadges } from '../components/modality-badges.tsx';
import { Thumbnail } from '../components/thumbnail.tsx';
import { hasPictures } from './hanging.ts';
import styles from './viewer.module.css';

interface SeriesStripProps {
  readonly study: string;
  readonly series: readonly FindRow[];
  readonly shown: string | undefined;
  readonly onChoose: (series: string) => void;
}

export function SeriesStrip({ study, series, shown, onChoose }: SeriesStripProps) {
  const { t } = useTranslation('viewer');
  return (
    <nav className={styles.strip} aria-label={t('series')}>
      {series.map((row) => {
        const uid = textOf(row, 'SeriesInstanceUID');
        return (
          <UnstyledButton
            key={uid}
            className={styles.series}
            aria-current={uid === shown ? 'true' : undefined}
            onClick={() => onChoose(uid)}
          >
            {hasPictures(textOf(row, 'Modality')) ? (
              <Thumbnail study={study} series={uid} size={72} />
            ) : (
              <div className={styles.noPicture}>
                <IconFileText size={32} aria-hidden />
              </div>
            )}
            <SeriesWords row={row} />
          </UnstyledButton>
        );
      })}
    </nav>
  );
}

function SeriesWords({ row }: { readonly row: FindRow }) {
  const { t } = useTranslation(['viewer', 'common']);
  return (
    <div className={styles.seriesWords}>
      <Text size="xs" fw={600} lineClamp={2}>
        {textOf(row, 'SeriesDescription') || t('unnamedSeries')}
      </Text>
      <div className={styles.seriesFacts}>
        <ModalityBadges modalities={[textOf(row, 'Modality')].filter(Boolean)} />
        <Text size="xs" c="dimmed">
          {t('common:imageCount', { count: numberOf(row, 'NumberOfSeriesRelatedInstances') })}
        </Text>
      </div>
    </div>
  );
}
