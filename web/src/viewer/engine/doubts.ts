/** What a reader has to know before trusting a picture. */
import { itemsIn, type JsonInstance, numbersIn, textIn } from '../../api/dicom-web.ts';
import type { SliceGaps } from './slice-gaps.ts';
import { tags } from './tags.ts';

export type DoubtName =
  | 'lossy'
  | 'deidentified'
  | 'burnedIn'
  | 'noScale'
  | 'aspect'
  | 'modalityTable'
  | 'voiTable'
  | 'missing'
  | 'duplicates'
  | 'uneven'
  | 'mixed';

export interface Doubt {
  readonly name: DoubtName;
  /** Where there is something to count: slices that are missing, how much smaller the data became. */
  readonly count?: number | undefined;
}

interface Shown {
  /** Where distances of the picture are true. */
  readonly source?: string | undefined;
  readonly isTableLeftOut?: boolean | undefined;
}

export function doubtsOf(
  instance: JsonInstance,
  { duplicates = 0, ...gaps }: SliceGaps & { readonly duplicates?: number },
  { source, isTableLeftOut = false }: Shown,
): Doubt[] {
  const is = (tag: string, value: string) => textIn(instance, tag) === value;
  const doubts: (Doubt | false)[] = [
    is(tags.LossyImageCompression, '01') && {
      name: 'lossy',
      count: numbersIn(instance, tags.LossyImageCompressionRatio).at(-1),
    },
    gaps.missing > 0 && { name: 'missing', count: gaps.missing },
    duplicates > 0 && { name: 'duplicates', count: duplicates },
    gaps.isUneven && { name: 'uneven' },
    gaps.isMixed && { name: 'mixed' },
    // Regions of ultrasound have scales of their own (PS3.3 C.8.5.5).
    source === undefined && !instance[tags.SequenceOfUltrasoundRegions] && { name: 'noScale' },
    isStretched(instance) && { name: 'aspect' },
    isTableLeftOut && itemsIn(instance, tags.ModalityLUTSequence).length > 0 && { name: 'modalityTable' },
    isTableLeftOut && asksForTable(instance) && { name: 'voiTable' },
    is(tags.PatientIdentityRemoved, 'YES') && { name: 'deidentified' },
    is(tags.BurnedInAnnotation, 'YES') && { name: 'burnedIn' },
  ];
  return doubts.filter((doubt) => doubt !== false);
}

/** A table of greys (PS3.3 C.11.2.1.1), and no window that is offered in its place. */
const asksForTable = (instance: JsonInstance): boolean =>
  itemsIn(instance, tags.VOILUTSequence).length > 0 && numbersIn(instance, tags.WindowCenter).length === 0;

/** Pixels that are not square, and have no size by which they are drawn as they are (PS3.3 C.7.6.3.1.7). */
function isStretched(instance: JsonInstance): boolean {
  const [vertical, horizontal] = numbersIn(instance, tags.PixelAspectRatio);
  return vertical !== undefined && horizontal !== undefined && vertical !== horizontal;
}
