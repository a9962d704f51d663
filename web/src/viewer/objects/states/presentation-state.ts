/** Presentation states (PS3.3 A.33): how somebody wants images to be seen, and what they drew over them. */
import { itemsIn, type JsonInstance, textIn } from '../../../api/dicom-web.ts';
import { isAmong, type NamedImage, namedImages } from '../overlays/named-images.ts';
import type { SeenImage } from '../overlays/seen-image.ts';
import { stateTags as tags } from './tags.ts';

/** What a state asks for and is not done: it is said, as the picture is not the one that was meant. */
export type LeftOut =
  | 'modalityTable'
  | 'voiTable'
  | 'sigmoid'
  | 'presentationTable'
  | 'trueSize'
  | 'bitmaps'
  | 'subtraction';

export interface PresentationState {
  readonly sopInstanceUid: string;
  /** In words of who made it. */
  readonly name: string;
  /** DICOM person name, empty where it is not said. */
  readonly creator: string;
  /** DA and TM. */
  readonly date: string;
  readonly time: string;
  /** Of which it names images. */
  readonly series: readonly NamedSeries[];
  /** Whatever image is seen. */
  readonly leftOut: readonly LeftOut[];
  /** All of its elements. */
  readonly instance: JsonInstance;
}

export interface NamedSeries {
  readonly series: string;
  readonly images: readonly NamedImage[];
}

export function readState(instance: JsonInstance): PresentationState {
  const [label, description] = [tags.ContentLabel, tags.ContentDescription].map((tag) =>
    textIn(instance, tag),
  );
  return {
    sopInstanceUid: textIn(instance, tags.SOPInstanceUID),
    name: description || label || '',
    creator: textIn(instance, tags.ContentCreatorName),
    date: textIn(instance, tags.PresentationCreationDate),
    time: textIn(instance, tags.PresentationCreationTime),
    series: itemsIn(instance, tags.ReferencedSeriesSequence).map((item) => ({
      series: textIn(item, tags.SeriesInstanceUID),
      images: namedImages(item, tags.ReferencedImageSequence),
    })),
    leftOut: leftOutOf(instance),
    instance,
  };
}

/** Whether it says anything of an image. */
export const isOf = ({ series }: PresentationState, image: SeenImage): boolean =>
  series.some(({ images }) => isAmong(images, image));

/** Items that say something of an image; those that name none are meant for all images of the state. */
export const itemsFor = (instance: JsonInstance, sequence: string, image: SeenImage): JsonInstance[] =>
  itemsIn(instance, sequence).filter((item) => {
    const images = namedImages(item, tags.ReferencedImageSequence);
    return images.length === 0 || isAmong(images, image);
  });

function leftOutOf(instance: JsonInstance): LeftOut[] {
  const has = (item: JsonInstance, tag: string) => itemsIn(item, tag).length > 0;
  const areas = itemsIn(instance, tags.DisplayedAreaSelectionSequence);
  const found: Readonly<Partial<Record<LeftOut, boolean>>> = {
    trueSize: areas.some((area) => textIn(area, tags.PresentationSizeMode) === 'TRUE SIZE'),
    // Overlay planes (PS3.3 C.9.2) are groups 6000 to 60FE.
    bitmaps: Object.keys(instance).some((tag) => /^60[0-9A-F]{2}3000$/.test(tag)),
    subtraction: has(instance, tags.MaskSubtractionSequence),
  };
  return (Object.keys(found) as LeftOut[]).filter((name) => found[name]);
}
