/** Graphic annotations of a presentation state (PS3.3 C.10.5) on one of its images, layer by layer. */
import { itemsIn, type JsonInstance, numbersIn, textIn } from '../../../api/dicom-web.ts';
import type { Outline, Pixel } from '../overlays/contours.ts';
import type { Words } from '../overlays/overlay.ts';
import type { SeenImage } from '../overlays/seen-image.ts';
import { circle, ellipse, smooth } from './curves.ts';
import { pixelOf } from './displayed-area.ts';
import { itemsFor } from './presentation-state.ts';
import { stateTags as tags } from './tags.ts';

export interface Annotation {
  /** Name of its layer. */
  readonly layer: string;
  readonly outlines: readonly Outline[];
  readonly points: readonly Pixel[];
  readonly words: readonly Words[];
}

export function annotationsOn(instance: JsonInstance, image: SeenImage): Annotation[] {
  return itemsFor(instance, tags.GraphicAnnotationSequence, image).map((item) => {
    const graphics = itemsIn(item, tags.GraphicObjectSequence).map((graphic) => ({
      graphic,
      type: textIn(graphic, tags.GraphicType),
      points: pointsIn(graphic, tags.GraphicData, tags.GraphicAnnotationUnits, instance, image),
    }));
    return {
      layer: textIn(item, tags.GraphicLayer),
      outlines: graphics.flatMap(({ graphic, type, points }) => outlineOf(type, graphic, points) ?? []),
      points: graphics.flatMap(({ type, points }) => (type === 'POINT' ? points.slice(0, 1) : [])),
      words: itemsIn(item, tags.TextObjectSequence).map((text) => wordsOf(text, instance, image)),
    };
  });
}

/** @param units tag of the element that says which they are in */
function pointsIn(
  item: JsonInstance,
  tag: string,
  units: string,
  instance: JsonInstance,
  image: SeenImage,
): Pixel[] {
  const numbers = numbersIn(item, tag);
  const pixel = pixelOf(textIn(item, units), instance, image);
  return Array.from({ length: Math.floor(numbers.length / 2) }, (_, i) =>
    pixel([numbers[2 * i]!, numbers[2 * i + 1]!]),
  );
}

/** Undefined of single points, and of what has fewer points than it needs. */
function outlineOf(type: string, graphic: JsonInstance, points: readonly Pixel[]): Outline | undefined {
  const isFilled = textIn(graphic, tags.GraphicFilled) === 'Y';
  const [a, b, c, d] = points;
  if (type === 'CIRCLE' && a && b) return { isClosed: true, isFilled, points: circle(a, b) };
  if (type === 'ELLIPSE' && a && b && c && d)
    return { isClosed: true, isFilled, points: ellipse([a, b], [c, d]) };
  if (!b) return undefined;
  if (type === 'POLYLINE') return { isClosed: isFilled, isFilled, points };
  return type === 'INTERPOLATED' ? { isClosed: isFilled, isFilled, points: smooth(points) } : undefined;
}

const aligns = { LEFT: 'left', CENTER: 'center', RIGHT: 'right' } as const;

function wordsOf(text: JsonInstance, instance: JsonInstance, image: SeenImage): Words {
  const corners = [tags.BoundingBoxTopLeftHandCorner, tags.BoundingBoxBottomRightHandCorner].flatMap((tag) =>
    pointsIn(text, tag, tags.BoundingBoxAnnotationUnits, instance, image),
  );
  const [from, to] = corners;
  const justification = textIn(text, tags.BoundingBoxTextHorizontalJustification);
  return {
    lines: textIn(text, tags.UnformattedTextValue).split(/\r\n|\r|\n/),
    box: from && to && [from, to],
    align: aligns[justification as keyof typeof aligns] ?? 'left',
    anchor: pointsIn(text, tags.AnchorPoint, tags.AnchorPointAnnotationUnits, instance, image)[0],
    hasLine: textIn(text, tags.AnchorPointVisibility) === 'Y',
  };
}
