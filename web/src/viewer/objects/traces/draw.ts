/** Draws a sheet on a canvas: paper, traces, their names. */
import type { Sheet, Strip } from './sheet.ts';

/** A trace that is ready to be drawn. */
export interface Curve {
  readonly label: string;
  readonly samples: Float32Array;
  /** Samples in a second. */
  readonly frequency: number;
  /** Seconds from the beginning of the recording, of its first sample. */
  readonly from: number;
  /** Millimetres for one of its units, upwards. */
  readonly scale: number;
  /** What is drawn at the baseline, in its units. */
  readonly middle: number;
}

export interface Drawing {
  readonly sheet: Sheet;
  readonly curves: readonly Curve[];
  /** Seconds: where what is seen begins. */
  readonly at: number;
  /** mm/s */
  readonly speed: number;
  /** CSS pixels. */
  readonly pixelsPerMillimetre: number;
  readonly paper: 'ecg' | 'seconds';
}

const colours = {
  paper: '#fffaf8',
  fine: '#fbe3dc',
  bold: '#f1bfb2',
  ink: '#12211f',
  label: '#0a5a55',
} as const;

export function draw(context: CanvasRenderingContext2D, drawing: Drawing): void {
  const { sheet, curves, pixelsPerMillimetre } = drawing;
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, sheet.width * pixelsPerMillimetre, sheet.height * pixelsPerMillimetre);
  drawPaper(context, drawing);
  context.font = '600 12px system-ui, sans-serif';
  for (const strip of sheet.strips) {
    const curve = curves[strip.trace];
    if (!curve) continue;
    drawCurve(context, drawing, strip, curve);
    const [x, y] = [
      strip.x * pixelsPerMillimetre + 4,
      (strip.baseline - strip.height / 2) * pixelsPerMillimetre + 13,
    ];
    context.fillStyle = colours.label;
    context.fillText(curve.label, x, y);
  }
}

/** 1 and 5 mm; where time alone is read, seconds. */
function drawPaper(
  context: CanvasRenderingContext2D,
  { sheet, paper, pixelsPerMillimetre, speed, at }: Drawing,
): void {
  const [width, height] = [sheet.width * pixelsPerMillimetre, sheet.height * pixelsPerMillimetre];
  if (paper === 'seconds') {
    const first = (Math.ceil(at) - at) * speed * pixelsPerMillimetre;
    lines(context, colours.bold, first, speed * pixelsPerMillimetre, width, (x) => [x, 0, x, height]);
    return;
  }
  for (const [colour, step] of [
    [colours.fine, pixelsPerMillimetre],
    [colours.bold, 5 * pixelsPerMillimetre],
  ] as const) {
    // Finer than that, they are a grey ground.
    if (step < 2.5) continue;
    lines(context, colour, 0, step, width, (x) => [x, 0, x, height]);
    lines(context, colour, 0, step, height, (y) => [0, y, width, y]);
  }
}

type Line = readonly [x1: number, y1: number, x2: number, y2: number];

function lines(
  context: CanvasRenderingContext2D,
  colour: string,
  first: number,
  step: number,
  end: number,
  lineAt: (place: number) => Line,
): void {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  for (let place = first; step > 0 && place <= end; place += step) {
    const [x1, y1, x2, y2] = lineAt(Math.round(place) + 0.5);
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
  }
  context.stroke();
}

function drawCurve(context: CanvasRenderingContext2D, drawing: Drawing, strip: Strip, curve: Curve): void {
  const { pixelsPerMillimetre, speed, at } = drawing;
  const { samples, frequency, from, scale, middle } = curve;
  const perSample = (speed * pixelsPerMillimetre) / frequency;
  const start = at + strip.from - from;
  const first = Math.max(0, Math.ceil(start * frequency));
  const last = Math.min(samples.length, Math.floor((start + strip.seconds) * frequency) + 1);
  const left = strip.x * pixelsPerMillimetre;
  const xOf = (i: number) => left + (i - start * frequency) * perSample;
  const yOf = (value: number) => (strip.baseline - (value - middle) * scale) * pixelsPerMillimetre;
  context.strokeStyle = colours.ink;
  context.lineWidth = 1.25;
  context.lineJoin = 'round';
  context.beginPath();
  if (perSample < 0.5) drawSpans(context, samples, first, last, Math.ceil(0.5 / perSample), xOf, yOf);
  else drawPoints(context, samples, first, last, xOf, yOf);
  context.stroke();
}

function drawPoints(
  context: CanvasRenderingContext2D,
  samples: Float32Array,
  first: number,
  last: number,
  xOf: (i: number) => number,
  yOf: (value: number) => number,
): void {
  let isDown = false;
  for (let i = first; i < last; i++) {
    const value = samples[i]!;
    if (Number.isNaN(value)) isDown = false;
    else if (isDown) context.lineTo(xOf(i), yOf(value));
    else {
      context.moveTo(xOf(i), yOf(value));
      isDown = true;
    }
  }
}

/** Of several samples that fall on a pixel the lowest and the highest: no peak is lost. */
function drawSpans(
  context: CanvasRenderingContext2D,
  samples: Float32Array,
  first: number,
  last: number,
  count: number,
  xOf: (i: number) => number,
  yOf: (value: number) => number,
): void {
  let isDown = false;
  for (let i = first - (first % count); i < last; i += count) {
    let [low, high] = [Infinity, -Infinity];
    for (let k = Math.max(i, first); k < Math.min(i + count, last); k++) {
      const value = samples[k]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    const isThere = low <= high;
    if (isThere) {
      if (isDown) context.lineTo(xOf(i), yOf(high));
      else context.moveTo(xOf(i), yOf(high));
      context.lineTo(xOf(i), yOf(low));
    }
    isDown = isThere;
  }
}
