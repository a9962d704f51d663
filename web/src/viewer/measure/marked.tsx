/** One measurement on a picture: its lines, the handles by which it is changed, what it says. */
import { type PointerEvent, useLayoutEffect, useState } from 'react';
import { type Affine, applied, stretchOf } from '../engine/affine.ts';
import styles from './measure.module.css';
import type { Mark, Point } from './measurement.ts';
import { Shape } from './shape.tsx';
import { useValueWords } from './words.ts';

export type Grip = number | 'all';

interface MarkedProps {
  readonly measurement: Mark;
  readonly place: Affine;
  readonly isSelected: boolean;
  /** Somebody takes hold of a point, or of the whole. Without it nobody can. */
  readonly onGrip?: ((grip: Grip, event: PointerEvent) => void) | undefined;
}

const HANDLE = 5;
/** CSS pixels between what is drawn and what is written beside it. */
const APART = 10;
const LINE = 15;

export function Marked({ measurement, place, isSelected, onGrip }: MarkedProps) {
  const { kind, points, uid } = measurement;
  const { a, b, c, d, e, f } = place;
  const shape = { kind, points, scale: stretchOf(place, [1, 0]) };
  const handles = kind === 'freehand' ? [] : points;
  return (
    <g data-mark={uid} data-kind={kind} data-selected={isSelected || undefined} className={styles.marked}>
      <g
        transform={`matrix(${a} ${b} ${c} ${d} ${e} ${f})`}
        onPointerDown={(event) => onGrip?.('all', event)}
      >
        <Shape {...shape} className={styles.shade} />
        <Shape {...shape} className={styles.line} isLine />
        {onGrip && <Shape {...shape} className={styles.grip} />}
      </g>
      {onGrip &&
        handles.map((point, i) => {
          const [x, y] = applied(place, point);
          return (
            <circle
              // biome-ignore lint/suspicious/noArrayIndexKey: a point is its place
              key={i}
              className={styles.handle}
              {...{ cx: x, cy: y, r: HANDLE }}
              onPointerDown={(event) => onGrip(i, event)}
            />
          );
        })}
      <Words {...{ measurement, place }} />
    </g>
  );
}

function Words({ measurement, place }: Pick<MarkedProps, 'measurement' | 'place'>) {
  const { lines } = useValueWords();
  const points = measurement.points.map((point) => applied(place, point));
  const said = lines(measurement);
  const [text, setText] = useState<SVGTextElement | null>(null);
  const [isLeft, setLeft] = useState(false);
  const right = outermost(points, (point, other) => point[0] > other[0]);
  const longest = said.reduce((length, line) => Math.max(length, line.length), 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: longer words take more room
  useLayoutEffect(() => {
    const room = (text?.ownerSVGElement?.clientWidth ?? Number.POSITIVE_INFINITY) - right[0] - APART;
    setLeft(text !== null && text.getBBox().width > room);
  }, [text, right[0], longest]);
  const [x, y] = isLeft ? outermost(points, (point, other) => point[0] < other[0]) : right;
  const at = isLeft ? x - APART : x + APART;
  return (
    <text ref={setText} className={styles.words} x={at} y={y + 4} textAnchor={isLeft ? 'end' : 'start'}>
      {said.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
        <tspan key={i} x={at} dy={i === 0 ? 0 : LINE}>
          {line}
        </tspan>
      ))}
    </text>
  );
}

/** Words stand right of the rightmost point, or left of the leftmost where the pane ends. */
const outermost = (points: readonly Point[], isFarther: (point: Point, other: Point) => boolean): Point =>
  points.reduce((farthest, point) => (isFarther(point, farthest) ? point : farthest), points[0] ?? [0, 0]);
