/** Structure sets (PS3.3 A.19, C.8.8.6): outlines of organs and targets, drawn slice by slice. */
import { itemsIn, type JsonInstance, numbersIn, textIn } from '../../../api/dicom-web.ts';
import type { Vector } from '../../engine/orientation.ts';
import { type Rgb, usualColour } from './colours.ts';
import { distanceTo, type Plane, pixelAt } from './plane.ts';
import { overlayTags as tags } from './tags.ts';

export interface Contour {
  /** CLOSED_PLANAR, OPEN_PLANAR, POINT, ...: PS3.3 C.8.8.6.1. */
  readonly type: string;
  /** mm, in the patient: x, y, z of one point after the other. */
  readonly data: readonly number[];
}

export interface Region {
  readonly number: number;
  readonly name: string;
  readonly colour: Rgb;
  readonly contours: readonly Contour[];
}

export function readStructureSet(instance: JsonInstance): Region[] {
  const names = new Map(
    itemsIn(instance, tags.StructureSetROISequence).map((item) => [
      numbersIn(item, tags.ROINumber)[0],
      textIn(item, tags.ROIName),
    ]),
  );
  return itemsIn(instance, tags.ROIContourSequence).map((item, i) => {
    const number = numbersIn(item, tags.ReferencedROINumber)[0] ?? i + 1;
    const colour = numbersIn(item, tags.ROIDisplayColor);
    return {
      number,
      name: names.get(number) ?? '',
      colour: colour.length === 3 ? (colour as unknown as Rgb) : usualColour(i),
      contours: itemsIn(item, tags.ContourSequence).map((contour) => ({
        type: textIn(contour, tags.ContourGeometricType),
        data: numbersIn(contour, tags.ContourData),
      })),
    };
  });
}

/** A place on an image: columns and rows, from 0 in the middle of the first pixel. */
export type Pixel = readonly [column: number, row: number];

/** A contour on an image. */
export interface Outline {
  readonly isClosed: boolean;
  readonly isFilled?: boolean;
  readonly points: readonly Pixel[];
}

/**
 * Contours whose points all lie on a plane.
 * @param near how far from it they may be, mm: a half of the distance between slices
 */
export function outlinesOn({ contours }: Region, plane: Plane, near: number): Outline[] {
  return contours.flatMap(({ type, data }) => {
    const points = pointsIn(data);
    if (points.length === 0 || points.some((point) => Math.abs(distanceTo(plane, point)) > near)) return [];
    return [{ isClosed: /^CLOSED/.test(type), points: points.map((point) => pixelAt(plane, point)) }];
  });
}

/** Of a contour, mm of the patient. */
export function pointsIn(data: readonly number[]): Vector[] {
  return Array.from({ length: Math.floor(data.length / 3) }, (_, i) => [
    data[3 * i]!,
    data[3 * i + 1]!,
    data[3 * i + 2]!,
  ]);
}
