/** Where pictures of what is kept come from: PS3.18 10.4.1.1.3, rendered by the archive. */
import { instancePath } from './dicom-web.ts';
import type { InstancePlace } from './metadata.ts';

/** A small picture of a study; of a series, when one is named. `size` in pixels of the screen's own. */
export function thumbnailOf(study: string, { series, size }: { series?: string; size: number }): string {
  const place = series === undefined ? study : `${study}/series/${series}`;
  return `/dicom-web/studies/${place}/thumbnail?viewport=${pixelsOf(size)},${pixelsOf(size)}`;
}

/** A small picture of an instance; of one of its frames (from 1), when it is named. */
export function thumbnailOfInstance(
  { study, series, instance }: InstancePlace,
  { frame, size }: { frame?: number | undefined; size: number },
): string {
  const place = `${instancePath(study, series, instance)}${frame === undefined ? '' : `/frames/${frame}`}`;
  return `${place}/thumbnail?viewport=${pixelsOf(size)},${pixelsOf(size)}`;
}

const pixelsOf = (size: number): number => Math.round(size * Math.min(2, globalThis.devicePixelRatio || 1));

/** What holds no pictures of a patient: reports, documents, states of presentation, plans, measurements, traces. */
const modalitiesWithoutPictures = new Set([
  ...[
    'SR',
    'PR',
    'KO',
    'DOC',
    'AU',
    'ECG',
    'EPS',
    'HD',
    'RTSTRUCT',
    'RTPLAN',
    'RTRECORD',
    'SEG',
    'REG',
    'FID',
  ],
  ...['PLAN', 'STAIN', 'TEXTUREMAP', 'ANN', 'M3D', 'POS', 'EEG', 'EMG', 'EOG', 'RESP', 'RWV', 'SMR', 'SRF'],
]);

/** Of a series or a study with these modalities; what has none is taken for one that has. */
export const hasPictures = (modalities: readonly string[]): boolean =>
  modalities.length === 0 || modalities.some((modality) => !modalitiesWithoutPictures.has(modality));
