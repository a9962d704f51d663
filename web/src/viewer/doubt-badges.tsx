/** Doubts about the picture, each a badge that explains itself when it is pointed at, touched or reached by Tab. */
import { Badge, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { significant } from '../format/numbers.ts';
import { doubtsOf, gapsOnce } from './engine/doubts.ts';
import type { SeriesImages } from './engine/series-images.ts';
import type { StackState } from './engine/stack-state.ts';
import styles from './viewport.module.css';

interface DoubtBadgesProps {
  readonly images: SeriesImages;
  readonly state: StackState;
}

export function DoubtBadges({ images, state: { shown, source } }: DoubtBadgesProps) {
  const { t } = useTranslation('viewer');
  const instance = shown === undefined ? undefined : images.instances[shown];
  if (!instance) return null;
  return (
    <ul className={styles.doubts} aria-label={t('doubts')}>
      {doubtsOf(instance, gapsOnce(images.instances), source).map(({ name, count }) => (
        <li key={name}>
          <Tooltip
            label={t(`doubtMeaning_${name}`)}
            multiline
            w={280}
            events={{ hover: true, focus: true, touch: true }}
          >
            <Badge component="button" type="button" color="yellow" variant="light" radius="sm" tt="none">
              {t(`doubt_${name}`)}
              {count !== undefined &&
                ` ${t(`doubtCount_${name === 'lossy' ? 'ratio' : 'images'}`, {
                  figure: significant(count, 3),
                })}`}
            </Badge>
          </Tooltip>
        </li>
      ))}
    </ul>
  );
}
