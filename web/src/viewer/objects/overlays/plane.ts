/** Where an image lies in the patient (PS3.3 C.7.6.2), and how places come from one image to another. */
import { itemsIn, type JsonInstance, numbersIn, textIn } from '../../../api/dicom-web.ts';
import { applied, type Point } from '../../engine/affine.ts';
import { cross, type Vector } from '../../engine/orientation.ts';
import type { Placement } from '../../engine/stack-state.ts';
import { dot, subtract } from '../../engine/vectors.ts';
import { overlayTags as tags } from './tags.ts';

export interface Plane {
  readonly frameOfReference: string;
  /** Of the middle of the first pixel, mm. */
  readonly position: Vector;
  /** Directions along which columns and rows are counted. */
  readonly across: Vector;
  readonly down: Vector;
  readonly normal: Vector;
  /** Between columns, and between rows, mm. */
  readonly spacing: readonly [across: number, down: number];
}

/** Of an image, or of a frame: its own functional groups go before those that all frames share. undefined: it says not where it is. */
export function planeOf(instance: JsonInstance, frame = 0): Plane | undefined {
  const sources = [
    itemsIn(instance, tags.PerFrameFunctionalGroupsSequence)[frame] ?? {},
    itemsIn(instance, tags.SharedFunctionalGroupsSequence)[0] ?? {},
  ];
  const numbers = (sequence: string, tag: string) =>
    [...sources.map((source) => itemsIn(source, sequence)[0] ?? {}), instance]
      .map((each) => numbersIn(each, tag))
      .find((found) => found.length > 0) ?? [];
  const position = numbers(tags.PlanePositionSequence, tags.ImagePositionPatient);
  const axes = numbers(tags.PlaneOrientationSequence, tags.ImageOrientationPatient);
  const [down, across] = numbers(tags.PixelMeasuresSequence, tags.PixelSpacing);
  if (position.length !== 3 || axes.length !== 6 || !down || !across) return undefined;
  const [row, column] = [vector(axes.slice(0, 3)), vector(axes.slice(3))];
  return {
    frameOfReference: textIn(instance, tags.FrameOfReferenceUID),
    position: vector(position),
    ...{ across: row, down: column, normal: cross(row, column) },
    spacing: [across, down],
  };
}

const vector = (numbers: readonly number[]): Vector => numbers as unknown as Vector;

/** mm that a place is in front of the plane (along its normal) or, below 0, behind it. */
export const distanceTo = (plane: Plane, place: Vector): number =>
  dot(subtract(place, plane.position), plane.normal);

/** Column and row of a place, from 0 in the middle of the first pixel; what is beside the plane is moved onto it. */
export function pixelAt(
  { position, across, down, spacing }: Plane,
  place: Vector,
): readonly [number, number] {
  const way = subtract(place, position);
  return [dot(way, across) / spacing[0], dot(way, down) / spacing[1]];
}

/** Where a pixel is in the patient, mm. */
export function placeAt({ position, across, down, spacing }: Plane, column: number, row: number): Vector {
  const [a, b] = [column * spacing[0], row * spacing[1]];
  return [0, 1, 2].map((i) => position[i]! + a * across[i]! + b * down[i]!) as unknown as Vector;
}

/** Cosine of an angle, below which two planes lie in different directions: 1 degree. */
const PARALLEL = 0.9998;

export const isParallel = (a: Plane, b: Plane): boolean => Math.abs(dot(a.normal, b.normal)) > PARALLEL;

/** As SVG and canvas have it: x' = a x + c y + e, y' = b x + d y + f. */
export type Affine = Placement;

export const identity: Affine = [1, 0, 0, 1, 0, 0];

export const placed = ([a, b, c, d, e, f]: Affine, point: Point): Point =>
  applied({ a, b, c, d, e, f }, point);

/** From pixels of one image to those of a parallel one. */
export function between(from: Plane, to: Plane): Affine {
  const [e, f] = pixelAt(to, placeAt(from, 0, 0));
  const [x1, y1] = pixelAt(to, placeAt(from, 1, 0));
  const [x2, y2] = pixelAt(to, placeAt(from, 0, 1));
  return [x1 - e, y1 - f, x2 - e, y2 - f, e, f];
}
