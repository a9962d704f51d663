/** Doubts about the image that is seen. */
import { useTranslation } from 'react-i18next';
import { significant } from '../format/numbers.ts';
import { Badges } from './badges.tsx';
import { doubtsOf } from './engine/doubts.ts';
import type { SeriesImages } from './engine/series-images.ts';
import type { StackState } from './engine/stack-state.ts';
import { doubtsOfSlices } from './slice-doubts.ts';

interface DoubtBadgesProps {
  readonly images: SeriesImages;
  readonly state: StackState;
}

export function DoubtBadges({ images, state }: DoubtBadgesProps) {
  const { t } = useTranslation('viewer');
  const { shown } = state;
  const instance = shown === undefined ? undefined : images.instances[shown];
  if (!instance) return null;
  const doubts = doubtsOf(instance, doubtsOfSlices(images.instances), state).map(({ name, count }) => {
    const unit = name === 'lossy' ? 'ratio' : 'images';
    const figure = count === undefined ? '' : t(`doubtCount_${unit}`, { figure: significant(count, 3) });
    return {
      name,
      label: `${t(`doubt_${name}`)} ${figure}`.trim(),
      meaning: t(`doubtMeaning_${name}`),
    };
  });
  return <Badges label={t('doubts')} doubts={doubts} />;
}
