/** Shapes as the graphics of a report, and back: PS3.3 C.18.6.1.2, C.18.9.1.2. Pure. */
import type { Mark, Point, Value } from '../measurement.ts';
import { cobbCode } from './codes.ts';

type Shape = Pick<Mark, 'kind' | 'points'>;

/**
 * PS3.3 C.18.6.1.2: closed lines end where they begin, ellipses have the ends of their long axis, then of the short one.
 * @param aspect how high a pixel is for its width
 */
export function graphicOf(
  { kind, points }: Shape,
  aspect: number,
): ['POINT' | 'POLYLINE' | 'ELLIPSE', readonly Point[]] {
  const [[x1, y1], [x2, y2]] = [points[0]!, points[1] ?? points[0]!];
  switch (kind) {
    case 'text':
    case 'probe':
      return ['POINT', points];
    case 'ellipse': {
      const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
      const across: Point[] = [
        [x1, y],
        [x2, y],
      ];
      const down: Point[] = [
        [x, y1],
        [x, y2],
      ];
      const isWide = Math.abs(x2 - x1) >= Math.abs(y2 - y1) * aspect;
      return ['ELLIPSE', isWide ? [...across, ...down] : [...down, ...across]];
    }
    case 'rectangle':
      return [
        'POLYLINE',
        [
          [x1, y1],
          [x2, y1],
          [x2, y2],
          [x1, y2],
          [x1, y1],
        ],
      ];
    case 'freehand':
      return ['POLYLINE', [...points, points[0]!]];
    default:
      return ['POLYLINE', points];
  }
}

/** Undefined of what we do not draw. @param concepts of the numbers that were measured along it */
export function shapeIn(
  type: string | undefined,
  points: readonly Point[],
  concepts: readonly string[],
  values: readonly Value[],
): Shape | undefined {
  const [first, ...others] = points;
  if (!first) return undefined;
  switch (type) {
    case 'POINT':
      return { kind: values.length > 0 ? 'probe' : 'text', points: [first] };
    case 'ELLIPSE':
      return others.length === 3 ? { kind: 'ellipse', points: boxAround(points) } : undefined;
    case 'POLYLINE':
    case 'POLYGON':
      return lineIn(points, concepts, values);
    default:
      return undefined;
  }
}

function lineIn(
  points: readonly Point[],
  concepts: readonly string[],
  values: readonly Value[],
): Shape | undefined {
  const [first, last] = [points[0]!, points.at(-1)!];
  const isClosed = points.length > 3 && isSame(first[0], last[0]) && isSame(first[1], last[1]);
  if (isClosed && isBox(points)) return { kind: 'rectangle', points: [first, points[2]!] };
  if (isClosed) return { kind: 'freehand', points: points.slice(0, -1) };
  if (points.length === 4 && concepts.includes(cobbCode[0])) return { kind: 'cobb', points };
  if (points.length === 3) return { kind: 'angle', points };
  if (points.length === 2) return { kind: values.length > 0 ? 'length' : 'arrow', points };
  return undefined;
}

/** Of a pixel. Reports have points with single precision: those in the patient come back a hair beside where they were. */
const HAIR = 1e-3;

const isSame = (a: number, b: number): boolean => Math.abs(a - b) < HAIR;

const isBox = (points: readonly Point[]): boolean =>
  points.length === 5 &&
  points.slice(1).every(([x, y], i) => {
    const [beforeX, beforeY] = points[i]!;
    return i % 2 === 0 ? isSame(y, beforeY) : isSame(x, beforeX);
  });

function boxAround(points: readonly Point[]): Point[] {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return [
    [Math.min(...xs), Math.min(...ys)],
    [Math.max(...xs), Math.max(...ys)],
  ];
}
