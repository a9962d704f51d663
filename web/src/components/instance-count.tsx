/** How much a series or study holds, in words: images, or what is none. */
import { useTranslation } from 'react-i18next';
import type { FindRow } from '../../../src/contract/index.ts';
import { hasPictures } from '../api/pictures.ts';
import { numberOf, valuesOf } from '../api/rows.ts';

interface InstanceCountProps {
  readonly modalities: readonly string[];
  readonly count: number;
}

export function InstanceCount({ modalities, count }: InstanceCountProps) {
  const { t } = useTranslation('common');
  return t(hasPictures(modalities) ? 'imageCount' : 'objectCount', { count });
}

/** Of a series as it is found. */
export const SeriesCount = ({ series }: { readonly series: FindRow }) => (
  <InstanceCount
    modalities={valuesOf(series, 'Modality')}
    count={numberOf(series, 'NumberOfSeriesRelatedInstances')}
  />
);

/** Of a study as it is found. */
export const StudyCount = ({ study }: { readonly study: FindRow }) => (
  <InstanceCount
    modalities={valuesOf(study, 'ModalitiesInStudy')}
    count={numberOf(study, 'NumberOfStudyRelatedInstances')}
  />
);
