import { describe, expect, it } from 'vitest';
import { type Drawing, isWorthKeeping, moved, pressed, released, startDrawing } from './drawing.ts';
import type { MeasurementKind, Point } from './measurement.ts';

type Act = readonly ['down' | 'move' | 'up', number, number];

/** What comes of what the pointer does; `up` where `down` was is a click. */
function drawn(kind: MeasurementKind, ...acts: readonly Act[]): Drawing {
  let drawing: Drawing | undefined;
  let down: Point = [0, 0];
  for (const [act, x, y] of acts) {
    const at: Point = [x, y];
    if (act === 'down') {
      down = at;
      drawing = drawing ? pressed(drawing, at) : startDrawing(kind, at);
    } else if (act === 'move') drawing = moved(drawing!, at, false);
    else drawing = released(drawing!, at, down[0] === x && down[1] === y);
  }
  return drawing!;
}

const drag = (a: Point, b: Point): Act[] => [
  ['down', ...a],
  ['move', ...b],
  ['up', ...b],
];
const click = (at: Point): Act[] => [
  ['move', ...at],
  ['down', ...at],
  ['up', ...at],
];
const [a, b, c, d]: readonly [Point, Point, Point, Point] = [
  [1, 1],
  [9, 2],
  [5, 8],
  [20, 4],
];

describe('drawing', () => {
  it('a length is a drag, or two clicks', () => {
    expect(drawn('length', ...drag(a, b))).toMatchObject({ points: [a, b], isDone: true });
    const [, ...firstClick] = click(a);
    expect(drawn('length', ...firstClick)).toMatchObject({ points: [a, a], isDone: false });
    expect(drawn('length', ...firstClick, ...click(b))).toMatchObject({ points: [a, b], isDone: true });
  });

  it('an angle is a drag and a click, or three clicks', () => {
    expect(drawn('angle', ...drag(a, b))).toMatchObject({ points: [a, b, b], isDone: false });
    expect(drawn('angle', ...drag(a, b), ...click(c))).toMatchObject({ points: [a, b, c], isDone: true });
    const [, ...firstClick] = click(a);
    expect(drawn('angle', ...firstClick, ...click(b), ...click(c))).toMatchObject({
      points: [a, b, c],
      isDone: true,
    });
  });

  it('a Cobb angle is two drags, or four clicks', () => {
    expect(drawn('cobb', ...drag(a, b), ['move', 3, 3])).toMatchObject({ points: [a, b], isDone: false });
    expect(drawn('cobb', ...drag(a, b), ...drag(c, d))).toMatchObject({ points: [a, b, c, d], isDone: true });
    const [, ...firstClick] = click(a);
    const clicks = [...firstClick, ...click(b), ...click(c), ...click(d)];
    expect(drawn('cobb', ...clicks)).toMatchObject({ points: [a, b, c, d], isDone: true });
  });

  it('an outline has every place that the pointer came by, and closes itself', () => {
    expect(drawn('freehand', ['down', 0, 0], ['move', 5, 0], ['move', 5, 5], ['up', 5, 5])).toMatchObject({
      ...{
        points: [
          [0, 0],
          [5, 0],
          [5, 5],
        ],
        isDone: true,
      },
    });
    const close = moved(startDrawing('freehand', [0, 0]), [0.1, 0], true);
    expect(close.points).toEqual([[0, 0]]);
  });

  it('a text and a probe are a place', () => {
    expect(drawn('probe', ['down', ...a])).toMatchObject({ points: [a], isDone: true });
  });

  it('slips of the hand are not kept', () => {
    expect(isWorthKeeping({ kind: 'length', points: [a, a] })).toBe(false);
    expect(isWorthKeeping({ kind: 'freehand', points: [a, b] })).toBe(false);
    expect(isWorthKeeping({ kind: 'freehand', points: [a, b, c] })).toBe(true);
    expect(isWorthKeeping({ kind: 'text', points: [a] })).toBe(true);
  });
});
