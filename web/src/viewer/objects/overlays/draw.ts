/** Draws on a canvas what lies over an image: places come from the image, widths and letters from the screen. */
import { css } from './colours.ts';
import type { Outline, Pixel } from './contours.ts';
import { drawWords } from './draw-words.ts';
import type { Drawn } from './overlay.ts';
import { type Affine, placed } from './plane.ts';
import type { SeenImage } from './seen-image.ts';

/** Pixels of the screen (CSS). */
const LINE = 2;
const CROSS = 6;

export interface Paper {
  readonly context: CanvasRenderingContext2D;
  readonly image: SeenImage;
  /** From pixels of the image to those of the screen (CSS). */
  readonly place: Affine;
  /** 0 to 1; of areas. */
  readonly opacity: number;
}

type Draws = { readonly [Kind in Drawn['kind']]: (drawn: Extract<Drawn, { kind: Kind }>, on: Paper) => void };

const draws: Draws = {
  area: ({ picture, place: own }, { context, place, opacity }) => {
    context.globalAlpha = opacity;
    context.imageSmoothingEnabled = false;
    context.transform(...place);
    context.transform(...own);
    // Pixels of a picture begin at whole numbers, and those of images have their middles there.
    context.drawImage(picture, -0.5, -0.5);
  },
  lines: ({ colour, outlines }, { context, place }) => {
    context.strokeStyle = css(colour);
    context.fillStyle = css(colour);
    context.lineWidth = LINE;
    for (const outline of outlines) {
      context.beginPath();
      addTo(context, outline, place);
      if (outline.isFilled) context.fill();
      context.stroke();
    }
  },
  points: ({ colour, points }, { context, place }) => {
    context.strokeStyle = css(colour);
    context.lineWidth = LINE;
    context.beginPath();
    for (const point of points) {
      const [x, y] = placed(place, point);
      context.moveTo(x - CROSS, y);
      context.lineTo(x + CROSS, y);
      context.moveTo(x, y - CROSS);
      context.lineTo(x, y + CROSS);
    }
    context.stroke();
  },
  words: ({ colour, words }, { context, place }) => {
    for (const each of words) drawWords(context, each, css(colour), (pixel) => placed(place, pixel));
  },
  shutter: ({ colour, holes }, { context, image, place }) => {
    context.fillStyle = css(colour);
    for (const hole of holes) {
      context.beginPath();
      addTo(context, { isClosed: true, points: cornersOf(image) }, place);
      addTo(context, hole, place);
      context.fill('evenodd');
    }
  },
};

export function draw(drawn: Drawn, on: Paper): void {
  on.context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  on.context.globalAlpha = 1;
  const drawIt = draws[drawn.kind] as (drawn: Drawn, on: Paper) => void;
  drawIt(drawn, on);
}

function addTo(context: CanvasRenderingContext2D, { isClosed, points }: Outline, place: Affine): void {
  for (const [i, point] of points.entries()) {
    const [x, y] = placed(place, point);
    if (i === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  if (isClosed) context.closePath();
}

function cornersOf({ columns, rows }: SeenImage): Pixel[] {
  const [right, bottom] = [columns - 0.5, rows - 0.5];
  return [
    [-0.5, -0.5],
    [right, -0.5],
    [right, bottom],
    [-0.5, bottom],
  ];
}
