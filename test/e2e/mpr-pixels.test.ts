/** Pixel truth of planes through a volume: what is drawn is what the phantom has there, in grey levels and in millimetres. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Drawn, drawnOn } from '../support/canvas.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenter } from '../support/command-line.ts';
import { Phantom, type Point } from '../support/phantom.ts';
import {
  type Axes,
  brightSpots,
  differenceIn,
  distanceOf,
  greyOf,
  type Meeting,
  type Plane,
  planes,
} from '../support/plane-pixels.ts';
import { hasPydicom, runPydicom } from '../support/pydicom.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { type OpenPage, WebApp } from '../support/web-app.ts';

/** Guards against hangs, as that of all tests: without graphics hardware everything takes its time. */
const LONG_MS = 180_000;

/** Of thick planes, in millimetres. */
const THICKNESS = 10;

const window = { center: 0, width: 2_000 };
/** Two small cubes, so many millimetres apart. */
const cubes: readonly Point[] = [
  [20, 24, 6],
  [50, 24, 26],
];
const isWithin = (at: Point, samples: number) =>
  cubes.some((cube) => cube.every((part, axis) => Math.abs(part - at[axis]!) <= samples));

const phantom = new Phantom({
  seed: 8_500,
  dimensions: [72, 50, 33],
  spacing: [0.8, 0.8, 1.7],
  origin: [-30.4, -18.2, 103.1],
  valueAt: (i, j, k) => {
    // What lies around the cubes is even, so that their middles are seen where they are.
    if (isWithin([i, j, k], 4)) return isWithin([i, j, k], 1) ? 990 : -400;
    return Math.round(350 * Math.sin(i / 4) + 250 * Math.cos(j / 5) + 150 * Math.sin(k / 3 + i / 9));
  },
  elements: { WindowCenter: window.center, WindowWidth: window.width },
});

/** Activity in the same frame of reference, on a grid of its own, an hour after the injection of 350 MBq into 70 kg. */
const activity = new Phantom({
  seed: 8_500,
  series: 2,
  dimensions: [31, 23, 21],
  spacing: [2.1, 2.1, 3],
  origin: [-33, -20, 100],
  valueAt: (i, j, k) =>
    Math.round(14_000 + 9_000 * Math.sin(i / 3) + 4_000 * Math.cos(j / 4) + 1_000 * Math.sin(k / 2)),
  elements: {
    ...{
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.128',
      Modality: 'PT',
      Units: 'BQML',
      DecayCorrection: 'START',
    },
    ...{ CorrectedImage: ['DECY', 'ATTN'], PatientWeight: 70, SeriesDescription: 'PET WB' },
    ...{ SeriesDate: '20240301', SeriesTime: '110000' },
    ...{ AcquisitionDate: '20240301', AcquisitionTime: '110000' },
    RadiopharmaceuticalInformationSequence: [
      {
        ...{ RadionuclideTotalDose: 350e6, RadionuclideHalfLife: 6_586.2 },
        RadiopharmaceuticalStartTime: '100000',
      },
    ],
  },
});
/** By hand: 239.621522 MBq are left of the dose. */
const BECQUEREL_PER_SUV = 239.62152185e6 / 70_000;

/** The SUV of a sample of a slice, as somebody else reads the file: PS3.3 C.8.9.1, written once more. */
const suvByPydicom = `
import struct, sys, pydicom
image = pydicom.dcmread(sys.argv[1])
column, row = int(sys.argv[2]), int(sys.argv[3])
stored, = struct.unpack_from('<h', image.PixelData, 2 * (row * image.Columns + column))
drug = image.RadiopharmaceuticalInformationSequence[0]
seconds = lambda time: int(time[0:2]) * 3600 + int(time[2:4]) * 60 + float(time[4:])
elapsed = seconds(image.SeriesTime) - seconds(drug.RadiopharmaceuticalStartTime)
left = float(drug.RadionuclideTotalDose) * 0.5 ** (elapsed / float(drug.RadionuclideHalfLife))
print((stored * float(image.RescaleSlope) + float(image.RescaleIntercept)) * float(image.PatientWeight) * 1000 / left)
`;

