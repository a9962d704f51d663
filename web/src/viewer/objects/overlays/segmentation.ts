/** Segmentations (PS3.3 A.51, C.8.20): what is marked in images, segment by segment, each frame on a plane. */
import { itemsIn, type JsonInstance, numbersIn, textIn } from '../../../api/dicom-web.ts';
import { colourIn, type Rgb, usualColour } from './colours.ts';
import { isAmong, type NamedImage, namedImages } from './named-images.ts';
import { type Affine, between, distanceTo, identity, isParallel, type Plane, planeOf } from './plane.ts';
import type { SeenImage } from './seen-image.ts';
import { overlayTags as tags } from './tags.ts';

export interface Segment {
  readonly number: number;
  readonly label: string;
  readonly colour: Rgb;
}

/** A frame. */
export interface Mask {
  /** From 1. */
  readonly frame: number;
  /** Of its segment; undefined where pixels say it themselves (LABELMAP). */
  readonly segment: number | undefined;
  readonly plane: Plane | undefined;
  readonly sources: readonly NamedImage[];
}

export interface Segmentation {
  readonly sopInstanceUid: string;
  readonly columns: number;
  readonly rows: number;
  readonly bits: number;
  /** What a sample is at most, of those that are parts of a whole; 1 for those that are either in it or not. */
  readonly most: number;
  readonly segments: readonly Segment[];
  readonly masks: readonly Mask[];
}

export function readSegmentation(instance: JsonInstance): Segmentation {
  const first = (tag: string) => numbersIn(instance, tag)[0] ?? 0;
  const type = textIn(instance, tags.SegmentationType);
  const frames = itemsIn(instance, tags.PerFrameFunctionalGroupsSequence);
  return {
    sopInstanceUid: textIn(instance, tags.SOPInstanceUID),
    ...{ columns: first(tags.Columns), rows: first(tags.Rows), bits: first(tags.BitsAllocated) },
    most: type === 'FRACTIONAL' ? first(tags.MaximumFractionalValue) || 255 : 1,
    segments: itemsIn(instance, tags.SegmentSequence).map(segmentOf),
    masks: frames.map((groups, i) => maskOf(instance, groups, i, type === 'LABELMAP')),
  };
}

function segmentOf(item: JsonInstance, index: number): Segment {
  return {
    number: numbersIn(item, tags.SegmentNumber)[0] ?? index + 1,
    label: textIn(item, tags.SegmentLabel),
    colour: colourIn(item, tags.RecommendedDisplayCIELabValue) ?? usualColour(index),
  };
}

function maskOf(instance: JsonInstance, groups: JsonInstance, index: number, isLabelMap: boolean): Mask {
  const [shared = {}] = itemsIn(instance, tags.SharedFunctionalGroupsSequence);
  const [identification = {}] = [groups, shared].flatMap((each) =>
    itemsIn(each, tags.SegmentIdentificationSequence),
  );
  return {
    frame: index + 1,
    segment: isLabelMap ? undefined : numbersIn(identification, tags.ReferencedSegmentNumber)[0],
    plane: planeOf(instance, index),
    sources: itemsIn(groups, tags.DerivationImageSequence).flatMap((derivation) =>
      namedImages(derivation, tags.SourceImageSequence),
    ),
  };
}

export interface Placed {
  readonly mask: Mask;
  /** From pixels of the mask to those of the image. */
  readonly place: Affine;
}

/** Planes that are not farther from each other lie on one another, mm: rounding, and not the next slice. */
const ON_PLANE = 0.1;

/** The masks that lie on an image: by where they are; where one of both does not say, by the images that they were made of. */
export function masksOn({ masks, columns, rows }: Segmentation, image: SeenImage): Placed[] {
  return masks.flatMap((mask) => {
    const { plane } = mask;
    if (plane && image.plane && plane.frameOfReference === image.plane.frameOfReference) {
      const isOn =
        isParallel(plane, image.plane) && Math.abs(distanceTo(image.plane, plane.position)) <= ON_PLANE;
      return isOn ? [{ mask, place: between(plane, image.plane) }] : [];
    }
    return isAmong(mask.sources, image) ? [{ mask, place: scaled(columns, rows, image) }] : [];
  });
}

/** The same field of view in other pixels. */
function scaled(columns: number, rows: number, image: SeenImage): Affine {
  if (columns === image.columns && rows === image.rows) return identity;
  const [x, y] = [image.columns / columns, image.rows / rows];
  // Middles of pixels are whole numbers.
  return [x, 0, 0, y, (x - 1) / 2, (y - 1) / 2];
}
