/** A measurement as it is drawn, in pixels of the image: lines stay as thin as they are, however large it is shown. */
import type { MeasurementKind, Point } from './measurement.ts';

interface ShapeProps {
  readonly kind: MeasurementKind;
  readonly points: readonly Point[];
  /** CSS pixels of the screen for one of the image: what has a size of its own on the screen needs it. */
  readonly scale: number;
  readonly className?: string | undefined;
  /** The one of several on top of each other that is the line itself. */
  readonly isLine?: boolean;
}

/** On the screen, CSS pixels. */
const HEAD = 12;
const CROSS = 7;
/** Of the head of an arrow, to each side. */
const HEAD_ANGLE = 0.4;

export function Shape({ kind, points, scale, className, isLine }: ShapeProps) {
  return (
    <path
      d={pathOf(kind, points, scale)}
      className={className}
      data-line={isLine}
      vectorEffect="non-scaling-stroke"
    />
  );
}

function pathOf(kind: MeasurementKind, points: readonly Point[], scale: number): string {
  const [a = [0, 0], b = a] = points;
  switch (kind) {
    case 'cobb':
      return `${lines(points.slice(0, 2))} ${lines(points.slice(2))}`;
    case 'ellipse':
      return ellipse(a, b);
    case 'rectangle':
      return `${lines([a, [b[0], a[1]], b, [a[0], b[1]]])} Z`;
    case 'freehand':
      return `${lines(points)} Z`;
    case 'arrow':
      return `${lines([b, a])} ${head(a, b, HEAD / scale)}`;
    case 'probe':
    case 'text':
      return cross(a, CROSS / scale);
    default:
      return lines(points);
  }
}

const place = ([x, y]: Point): string => `${x} ${y}`;

const lines = (points: readonly Point[]): string =>
  points.map((point, i) => `${i === 0 ? 'M' : 'L'} ${place(point)}`).join(' ');

function ellipse(a: Point, b: Point): string {
  const [rx, ry] = [Math.abs(b[0] - a[0]) / 2, Math.abs(b[1] - a[1]) / 2];
  const [left, right] = [Math.min(a[0], b[0]), Math.max(a[0], b[0])];
  const y = (a[1] + b[1]) / 2;
  const arc = (x: number) => `A ${rx} ${ry} 0 0 1 ${x} ${y}`;
  return `M ${left} ${y} ${arc(right)} ${arc(left)} Z`;
}

function head(tip: Point, tail: Point, size: number): string {
  const direction = Math.atan2(tail[1] - tip[1], tail[0] - tip[0]);
  const barb = (angle: number): Point => [
    tip[0] + size * Math.cos(direction + angle),
    tip[1] + size * Math.sin(direction + angle),
  ];
  return lines([barb(-HEAD_ANGLE), tip, barb(HEAD_ANGLE)]);
}

const cross = ([x, y]: Point, size: number): string =>
  `M ${x - size} ${y} H ${x + size} M ${x} ${y - size} V ${y + size}`;