const middle = phantom.terms.dimensions.map(
  (count, axis) => phantom.terms.origin[axis]! + Math.floor((count - 1) / 2) * phantom.terms.spacing[axis]!,
) as unknown as Point;

const meeting: Meeting = { middle, sample: phantom.terms.spacing[0] };
const levelOf = (value: number) => greyOf(value, window);

if (!hasPydicom) console.warn('No pydicom: SUV of the viewer is not compared with what it gives.');

let app: WebApp;
let open: OpenPage;

const largestDifference = (drawn: Drawn, axes: Axes, valueIn = (point: Point) => phantom.valueIn(point)) =>
  differenceIn(drawn, meeting, axes, (point) => {
    const value = valueIn(point);
    return value === undefined ? undefined : levelOf(value);
  });

const drawnIn = (plane: Plane) => drawnOn(open.page, `[data-plane="${plane}"] canvas`);

/** Asks until the picture is drawn: what is on the screen follows what was asked for by a frame or two. */
async function expectTruth(
  plane: Plane,
  axes: Axes,
  tolerance: number,
  valueIn?: (point: Point) => number | undefined,
) {
  await expect
    .poll(async () => largestDifference(await drawnIn(plane), axes, valueIn).largest, { timeout: LONG_MS })
    .toBeLessThanOrEqual(tolerance);
  expect(largestDifference(await drawnIn(plane), axes, valueIn).compared).toBeGreaterThan(1_000);
}

async function openPlanes(more = ''): Promise<void> {
  const { page } = open;
  await page.goto(`${app.site}/viewer/${phantom.study}?series=${phantom.series}&layout=mpr${more}`);
  await page.locator('[data-volume="complete"]').waitFor({ state: 'attached' });
  const sample = page.locator('[data-plane="axial"] [data-millimetres]');
  // A key that is pressed while the page still sets itself up is lost.
  await vi.waitUntil(
    async () => {
      await page.keyboard.press('x');
      const millimetres = Number(await sample.getAttribute('data-millimetres'));
      return Math.abs(millimetres - phantom.terms.spacing[0]) < 1e-9;
    },
    { timeout: LONG_MS, interval: 500 },
  );
}

/** Hot Iron, and opacity that rises until 15 % of the top: red, green and blue of 0 to 1, and how much of it is seen. */
function activityAt(value: number, top: number): { colour: Point; opacity: number } {
  const share = Math.min(1, Math.max(0, value / BECQUEREL_PER_SUV / top));
  const ramp = (from: number, to: number) => Math.min(1, Math.max(0, (share - from) / (to - from)));
  const green = share < 0.75 ? ramp(0.5, 0.75) / 2 : 0.5 + ramp(0.75, 1) / 2;
  return { colour: [ramp(0, 0.5), green, ramp(0.75, 1)], opacity: 0.6 * Math.min(1, share / 0.15) };
}

