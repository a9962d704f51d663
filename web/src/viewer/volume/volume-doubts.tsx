/** What is not as it was scanned in a volume that is seen. */
import { useTranslation } from 'react-i18next';
import { decimal } from '../../format/numbers.ts';
import { Badges, type Doubtful } from '../badges.tsx';
import type { SeriesImages } from '../engine/series-images.ts';
import { type VolumePlan, volumePlanOf } from './volume-plan.ts';

export function VolumeDoubts({ images }: { readonly images: SeriesImages }) {
  const { t } = useTranslation('volume');
  return <Badges label={t('doubts')} doubts={useVolumeDoubts(volumePlanOf(images))} />;
}

export function useVolumeDoubts(plan: VolumePlan | undefined): Doubtful[] {
  const { t } = useTranslation('volume');
  const { tilt, apart } = plan?.volume?.straightening ?? {};
  const tilted = tilt !== undefined && {
    name: 'tilted',
    label: t('tilted', { figure: decimal(tilt, 1) }),
    meaning: t('tiltedMeaning'),
  };
  const evened = apart !== undefined && {
    name: 'evened',
    label: t('evened'),
    meaning: t('evenedMeaning', { least: decimal(apart[0], 1), most: decimal(apart[1], 1) }),
  };
  return [tilted, evened].filter((doubt) => doubt !== false);
}
