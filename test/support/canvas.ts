/** What is drawn on the canvas of a viewport, compared with what should be. */
import type { Page } from 'playwright-core';
import type { Picture } from '../../src/pixels/index.ts';

export interface Drawn {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of each pixel. */
  readonly pixels: Uint8Array;
}

/** @param canvas CSS selector; the first of those that match */
export async function drawnOn(page: Page, canvas = 'canvas'): Promise<Drawn> {
  const { width, height, base64 } = (await page.locator(canvas).first().evaluate(readCanvas)) as {
    width: number;
    height: number;
    base64: string;
  };
  return { width, height, pixels: new Uint8Array(Buffer.from(base64, 'base64')) };
}

/** Runs in the page. */
async function readCanvas(element: unknown): Promise<unknown> {
  const canvas = element as {
    width: number;
    height: number;
    getContext(kind: '2d'): {
      getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray };
    };
  };
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
  let text = '';
  for (let i = 0; i < data.length; i += 8_192) text += String.fromCharCode(...data.subarray(i, i + 8_192));
  return { width, height, base64: btoa(text) };
}

/**
 * The largest difference of a colour between a picture and the part of the canvas where it is: in the middle, up to a pixel to
 * each side, as the middle of a canvas may be half a pixel.
 */
export function largestDifferenceOn(drawn: Drawn, picture: Picture): number {
  const [left, top] = [
    Math.floor((drawn.width - picture.width) / 2),
    Math.floor((drawn.height - picture.height) / 2),
  ];
  const shifts = [-1, 0, 1].flatMap((x) => [-1, 0, 1].map((y) => [left + x, top + y] as const));
  return Math.min(...shifts.map(([x, y]) => differenceAt(drawn, picture, x, y)));
}

function differenceAt(drawn: Drawn, picture: Picture, left: number, top: number): number {
  let largest = 0;
  for (let y = 0; y < picture.height; y++)
    for (let x = 0; x < picture.width; x++)
      for (let channel = 0; channel < 3; channel++) {
        const at = y * picture.width + x;
        const wanted = picture.pixels[picture.channels === 1 ? at : at * 3 + channel]!;
        const seen = drawn.pixels[((y + top) * drawn.width + x + left) * 4 + channel]!;
        largest = Math.max(largest, Math.abs(wanted - seen));
      }
  return largest;
}
