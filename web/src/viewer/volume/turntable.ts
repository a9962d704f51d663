/** How a volume is looked at from outside, in numbers. */
import { cross, type Vector } from '../engine/orientation.ts';
import { along, dot, lengthOf, normalized, turned } from '../engine/vectors.ts';
import { extentAlong } from './planes.ts';
import type { VolumeGeometry } from './volume-plan.ts';

export interface Turntable {
  /** Out of the screen, and up on it: of length 1, at right angles. */
  readonly normal: Vector;
  readonly up: Vector;
  /** In the middle of the screen, in millimetres of the patient. */
  readonly middle: Vector;
  /** Of the screen, in millimetres. */
  readonly halfHeight: number;
}

const RADIANS_PER_PIXEL = 0.01;

export const middleOfVolume = ({ dimensions, spacing, origin, axes }: VolumeGeometry): Vector =>
  axes.reduce((point, axis, i) => along(point, axis, ((dimensions[i]! - 1) * spacing[i]!) / 2), origin);

/** From the front, head up. @param aspect width of the screen, as a share of its height */
export function fromTheFront(geometry: VolumeGeometry, aspect: number): Turntable {
  const [width, height] = [extentAlong(geometry, [1, 0, 0]), extentAlong(geometry, [0, 0, 1])];
  return {
    normal: [0, -1, 0],
    up: [0, 0, 1],
    middle: middleOfVolume(geometry),
    halfHeight: (Math.max(height, width / aspect) / 2) * 1.1,
  };
}

export const rightOf = ({ up, normal }: Pick<Turntable, 'up' | 'normal'>): Vector => cross(up, normal);

/** As if the volume were a ball under the hand. @param x @param y pixels of the way to the right and down */
export function rolled(view: Turntable, x: number, y: number): Turntable {
  const right = rightOf(view);
  const [around, over] = [-x * RADIANS_PER_PIXEL, -y * RADIANS_PER_PIXEL];
  const turn = (vector: Vector) => turned(turned(vector, view.up, around), right, over);
  const normal = normalized(turn(view.normal));
  const up = turn(view.up);
  // Rounding would add up over many small steps.
  const straight = along(up, normal, -dot(up, normal));
  return { ...view, normal, up: normalized(straight) };
}

/** Around which everything is, wherever it is looked at from. */
export const radiusOf = ({ dimensions, spacing }: VolumeGeometry): number =>
  lengthOf([dimensions[0] * spacing[0], dimensions[1] * spacing[1], dimensions[2] * spacing[2]]) / 2;
