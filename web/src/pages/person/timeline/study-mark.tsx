import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { HistoryStudy } from '../../../../../src/contract/index.ts';
import { ModalityBadges } from '../../../components/modality-badges.tsx';
import { studyPlace } from '../../../components/study-places.ts';
import { Thumbnail } from '../../../components/thumbnail.tsx';
import { day } from '../../../format/dates.ts';
import styles from './timeline.module.css';

/** What a card says of a study that is here. */
export function StudyMark({ study }: { readonly study: HistoryStudy }) {
  const { studyInstanceUid, studyDate, description, modalities, institutions } = study;
  return (
    <Link to={studyPlace(studyInstanceUid)} className={styles.link ?? ''} data-mark>
      <div className={styles.picture}>
        <Thumbnail study={studyInstanceUid} modalities={modalities} size={72} />
        <div className={styles.modality}>
          <ModalityBadges modalities={modalities} most={2} />
        </div>
      </div>
      <div className={styles.words}>
        <Text size="xs" fw={600}>
          {day(studyDate ?? '')}
        </Text>
        <Text size="xs" lineClamp={2} style={{ overflowWrap: 'normal' }}>
          {description ?? ''}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {institutions[0] ?? ''}
        </Text>
      </div>
    </Link>
  );
}
