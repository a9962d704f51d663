/** How much a series holds, in words: images, or what is none. */
import { useTranslation } from 'react-i18next';
import type { FindRow } from '../../../src/contract/index.ts';
import { hasPictures } from '../api/pictures.ts';
import { numberOf, valuesOf } from '../api/rows.ts';

export function InstanceCount({ series }: { readonly series: FindRow }) {
  const { t } = useTranslation('common');
  const words = hasPictures(valuesOf(series, 'Modality')) ? 'imageCount' : 'objectCount';
  return t(words, { count: numberOf(series, 'NumberOfSeriesRelatedInstances') });
}