describe.skipIf(!hasChromium)('planes through a volume', { timeout: LONG_MS, ...againInBrowser }, () => {
  beforeAll(async () => {
    app = await WebApp.open({ isEmpty: true, hasWebGl: true });
    using directory = new TemporaryDirectory();
    const files = [...phantom.files(), ...activity.files()];
    for (const [i, file] of files.entries()) writeFileSync(directory.join(`${i}.dcm`), file);
    expect((await isocenter(app.server, 'import', directory.path)).code).toBe(0);
    open = await app.visit('/studies');
    open.page.setDefaultTimeout(LONG_MS);
    await openPlanes();
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it('are true on the grid of the samples', async () => {
    await expectTruth('axial', planes.axial, 1);
    expect(open.complaints).toEqual([]);
  });

  it.each(['coronal', 'sagittal'] as const)('are true across the slices: %s', async (plane) => {
    await expectTruth(plane, planes[plane], 2);
  });

  it('show distances as they are', async () => {
    const drawn = await drawnIn('coronal');
    const perPixel = Number(
      await open.page.locator('[data-plane="coronal"] [data-millimetres]').getAttribute('data-millimetres'),
    );
    const seen = distanceOf(brightSpots(drawn, levelOf(800)), perPixel);
    expect(Math.abs(seen - Math.hypot(30 * 0.8, 20 * 1.7))).toBeLessThan(0.1);
  });

  it('are true when they are thick: what is brightest, darkest, and the mean of it', async () => {
    const { page } = open;
    const along = (point: Point) => {
      const depths = Array.from({ length: 51 }, (_, i) => THICKNESS * (i / 50 - 0.5));
      const values = depths.map((depth) => phantom.valueIn([point[0], point[1], point[2] + depth]));
      return values.every((value) => value !== undefined) ? values : undefined;
    };
    // A ray may pass the brightest sample by, between two of its own: in what is as steep as the cubes that is seen.
    const isSteep = ([x, y]: Point) =>
      cubes.some(([i, j]) => {
        const { origin, spacing } = phantom.terms;
        return (
          Math.abs((x - origin[0]) / spacing[0] - i) < 6 && Math.abs((y - origin[1]) / spacing[1] - j) < 6
        );
      });
    const gentle = (of: (values: number[]) => number) => (point: Point) => {
      const values = isSteep(point) ? undefined : along(point);
      return values && of(values);
    };
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const choose = (name: string) => page.getByText(name, { exact: true }).click();
    await choose('MIP');
    await page.getByText(`${THICKNESS} mm`, { exact: true }).waitFor();
    await expectTruth(
      'axial',
      planes.axial,
      2,
      gentle((values) => Math.max(...values)),
    );
    await choose('MinIP');
    await expectTruth(
      'axial',
      planes.axial,
      2,
      gentle((values) => Math.min(...values)),
    );
    await choose('Average');
    await expectTruth('axial', planes.axial, 2, (point) => {
      const values = along(point);
      return values && mean(values);
    });
    await choose('Thin');
    await expectTruth('axial', planes.axial, 1);
  });

  it('are true when they are turned', async () => {
    await open.page.locator('[data-plane="axial"]').hover();
    const presses = 5;
    for (let i = 0; i < presses; i++) await open.page.keyboard.press('[');
    const angle = (presses * Math.PI) / 36;
    const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
    await expectTruth('axial', planes.axial, 1);
    await expectTruth('coronal', { right: [cosine, -sine, 0], up: [0, 0, 1] }, 2);
    await expectTruth('sagittal', { right: [sine, cosine, 0], up: [0, 0, 1] }, 2);
    expect(open.complaints).toEqual([]);
  });

  it('are true under the colours of a PET, and the SUV is', async () => {
    await openPlanes(`&over=${activity.series}`);
    const { page } = open;
    await page.getByText('0 to 7 SUVbw').waitFor();
    const wanted = (point: Point, channel: number) => {
      const [value, over] = [phantom.valueIn(point), activity.valueIn(point)];
      if (value === undefined || over === undefined) return undefined;
      const { colour, opacity } = activityAt(over, 7);
      return levelOf(value) * (1 - opacity) + 255 * colour[channel]! * opacity;
    };
    const difference = async () => {
      const drawn = await drawnIn('axial');
      const channels = [0, 1, 2].map(
        (channel) => differenceIn(drawn, meeting, planes.axial, wanted, channel).largest,
      );
      return Math.max(...channels);
    };
    await expect.poll(difference, { timeout: LONG_MS }).toBeLessThanOrEqual(2);
    const figure = await page.locator('[data-overlay-value]').getAttribute('data-overlay-value');
    const { origin, spacing, valueAt } = activity.terms;
    const [i, j, k] = middle.map((part, axis) => Math.round((part - origin[axis]!) / spacing[axis]!)) as [
      number,
      number,
      number,
    ];
    expect(Number(figure)).toBeCloseTo(valueAt(i, j, k) / BECQUEREL_PER_SUV, 6);
    if (hasPydicom) {
      using directory = new TemporaryDirectory();
      const path = directory.join('slice.dcm');
      writeFileSync(path, activity.files()[k]!);
      expect(Number(figure)).toBeCloseTo(
        Number(await runPydicom(suvByPydicom, [path, String(i), String(j)])),
        9,
      );
    }
    expect(open.complaints).toEqual([]);
  });
});
