/** The values of an image as they are measured: Hounsfield units, not stored values. */
import type { Types } from '@cornerstonejs/core';
import { type JsonInstance, textIn } from '../../api/dicom-web.ts';
import { tags } from './tags.ts';

export interface Samples {
  readonly columns: number;
  readonly rows: number;
  /** Row by row; not a number where there is nothing. */
  readonly at: (index: number) => number;
  /** UCUM; `1` of numbers without a unit. */
  readonly unit: string;
}

/** Undefined of colours: they are no measure of anything. */
export function samplesOf(image: Types.IImage, unit: string): Samples | undefined {
  if (image.color) return undefined;
  const { columns, rows, slope, intercept } = image;
  const pixels = image.getPixelData();
  const isScaled = image.preScale?.scaled === true;
  const at = (index: number) => (isScaled ? pixels[index]! : pixels[index]! * slope + intercept);
  return { columns, rows, at, unit };
}

/** Units of PET: PS3.3 C.8.9.1.1.3. */
const petUnits: Readonly<Record<string, string>> = {
  BQML: 'Bq/ml',
  GML: 'g/ml',
  CNTS: '{counts}',
  CPS: '{counts}/s',
  PROPCPS: '{propcounts}/s',
  CM2: 'cm2',
  PCNT: '%',
};
const hounsfield = "[hnsf'U]";

/** @param rescaleType of the frame, where it says what its values are (PS3.3 C.11.1.1.2) */
export function unitOf(instance: JsonInstance, rescaleType: string): string {
  const units = textIn(instance, tags.Units);
  if (units !== '') return petUnits[units] ?? '1';
  if (rescaleType === 'HU' || (rescaleType === '' && textIn(instance, tags.Modality) === 'CT'))
    return hounsfield;
  return '1';
}
