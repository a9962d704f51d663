/** Pixel truth of planes through slices that do not stand upon each other and are uneven: a tilted gantry, thin slices below thick ones. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { drawnOn } from '../support/canvas.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenter } from '../support/command-line.ts';
import { sizes } from '../support/page-tour.ts';
import { Phantom, type Point } from '../support/phantom.ts';
import {
  brightSpots,
  differenceIn,
  distanceOf,
  greyOf,
  type Meeting,
  type Plane,
  planes,
} from '../support/plane-pixels.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { type OpenPage, WebApp } from '../support/web-app.ts';

const LONG_MS = 180_000;
const window = { center: 0, width: 2_000 };
const sample = 0.8;
const [columns, rows] = [72, 60];
const corner: Point = [-30.4, -24.2, 103.1];
/** As a scanner has it for a head: more than most. */
const tilt = (18.5 * Math.PI) / 180;
/** Millimetres from the first slice. */
const depths = [
  ...Array.from({ length: 13 }, (_, k) => k * 2),
  ...Array.from({ length: 10 }, (_, k) => 27 + k * 3),
];

/** Two balls, so many millimetres apart. */
const balls: readonly Point[] = [
  [-14, -4, 113.1],
  [10, 8, 142.1],
];
const BALL_MM = 3;
const distanceTo = (point: Point, ball: Point) =>
  Math.hypot(...point.map((part, axis) => part - ball[axis]!));
const isNearBall = (point: Point, margin = 0) =>
  balls.some((ball) => distanceTo(point, ball) < 5 * BALL_MM + margin);
/** Millimetres around what begins or ends at once: samples on both sides of that are seen in one pixel. */
const MARGIN = 3;

/** What is at a place in the patient: soft enough for straight lines between samples to give it back. */
function truthAt(point: Point): number {
  const [x, y, z] = point;
  const ground = 200 * Math.sin(x / 7) + 150 * Math.cos(y / 8) + 100 * Math.sin(z / 11 + x / 19);
  const light = balls.map((ball) => Math.exp(-((distanceTo(point, ball) / BALL_MM) ** 2) / 2));
  // What lies around the balls is even, so that their middles are seen where they are.
  return isNearBall(point) ? -400 + 1_390 * Math.max(...light) : ground;
}

const placeOf = (k: number): Point => [
  corner[0],
  corner[1] + depths[k]! * Math.tan(tilt),
  corner[2] + depths[k]!,
];
const phantom = new Phantom({
  seed: 8_510,
  dimensions: [columns, rows, depths.length],
  spacing: [sample, sample, 2],
  origin: corner,
  placeOf,
  valueAt: (i, j, k) => {
    const [x, y, z] = placeOf(k);
    return Math.round(truthAt([x + i * sample, y + j * sample, z]));
  },
  elements: { WindowCenter: window.center, WindowWidth: window.width, SliceThickness: 3 },
});

/** Undefined where not all around was scanned, and where the ground ends and the balls begin. */
function knownAt(point: Point): number | undefined {
  const [x, y, z] = point;
  const near = [...depths.keys()].filter((k) => Math.abs(placeOf(k)[2] - z) <= MARGIN);
  const isInside = near.every((k) => {
    const [left, top] = placeOf(k).map((edge) => edge + MARGIN) as unknown as Point;
    const [right, bottom] = [left + columns * sample - 2 * MARGIN, top + rows * sample - 2 * MARGIN];
    return x >= left && x <= right && y >= top && y <= bottom;
  });
  const isBetween = z >= corner[2] + MARGIN && z <= corner[2] + depths.at(-1)! - MARGIN;
  return isBetween && isInside && !isNearBall(point, MARGIN) ? truthAt(point) : undefined;
}

/** In the middle of a box at right angles around all of it, on the grid of the slice in the middle. */
function meeting(): Meeting {
  const steps = depths.map((_, k) => (placeOf(k)[1] - placeOf(depths.length >> 1)[1]) / sample);
  const [top, bottom] = [Math.floor(Math.min(...steps)), Math.ceil(Math.max(...steps))];
  const extent = depths.at(-1)!;
  return {
    sample,
    middle: [
      corner[0] + Math.floor((columns - 1) / 2) * sample,
      placeOf(depths.length >> 1)[1] + (top + Math.floor((rows + bottom - top - 1) / 2)) * sample,
      corner[2] + Math.floor(extent / 2 / 2) * 2,
    ],
  };
}

let app: WebApp;
let open: OpenPage;

