/** Which series is shown first, and which of its images. */
import type { FindRow } from '../../../src/contract/index.ts';
import { numberOf, textOf } from '../api/rows.ts';

/** What holds no pictures of a patient: reports, documents, states of presentation, plans, measurements, traces. */
const withoutPictures = new Set(
  [
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
  ].concat([
    ...['PLAN', 'STAIN', 'TEXTUREMAP', 'ANN', 'M3D', 'POS', 'EEG', 'EMG', 'EOG', 'RESP', 'RWV', 'SMR', 'SRF'],
  ]),
);
/** Pictures that are made to plan others by. */
const forPlanning = /\b(scouts?|locali[sz]ers?|topograms?|survey|scano(gram)?|loc)\b/i;

/** The most telling series of a study: with pictures, not made for planning, and of those the one with the most images. */
export function mostTelling(series: readonly FindRow[]): string | undefined {
  const [best] = series
    .map((row) => ({ uid: textOf(row, 'SeriesInstanceUID'), worth: worthOf(row) }))
    .sort((a, b) => b.worth - a.worth);
  return best?.uid;
}

/** Whether a series of a modality may have a picture that stands for it. */
export const hasPictures = (modality: string): boolean => !withoutPictures.has(modality);

function worthOf(row: FindRow): number {
  const images = numberOf(row, 'NumberOfSeriesRelatedInstances');
  if (!hasPictures(textOf(row, 'Modality'))) return -1;
  return forPlanning.test(textOf(row, 'SeriesDescription')) ? 0 : images;
}

/** From 0: the middle of a series of slices says more than its end does; a film begins at its beginning. */
export const firstShown = (images: number, isOneInstance: boolean): number =>
  isOneInstance ? 0 : Math.floor((images - 1) / 2);
