/** Vectors in the coordinates of the patient (PS3.3 C.7.6.2.1.1), in millimetres or without a unit. */
import { cross, type Vector } from './orientation.ts';

export const add = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const subtract = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scale = (a: Vector, factor: number): Vector => [a[0] * factor, a[1] * factor, a[2] * factor];
export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const lengthOf = (a: Vector): number => Math.hypot(...a);
export const normalized = (a: Vector): Vector => scale(a, 1 / lengthOf(a));

/** a + b * factor */
export const along = (a: Vector, b: Vector, factor: number): Vector => add(a, scale(b, factor));

/**
 * Turned around an axis of length 1, as a right hand turns (Rodrigues).
 * @param angle radians
 */
export function turned(vector: Vector, axis: Vector, angle: number): Vector {
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const lengthwise = scale(axis, dot(axis, vector) * (1 - cosine));
  return add(add(scale(vector, cosine), scale(cross(axis, vector), sine)), lengthwise);
}
