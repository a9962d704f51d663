/** What is known of films before they hang: each picture of a series by itself, or a series as a whole. */
import type { FindRow } from '../../../../src/contract/index.ts';
import { itemsIn, type JsonInstance, numbersIn, textIn } from '../../api/dicom-web.ts';
import { textOf } from '../../api/rows.ts';
import type { SeriesImages } from '../engine/series-images.ts';
import { tags } from '../engine/tags.ts';
import { sideInWords, viewInWords, viewOfCode } from './view-codes.ts';

export interface Film {
  readonly series: string;
  /** Among the images of its series, from 0; undefined of a series of which no more is known. */
  readonly image?: number | undefined;
  /** `R` or `L` of what there are two of (PS3.3 C.8.3.1.1.1, Image Laterality); empty where nobody says. */
  readonly side: string;
  /** As {@link viewOfCode} names it; empty where nobody says. */
  readonly view: string;
  /** How good it is to see first, the lowest first: as it is to be read, and of the whole, before a part and raw data. */
  readonly rank: number;
}

/** Each film of a series once, also where it has many frames. */
export function filmsOf({ series, instances }: SeriesImages): Film[] {
  return [...new Set(instances)].map((instance) => ({
    ...{ series, image: instances.indexOf(instance), rank: rankOf(instance) },
    ...{ side: sideOf(instance), view: viewOf(instance) },
  }));
}

/** Of a series as a list of series has it. */
export function filmOfRow(row: FindRow): Film {
  const description = textOf(row, 'SeriesDescription');
  return {
    series: textOf(row, 'SeriesInstanceUID'),
    side: textOf(row, 'Laterality') || sideInWords(description),
    view: viewInWords(description),
    rank: 0,
  };
}

/** As it is written beside a film: `R CC`; empty where the film itself says nothing. */
export const filmName = (instance: JsonInstance): string =>
  [toldSide(instance), toldView(instance)].filter(Boolean).join(' ');

const sideOf = (instance: JsonInstance): string =>
  toldSide(instance) || sideInWords(textIn(instance, tags.SeriesDescription));

const viewOf = (instance: JsonInstance): string =>
  toldView(instance) || viewInWords(textIn(instance, tags.SeriesDescription));

const toldSide = (instance: JsonInstance): string =>
  textIn(instance, tags.ImageLaterality) || textIn(instance, tags.Laterality);

/** The code says it best (PS3.3 C.8.11.7); the letters of ViewPosition are what older files have. */
function toldView(instance: JsonInstance): string {
  const [code = {}] = itemsIn(instance, tags.ViewCodeSequence);
  return viewOfCode(textIn(code, tags.CodeValue)) ?? textIn(instance, tags.ViewPosition);
}

/** Magnified, spot and implant views (CID 4015) are looked at after the whole; slices through a breast after its picture. */
function rankOf(instance: JsonInstance): number {
  const [code = {}] = itemsIn(instance, tags.ViewCodeSequence);
  const isPart = itemsIn(code, tags.ViewModifierCodeSequence).length > 0;
  const isRaw = textIn(instance, tags.PresentationIntentType) === 'FOR PROCESSING';
  const isSlices = (numbersIn(instance, tags.NumberOfFrames)[0] ?? 1) > 1;
  return (isRaw ? 4 : 0) + (isPart ? 2 : 0) + (isSlices ? 1 : 0);
}
