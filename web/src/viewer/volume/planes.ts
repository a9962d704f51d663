/**
 * Three planes at right angles through one point, and how each is looked at: the whole of MPR in numbers. A plane that is turned
 * turns the two others with it, so that they stay at right angles.
 */
import { cross, type Vector } from '../engine/orientation.ts';
import { add, along, dot, scale, subtract, turned } from '../engine/vectors.ts';
import type { VolumeGeometry } from './volume-plan.ts';

export const planeNames = ['axial', 'coronal', 'sagittal'] as const;
export type PlaneName = (typeof planeNames)[number];

/** Where the planes meet, and where they lie: towards the left, the back and the head of the patient, or turned from there. */
export interface Cross {
  readonly center: Vector;
  readonly toLeft: Vector;
  readonly toBack: Vector;
  readonly toHead: Vector;
}

/** How a plane is looked at: `normal` comes out of the screen. All of length 1. */
export interface PlaneAxes {
  readonly right: Vector;
  readonly up: Vector;
  readonly normal: Vector;
}

/** A pane's own. */
export interface Look {
  /** Millimetres from where the planes meet to the middle of the pane, to the right and up. */
  readonly aside: readonly [number, number];
  /** Of the pane, in millimetres. */
  readonly halfHeight: number;
  /** Radians, to the left: how the picture is turned against the other planes. */
  readonly roll: number;
}

/** As radiology looks: from the feet, from the front, from the left. */
const axesOf: Readonly<Record<PlaneName, (cross: Cross) => PlaneAxes>> = {
  axial: ({ toLeft, toBack, toHead }) => ({
    right: toLeft,
    up: scale(toBack, -1),
    normal: scale(toHead, -1),
  }),
  coronal: ({ toLeft, toBack, toHead }) => ({ right: toLeft, up: toHead, normal: scale(toBack, -1) }),
  sagittal: ({ toLeft, toBack, toHead }) => ({ right: toBack, up: toHead, normal: toLeft }),
};

export function planeAxes(cross: Cross, plane: PlaneName, roll: number): PlaneAxes {
  const { right, up, normal } = axesOf[plane](cross);
  return { right: turned(right, normal, roll), up: turned(up, normal, roll), normal };
}

/** Out of the screen. */
export const normalOf = (cross: Cross, plane: PlaneName): Vector => axesOf[plane](cross).normal;

/**
 * In the middle sample of a volume, along its own axes, each named by that of the patient that it is closest to: nothing
 * has to be worked out between samples.
 */
export function firstCross({ dimensions, spacing, origin, axes }: VolumeGeometry): Cross {
  const center = axes.reduce(
    (point, axis, i) => along(point, axis, Math.floor((dimensions[i]! - 1) / 2) * spacing[i]!),
    origin,
  );
  const [first, second, third] = byPatientAxis(axes);
  return { center, toLeft: first, toBack: second, toHead: third };
}

/** The assignment of axes of the volume to those of the patient that agrees most, each in the direction of its own. */
function byPatientAxis(axes: readonly [Vector, Vector, Vector]): [Vector, Vector, Vector] {
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ] as const;
  const agreement = (order: readonly number[]) =>
    order.reduce((sum, axis, patient) => sum + Math.abs(axes[axis]![patient]!), 0);
  const [best] = orders.toSorted((a, b) => agreement(b) - agreement(a));
  const [left, back] = best!.map((axis, patient) =>
    scale(axes[axis]!, Math.sign(axes[axis]![patient]!) || 1),
  );
  // The third follows from the others, so that right and left are never exchanged.
  return [left!, back!, cross(left!, back!)];
}

/** Turned around the normal of a plane: the two others, that is. @param angle radians, to the left on the screen */
export function turnedIn(planes: Cross, plane: PlaneName, angle: number): Cross {
  const normal = normalOf(planes, plane);
  const turn = (vector: Vector) => turned(vector, normal, angle);
  return {
    center: planes.center,
    toLeft: turn(planes.toLeft),
    toBack: turn(planes.toBack),
    toHead: turn(planes.toHead),
  };
}

/** What is in the middle of a pane, in millimetres of the patient. */
export function middleOf(planes: Cross, plane: PlaneName, { aside, roll }: Look): Vector {
  const { right, up } = planeAxes(planes, plane, roll);
  return along(along(planes.center, right, aside[0]), up, aside[1]);
}

/** As it has to be looked at after the planes meet elsewhere, for the picture to stay where it is. */
export function lookAfterMove(look: Look, plane: PlaneName, before: Cross, after: Cross): Look {
  const { right, up } = planeAxes(before, plane, look.roll);
  const way = subtract(after.center, before.center);
  return { ...look, aside: [look.aside[0] - dot(way, right), look.aside[1] - dot(way, up)] };
}

/** All of a volume, in the middle. @param aspect width of the pane, as a share of its height */
export function lookAtAll(
  geometry: VolumeGeometry,
  planes: Cross,
  plane: PlaneName,
  aspect: number,
  roll = 0,
): Look {
  const { right, up } = planeAxes(planes, plane, roll);
  const middle = pointAt(geometry, [0.5, 0.5, 0.5]);
  const way = subtract(middle, planes.center);
  const [width, height] = [extentAlong(geometry, right), extentAlong(geometry, up)];
  return { aside: [dot(way, right), dot(way, up)], halfHeight: Math.max(height, width / aspect) / 2, roll };
}

/** How a plane cuts the picture of another: to the right and up, of length 1. */
export function lineOf(planes: Cross, plane: PlaneName, { roll }: Look, other: PlaneName): [number, number] {
  const { right, up, normal } = planeAxes(planes, plane, roll);
  const line = cross(normalOf(planes, other), normal);
  return [dot(line, right), dot(line, up)];
}

/** Millimetres that a volume takes in a direction, to the edges of its samples. */
export const extentAlong = ({ dimensions, spacing, axes }: VolumeGeometry, direction: Vector): number =>
  axes.reduce((sum, axis, i) => sum + Math.abs(dot(axis, direction)) * dimensions[i]! * spacing[i]!, 0);

/** How far one step goes in a direction: the distance of the samples that lie in it. */
export const stepAlong = ({ spacing, axes }: VolumeGeometry, direction: Vector): number =>
  1 / Math.hypot(...axes.map((axis, i) => dot(axis, direction) / spacing[i]!));

/** The nearest point that is still in the volume. */
export function kept(geometry: VolumeGeometry, point: Vector): Vector {
  const { dimensions, spacing, origin, axes } = geometry;
  const way = subtract(point, origin);
  return axes.reduce((sum, axis, i) => {
    const most = (dimensions[i]! - 1) * spacing[i]!;
    return along(sum, axis, Math.min(most, Math.max(0, dot(way, axis))));
  }, origin);
}

/** Of the sample that is nearest to a point; it may lie outside. */
export function indexAt({ spacing, origin, axes }: VolumeGeometry, point: Vector): Vector {
  const way = subtract(point, origin);
  const [i, j, k] = axes.map((axis, n) => Math.round(dot(way, axis) / spacing[n]!));
  return [i!, j!, k!];
}

/** @param share from 0 to 1 of the way from the first sample to the last, along each axis */
function pointAt({ dimensions, spacing, origin, axes }: VolumeGeometry, share: Vector): Vector {
  return axes.reduce(
    (sum, axis, i) => add(sum, scale(axis, share[i]! * (dimensions[i]! - 1) * spacing[i]!)),
    origin,
  );
}