const drawnIn = (plane: Plane) => drawnOn(open.page, `[data-plane="${plane}"] canvas`);

describe.skipIf(!hasChromium)(
  'planes through tilted, uneven slices',
  { timeout: LONG_MS, ...againInBrowser },
  () => {
    beforeAll(async () => {
      app = await WebApp.open({ isEmpty: true, hasWebGl: true });
      using directory = new TemporaryDirectory();
      for (const [i, file] of phantom.files().entries()) writeFileSync(directory.join(`${i}.dcm`), file);
      expect((await isocenter(app.server, 'import', directory.path)).code).toBe(0);
      open = await app.visit('/studies');
      open.page.setDefaultTimeout(LONG_MS);
      const { page } = open;
      await page.goto(`${app.site}/viewer/${phantom.study}?series=${phantom.series}&layout=mpr`);
      await page.locator('[data-volume="complete"]').waitFor({ state: 'attached' });
      const millimetres = page.locator('[data-plane="axial"] [data-millimetres]');
      // A key that is pressed while the page still sets itself up is lost.
      await vi.waitUntil(
        async () => {
          await page.keyboard.press('x');
          return Math.abs(Number(await millimetres.getAttribute('data-millimetres')) - sample) < 1e-9;
        },
        { timeout: LONG_MS, interval: 500 },
      );
    });
    afterAll(() => app[Symbol.asyncDispose]());

    it('say that they were straightened and evened out', async () => {
      await open.page.getByText('Tilted by 18.5°: straightened').waitFor();
      await open.page.getByText('Uneven slices: evened out').waitFor();
      expect(open.complaints).toEqual([]);
    });

    it('say so beside small planes, and not over them', async () => {
      await open.page.setViewportSize(sizes.phone);
      const [doubts, axial] = await Promise.all(
        ['[data-doubts]', '[data-plane="axial"]'].map((each) => open.page.locator(each).boundingBox()),
      );
      expect(doubts!.height).toBeGreaterThan(0);
      expect(doubts!.y + doubts!.height).toBeLessThanOrEqual(axial!.y);
      await open.page.setViewportSize(sizes.desk);
    });

    it.each(['axial', 'coronal', 'sagittal'] as const)('are true: %s', async (plane) => {
      const difference = async () =>
        differenceIn(await drawnIn(plane), meeting(), planes[plane], (point) => {
          const value = knownAt(point);
          return value === undefined ? undefined : greyOf(value, window);
        });
      await expect
        .poll(async () => (await difference()).largest, { timeout: LONG_MS })
        .toBeLessThanOrEqual(2);
      expect((await difference()).compared).toBeGreaterThan(1_000);
    });

    it('show distances as they are', async () => {
      const { page } = open;
      await page.getByText('MIP', { exact: true }).click();
      const thickness = page.getByLabel('Thickness of the planes in millimetres');
      await thickness.focus();
      await page.keyboard.press('End');
      for (const plane of ['coronal', 'sagittal'] as const) {
        const { right, up } = planes[plane];
        const way = balls[1]!.map((part, axis) => part - balls[0]![axis]!);
        const partAlong = (axis: Point) => axis.reduce((sum, part, i) => sum + part * way[i]!, 0);
        const wanted = Math.hypot(partAlong(right), partAlong(up));
        const seen = async () => {
          const spots = brightSpots(await drawnIn(plane), greyOf(600, window));
          return spots.length === 2 ? distanceOf(spots, sample) : Number.NaN;
        };
        const error = async () => Math.abs((await seen()) - wanted);
        await expect.poll(error, { timeout: LONG_MS }).toBeLessThan(0.1);
      }
    });

    it('leave out what was not scanned', async () => {
      const { page } = open;
      await page.getByText('Thin', { exact: true }).click();
      const pane = (await page.locator('[data-plane="sagittal"]').boundingBox())!;
      const { middle } = meeting();
      const pointTo = ([, y, z]: Point) =>
        page.mouse.move(
          pane.x + pane.width / 2 + (y - middle[1]) / sample,
          pane.y + pane.height / 2 - (z - middle[2]) / sample,
        );
      await pointTo([middle[0], middle[1] + 12, middle[2] + 12]);
      await page.getByText(/^Value /).waitFor();
      // The box has a corner before the upper slices, which lie further back.
      await pointTo([middle[0], corner[1] + 3, corner[2] + depths.at(-1)! - 3]);
      await page.getByText(/^Value /).waitFor({ state: 'detached' });
      expect(open.complaints).toEqual([]);
    });
  },
);
