/**
 * What somebody marked in an image, or in a plane through a volume, as plain data. Points are in pixels of it: x along a row, y down a
 * column, from the upper left corner of the first pixel, whose middle is at (0.5, 0.5): PS3.3 C.18.6.1.1.
 */
import type { Point } from '../engine/affine.ts';
import type { SpacingSource } from '../engine/calibration.ts';
import type { Vector } from '../engine/orientation.ts';

export type { Point } from '../engine/affine.ts';

/** The points of each kind in their order; `isArea` of those with statistics of what is inside. */
export const kinds = {
  /** Two ends. */
  length: { points: 2, isArea: false },
  /** End, vertex, end. */
  angle: { points: 3, isArea: false },
  /** Two ends of one line, two of the other. */
  cobb: { points: 4, isArea: false },
  /** Opposite corners of the box around it; its axes are those of the image. */
  ellipse: { points: 2, isArea: true },
  /** Opposite corners. */
  rectangle: { points: 2, isArea: true },
  /** Corners of a closed polygon, as many as were drawn. */
  freehand: { points: Infinity, isArea: true },
  /** Where it points to, where it begins. */
  arrow: { points: 2, isArea: false },
  text: { points: 1, isArea: false },
  probe: { points: 1, isArea: false },
} as const satisfies Record<string, { readonly points: number; readonly isArea: boolean }>;

export type MeasurementKind = keyof typeof kinds;

/** Before there is anything to measure. */
export const leastPoints = (kind: MeasurementKind): number => (kind === 'freehand' ? 3 : kinds[kind].points);

/** A frame of an instance, as a structured report refers to it (PS3.3 C.17.3.2.1). */
export interface ImageReference {
  readonly study: string;
  readonly series: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** From 1. */
  readonly frame: number;
}

export type Quantity = 'length' | 'angle' | 'area' | 'value' | 'mean' | 'deviation' | 'minimum' | 'maximum';

export interface Value {
  readonly quantity: Quantity;
  readonly value: number;
  /** UCUM; `{pixels}` and `{pixels}2` where nobody knows how large a pixel is, `1` of numbers without a unit. */
  readonly unit: string;
}

export interface Mark {
  /** Stays the same in every version of a report: a UID. */
  readonly uid: string;
  readonly kind: MeasurementKind;
  /** Words of whoever made it: a name of a measurement, what a text says. May be empty. */
  readonly text: string;
  readonly points: readonly Point[];
  readonly values: readonly Value[];
  /** Where its lengths are true; undefined of those without lengths, and of those in pixels. */
  readonly source?: SpacingSource | undefined;
}

export interface ImageMeasurement extends Mark {
  readonly image: ImageReference;
}

/** A plane through a volume as an image that it is sampled into: as finely as the volume is in its directions. */
export interface PlaneReference {
  readonly study: string;
  readonly series: string;
  /** UID of that of its points (PS3.3 C.7.4.1); empty where the series does not say it. */
  readonly frameOfReference: string;
  /** Of several volumes of one place, from 0. */
  readonly phase: number;
  /** By which the pane goes that it was seen in. */
  readonly name: 'axial' | 'coronal' | 'sagittal';
  /** Corner of its first pixel, in millimetres of the patient. */
  readonly origin: Vector;
  /** Of one pixel to the right, and of one down, as it was seen: millimetres of the patient, at right angles. */
  readonly across: Vector;
  readonly down: Vector;
  readonly columns: number;
  readonly rows: number;
}

export interface PlaneMeasurement extends Mark {
  readonly plane: PlaneReference;
}

export type Measurement = ImageMeasurement | PlaneMeasurement;
/** What a measurement lies in. */
export type Where = Pick<ImageMeasurement, 'image'> | Pick<PlaneMeasurement, 'plane'>;

/** Whether a report can say where it is: points in the patient need a frame of reference (PS3.3 C.18.9.1). */
export const isKeepable = (where: Where): boolean => 'image' in where || where.plane.frameOfReference !== '';

/** Whether two references are to one frame. */
export const isSameImage = (a: ImageReference, b: ImageReference): boolean =>
  a.sopInstanceUid === b.sopInstanceUid && a.frame === b.frame;
