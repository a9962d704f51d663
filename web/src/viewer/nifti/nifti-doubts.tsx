/** What somebody has to know before trusting the picture of a file. */
import { useTranslation } from 'react-i18next';
import { Badges } from '../badges.tsx';
import { useVolumeDoubts } from '../volume/volume-doubts.tsx';
import type { VolumePlan } from '../volume/volume-plan.ts';
import type { NiftiSeries } from './nifti-series.ts';

interface NiftiDoubtsProps {
  readonly series: NiftiSeries;
  /** Where it is seen as a volume, and not slice by slice. */
  readonly plan?: VolumePlan | undefined;
}

export function NiftiDoubts({ series, plan }: NiftiDoubtsProps) {
  const { t } = useTranslation('nifti');
  const { isOriented, isRectangular } = series.grid;
  const names = [
    ...(isOriented ? [] : (['unoriented'] as const)),
    ...(isRectangular ? [] : (['sheared'] as const)),
  ];
  const doubts = names.map((name) => ({ name, label: t(name), meaning: t(`${name}Meaning`) }));
  const ofVolume = useVolumeDoubts(plan);
  return <Badges label={t('doubts')} doubts={[...doubts, ...ofVolume]} />;
}
