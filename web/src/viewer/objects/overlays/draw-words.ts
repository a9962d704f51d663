/** Words over an image: as large as their box lets them be, within what can be read. */
import type { Pixel } from './contours.ts';
import type { Words } from './overlay.ts';

/** Pixels of the screen (CSS). */
const SMALLEST = 11;
const USUAL = 14;
const LARGEST = 28;
/** Of the height of letters. */
const LINE_HEIGHT = 1.2;
const HALO = 3;
const BESIDE = 8;

type OnScreen = (pixel: Pixel) => readonly [x: number, y: number];

export function drawWords(
  context: CanvasRenderingContext2D,
  { lines, box, anchor, align, hasLine }: Words,
  colour: string,
  onScreen: OnScreen,
): void {
  const at = anchor && onScreen(anchor);
  const frame = box ? around(onScreen(box[0]), onScreen(box[1])) : beside(at);
  if (!frame) return;
  const fitting = box ? frame.height / (lines.length * LINE_HEIGHT) : USUAL;
  const size = Math.min(LARGEST, Math.max(SMALLEST, fitting));
  if (box && at && hasLine) drawLeader(context, frame, at, colour);
  context.font = `${size}px sans-serif`;
  context.textAlign = align;
  context.textBaseline = 'top';
  context.lineJoin = 'round';
  context.lineWidth = HALO;
  context.strokeStyle = '#000';
  context.fillStyle = colour;
  const x = frame.left + { left: 0, center: frame.width / 2, right: frame.width }[align];
  for (const [i, line] of lines.entries()) {
    const y = frame.top + i * size * LINE_HEIGHT;
    context.strokeText(line, x, y);
    context.fillText(line, x, y);
  }
}

interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function around([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number]): Frame {
  return {
    ...{ left: Math.min(x1, x2), top: Math.min(y1, y2) },
    ...{ width: Math.abs(x2 - x1), height: Math.abs(y2 - y1) },
  };
}

const beside = (anchor: readonly [number, number] | undefined): Frame | undefined =>
  anchor && { left: anchor[0] + BESIDE, top: anchor[1] + BESIDE, width: 0, height: USUAL };

function drawLeader(
  context: CanvasRenderingContext2D,
  { left, top, width, height }: Frame,
  [x, y]: readonly [number, number],
  colour: string,
): void {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(Math.min(left + width, Math.max(left, x)), Math.min(top + height, Math.max(top, y)));
  context.lineTo(x, y);
  context.stroke();
}
