/**
 * How a measurement comes to be: by dragging from point to point or by clicking them, whichever somebody does. Pure: from what
 * there was and what the pointer did to what there is.
 */
import { kinds, leastPoints, type MeasurementKind, type Point } from './measurement.ts';

export interface Drawing {
  readonly kind: MeasurementKind;
  readonly points: readonly Point[];
  /** Whether the last point still goes along with the pointer. */
  readonly isMoving: boolean;
  /** Where the button went down, while it is. */
  readonly downAt?: Point | undefined;
  /** It has all its points. */
  readonly isDone: boolean;
}

/** Lines of a Cobb angle do not hang together: the second one begins where the button goes down again. */
const begins = (kind: MeasurementKind, index: number): boolean =>
  index === 0 || (kind === 'cobb' && index === 2);

export const startDrawing = (kind: MeasurementKind, at: Point): Drawing =>
  pressed({ kind, points: [], isMoving: false, isDone: false }, at);

export function pressed(before: Drawing, at: Point): Drawing {
  if (before.isMoving) return { ...before, points: withLast(before.points, at), downAt: at };
  const points = [...before.points, at];
  if (points.length === kinds[before.kind].points)
    return { ...before, points, isDone: true, downAt: undefined };
  // What has begun goes on to its next point at once.
  const next = before.kind === 'freehand' ? points : [...points, at];
  return { ...before, points: next, isMoving: true, downAt: at };
}

/** @param isClose whether the pointer has hardly moved: a line drawn by hand needs no corner there */
export function moved(before: Drawing, at: Point, isClose: boolean): Drawing {
  if (!before.isMoving) return before;
  if (before.kind !== 'freehand') return { ...before, points: withLast(before.points, at) };
  return isClose ? before : { ...before, points: [...before.points, at] };
}

/** @param isClick whether the pointer hardly moved since the button went down */
export function released(before: Drawing, at: Point, isClick: boolean): Drawing {
  if (!before.isMoving || before.downAt === undefined) return before;
  if (before.kind === 'freehand') return { ...before, isMoving: false, isDone: true, downAt: undefined };
  const isFirst = begins(before.kind, before.points.length - 2);
  // A click sets the point where a line begins; its end comes with the next one.
  const wasSet = before.points.at(-2);
  if (isClick && isFirst && wasSet && isAt(wasSet, before.downAt)) return { ...before, downAt: undefined };
  return placed({ ...before, points: withLast(before.points, at), downAt: undefined });
}

/** The moving point stays where it is. */
function placed(before: Drawing): Drawing {
  const count = before.points.length;
  if (count >= kinds[before.kind].points) return { ...before, isMoving: false, isDone: true };
  if (begins(before.kind, count)) return { ...before, isMoving: false };
  return { ...before, points: [...before.points, before.points.at(-1)!] };
}

/** Whether there is something to keep: shapes without any extent are slips of the hand. */
export function isWorthKeeping({ kind, points }: Pick<Drawing, 'kind' | 'points'>): boolean {
  const [first = [0, 0]] = points;
  if (kinds[kind].points === 1) return true;
  return points.length >= leastPoints(kind) && points.some((point) => !isAt(point, first));
}

const withLast = (points: readonly Point[], at: Point): Point[] => [...points.slice(0, -1), at];
const isAt = (a: Point, b: Point): boolean => a[0] === b[0] && a[1] === b[1];
