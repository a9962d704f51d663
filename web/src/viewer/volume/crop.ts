/** A box out of a volume: what lies outside of it is not drawn. */
import type { Vector } from '../engine/orientation.ts';
import { along, scale } from '../engine/vectors.ts';
import type { VolumeGeometry } from './volume-plan.ts';

/** From 0 to 1 along each axis of the patient: to the left, to the back, to the head. */
export type Crop = readonly [Share, Share, Share];
type Share = readonly [number, number];

export const whole: Crop = [
  [0, 1],
  [0, 1],
  [0, 1],
];

export interface CuttingPlane {
  readonly point: Vector;
  /** Towards what is kept. */
  readonly normal: Vector;
}

/** Two planes for each axis of the volume, six in all. */
export function cuttingPlanes(geometry: VolumeGeometry, crop: Crop): CuttingPlane[] {
  const { dimensions, spacing, origin, axes } = geometry;
  return axes.flatMap((axis, i) => {
    const length = (dimensions[i]! - 1) * spacing[i]!;
    const [from, to] = alongVolume(crop[patientAxisOf(axis)]!, axis);
    return [
      { point: along(origin, axis, from * length - spacing[i]! / 2), normal: axis },
      { point: along(origin, axis, to * length + spacing[i]! / 2), normal: scale(axis, -1) },
    ];
  });
}

/** Of the patient's, that which an axis points to most: an axis of oblique slices is named by it. */
const patientAxisOf = (axis: Vector): number => {
  const shares = axis.map(Math.abs);
  return shares.indexOf(Math.max(...shares));
};

const alongVolume = ([from, to]: Share, axis: Vector): Share =>
  axis[patientAxisOf(axis)]! > 0 ? [from, to] : [1 - to, 1 - from];
