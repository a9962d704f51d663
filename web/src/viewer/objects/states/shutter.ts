/** What of an image a shutter leaves to be seen (PS3.3 C.7.6.11). */
import { type JsonInstance, numbersIn, textsIn } from '../../../api/dicom-web.ts';
import { colourIn, greyOf, type Rgb } from '../overlays/colours.ts';
import type { Outline, Pixel } from '../overlays/contours.ts';
import type { Drawn } from '../overlays/overlay.ts';
import { circle } from './curves.ts';
import { stateTags as tags } from './tags.ts';

type Shutter = Extract<Drawn, { kind: 'shutter' }>;

/** Each shape hides what is outside of it. undefined: there is none. */
export function shutterOf(instance: JsonInstance): Shutter | undefined {
  const holes = textsIn(instance, tags.ShutterShape).flatMap((shape) => shapes[shape]?.(instance) ?? []);
  return holes.length === 0 ? undefined : { kind: 'shutter', colour: colourOf(instance), holes };
}

/** Undefined of one that does not say all that it has to. Pixels are counted from 1. */
const shapes: Readonly<Record<string, (instance: JsonInstance) => Outline | undefined>> = {
  RECTANGULAR: (instance) => {
    const edge = (tag: string) => numbersIn(instance, tag)[0];
    const left = edge(tags.ShutterLeftVerticalEdge);
    const right = edge(tags.ShutterRightVerticalEdge);
    const top = edge(tags.ShutterUpperHorizontalEdge);
    const bottom = edge(tags.ShutterLowerHorizontalEdge);
    if (left === undefined || right === undefined || top === undefined || bottom === undefined)
      return undefined;
    // The pixels at the edges are seen.
    const [x1, x2, y1, y2] = [left - 1.5, right - 0.5, top - 1.5, bottom - 0.5];
    const points: Pixel[] = [
      [x1, y1],
      [x2, y1],
      [x2, y2],
      [x1, y2],
    ];
    return { isClosed: true, points };
  },
  CIRCULAR: (instance) => {
    const [row, column] = numbersIn(instance, tags.CenterOfCircularShutter);
    const [radius] = numbersIn(instance, tags.RadiusOfCircularShutter);
    if (row === undefined || column === undefined || radius === undefined) return undefined;
    const middle: Pixel = [column - 1, row - 1];
    return { isClosed: true, points: circle(middle, [middle[0] + radius, middle[1]]) };
  },
  POLYGONAL: (instance) => {
    const numbers = numbersIn(instance, tags.VerticesOfThePolygonalShutter);
    const points = Array.from(
      { length: Math.floor(numbers.length / 2) },
      (_, i): Pixel => [numbers[2 * i + 1]! - 1, numbers[2 * i]! - 1],
    );
    return points.length < 3 ? undefined : { isClosed: true, points };
  },
};

const colourOf = (instance: JsonInstance): Rgb =>
  colourIn(instance, tags.ShutterPresentationColorCIELabValue) ??
  greyOf(numbersIn(instance, tags.ShutterPresentationValue)[0] ?? 0);
