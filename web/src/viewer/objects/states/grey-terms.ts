/** What a state says of greys that no window can: tables, and windows with soft ends (PS3.3 C.11.1, C.11.8, C.11.6). */
import { itemsIn, type JsonInstance, textIn } from '../../../api/dicom-web.ts';
import type { SeenImage } from '../overlays/seen-image.ts';
import { itemsFor, type LeftOut } from './presentation-state.ts';
import { stateTags as tags } from './tags.ts';

export interface GreyTerms {
  /** Which of the items that say how images are windowed it is; -1 where none is for the image. */
  readonly item: number;
  /** What they are asked for by. */
  readonly asked: readonly LeftOut[];
  /** All elements that they are made of, flat. */
  readonly elements: JsonInstance;
}

const ofState = [
  tags.RescaleIntercept,
  tags.RescaleSlope,
  tags.ModalityLUTSequence,
  tags.PresentationLUTSequence,
];
const ofItem = [tags.WindowCenter, tags.WindowWidth, tags.VOILUTFunction, tags.VOILUTSequence];

/** Undefined where a window says all. */
export function greyTerms(instance: JsonInstance, image: SeenImage): GreyTerms | undefined {
  const [item] = itemsFor(instance, tags.SoftcopyVOILUTSequence, image);
  const has = (of: JsonInstance | undefined, tag: string) => of !== undefined && itemsIn(of, tag).length > 0;
  const asks: Readonly<Partial<Record<LeftOut, boolean>>> = {
    modalityTable: has(instance, tags.ModalityLUTSequence),
    voiTable: has(item, tags.VOILUTSequence),
    sigmoid: item !== undefined && textIn(item, tags.VOILUTFunction) === 'SIGMOID',
    presentationTable: has(instance, tags.PresentationLUTSequence),
  };
  const asked = (Object.keys(asks) as LeftOut[]).filter((name) => asks[name]);
  if (asked.length === 0) return undefined;
  return {
    item: item ? itemsIn(instance, tags.SoftcopyVOILUTSequence).indexOf(item) : -1,
    asked,
    elements: { ...picked(instance, ofState), ...picked(item ?? {}, ofItem) },
  };
}

const picked = (elements: JsonInstance, names: readonly string[]): JsonInstance =>
  Object.fromEntries(names.flatMap((tag) => (elements[tag] ? [[tag, elements[tag]]] : [])));
