/** The part of an image that a state shows, and which way round (PS3.3 C.10.4, C.10.6). */
import { type JsonInstance, numbersIn, textIn } from '../../../api/dicom-web.ts';
import type { Area, Turn } from '../../engine/look.ts';
import type { Pixel } from '../overlays/contours.ts';
import type { SeenImage } from '../overlays/seen-image.ts';
import { itemsFor } from './presentation-state.ts';
import { stateTags as tags } from './tags.ts';

/** A quarter turn is the least that a state can say. */
const QUARTER = 90;

/** Clockwise; what is mirrored is so after that. */
export function turnOf(instance: JsonInstance): Turn {
  const [rotation = 0] = numbersIn(instance, tags.ImageRotation);
  const quarters = (((rotation / QUARTER) % 4) + 4) % 4;
  return {
    rotation: Number.isInteger(quarters) ? quarters * QUARTER : 0,
    isFlipped: textIn(instance, tags.ImageHorizontalFlip) === 'Y',
  };
}

/** All of the image where the state names no part. Its corners are pixels, counted from 1, that belong to it. */
export function areaOf(instance: JsonInstance, image: SeenImage): Area {
  const [item = {}] = itemsFor(instance, tags.DisplayedAreaSelectionSequence, image);
  const [x1 = 1, y1 = 1] = numbersIn(item, tags.DisplayedAreaTopLeftHandCorner);
  const [x2 = image.columns, y2 = image.rows] = numbersIn(item, tags.DisplayedAreaBottomRightHandCorner);
  return {
    // The corners are named as they lie on the screen: in a turned image they may be any two.
    ...{ left: Math.min(x1, x2) - 1, top: Math.min(y1, y2) - 1 },
    ...{ right: Math.max(x1, x2), bottom: Math.max(y1, y2) },
  };
}

/** Pixels of the screen for one of the image; undefined where the area is to fill its place. */
export function magnificationOf(instance: JsonInstance, image: SeenImage): number | undefined {
  const [item = {}] = itemsFor(instance, tags.DisplayedAreaSelectionSequence, image);
  const [ratio = 0] = numbersIn(item, tags.PresentationPixelMagnificationRatio);
  return textIn(item, tags.PresentationSizeMode) === 'MAGNIFY' && ratio > 0 ? ratio : undefined;
}

/** Of what was a place of the screen, back: undoes the turn. From 0 to 1, along both sides of the area. */
function unturned([u, v]: Pixel, { rotation, isFlipped }: Turn): Pixel {
  const x = isFlipped ? 1 - u : u;
  if (rotation === 90) return [v, 1 - x];
  if (rotation === 180) return [1 - x, 1 - v];
  return rotation === 270 ? [1 - v, x] : [x, v];
}

/**
 * From the units of an annotation (PS3.3 C.10.5.1.1) to columns and rows, from 0 in the middle of the first pixel. PIXEL counts from
 * the corner of the first pixel; DISPLAY is a share of the displayed area as it lies on the screen.
 */
export function pixelOf(units: string, instance: JsonInstance, image: SeenImage): (point: Pixel) => Pixel {
  if (units !== 'DISPLAY') return ([x, y]) => [x - 0.5, y - 0.5];
  const { left, top, right, bottom } = areaOf(instance, image);
  const turn = turnOf(instance);
  return (point) => {
    const [x, y] = unturned(point, turn);
    return [left + x * (right - left) - 0.5, top + y * (bottom - top) - 0.5];
  };
}
