import { Text, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { HistoryStudy } from '../../../../../src/contract/index.ts';
import { ModalityBadges } from '../../../components/modality-badges.tsx';
import { studyPlace } from '../../../components/study-places.ts';
import { Thumbnail } from '../../../components/thumbnail.tsx';
import { day } from '../../../format/dates.ts';
import type { Placed } from './layout.ts';
import styles from './timeline.module.css';

export interface DatedStudy extends HistoryStudy {
  readonly date: Date;
}

interface StudyMarkProps {
  readonly card: Placed<DatedStudy>;
  readonly top: number;
  /** Asked for what is in a pile. */
  readonly onPile: () => void;
}

/** One study as a card that hangs from its date, or a pile of those that stand too close. */
export function StudyMark({ card: { studies, x, left }, top, onPile }: StudyMarkProps) {
  const { t } = useTranslation('person');
  const [study, ...more] = studies;
  const { studyInstanceUid, studyDate, description, modalities, institutions } = study;
  return (
    <li>
      <span className={styles.stem} style={{ left: x, height: top - 28 }} aria-hidden />
      <div className={styles.card} style={{ left, top }}>
        <Link to={studyPlace(studyInstanceUid)} className={styles.link ?? ''} data-mark>
          <div className={styles.picture}>
            <Thumbnail study={studyInstanceUid} size={72} />
            <div className={styles.modality}>
              <ModalityBadges modalities={modalities.slice(0, 2)} />
            </div>
          </div>
          <div className={styles.words}>
            <Text size="xs" fw={600}>
              {day(studyDate ?? '')}
            </Text>
            <Text size="xs" lineClamp={2}>
              {description ?? ''}
            </Text>
            <Text size="xs" c="dimmed" truncate>
              {institutions[0] ?? ''}
            </Text>
          </div>
        </Link>
        {more.length > 0 && (
          <UnstyledButton
            className={styles.pile ?? ''}
            onClick={onPile}
            aria-label={t('pile', { count: more.length })}
          >
            +{more.length}
          </UnstyledButton>
        )}
      </div>
    </li>
  );
}
