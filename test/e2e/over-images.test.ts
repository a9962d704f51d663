/** What lies over images, in a real browser: structures, doses, presentation states; and slides, which are made of tiles. */
import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlainDataset } from '../../src/dicom/index.ts';
import { axeOn } from '../support/axe.ts';
import { type Drawn, drawnOn, largestDifferenceOn } from '../support/canvas.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenter } from '../support/command-line.ts';
import { uid } from '../support/corpus.ts';
import { objectFile } from '../support/documents.ts';
import { Phantom } from '../support/phantom.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { type OpenPage, WebApp } from '../support/web-app.ts';

const SEED = 8_750;
/** Guards against hangs: without graphics hardware everything takes its time. */
const LONG_MS = 180_000;
const [STRUCTURES, DOSE, STATES, SLIDE] = [2, 3, 4, 5];

/** Columns and rows of a bright box on the second slice; the last ones are not in it. */
const box = { left: 10, right: 30, top: 5, bottom: 20 } as const;
const [columns, rows] = [40, 30];
const phantom = new Phantom({
  seed: SEED,
  dimensions: [columns, rows, 3],
  spacing: [0.8, 0.8, 3],
  origin: [-20, -15, 50],
  valueAt: (i, j, k) =>
    k === 1 && i >= box.left && i < box.right && j >= box.top && j < box.bottom ? 900 : i * 5 + j * 7 - 900,
  elements: { WindowCenter: 0, WindowWidth: 2_001, SeriesDescription: 'Thin slices' },
});
const image = (slice: number) => uid(SEED, 1, 1, slice + 1);
const { origin, spacing } = phantom.terms;
/** mm of the patient, of a corner of a pixel of the second slice. */
const place = (column: number, row: number): number[] => [
  ...[origin[0] + (column - 0.5) * spacing[0], origin[1] + (row - 0.5) * spacing[1], origin[2] + spacing[2]],
];

const somebody = { PatientID: `PHANTOM${SEED}`, PatientName: 'Phantom^Known' };
const inSpace = { FrameOfReferenceUID: uid(SEED, 9), ...somebody };

const structures = objectFile(SEED, STRUCTURES, '481.3', {
  ...{ ...inSpace, Modality: 'RTSTRUCT', SeriesDescription: 'Contours' },
  ReferencedFrameOfReferenceSequence: [
    {
      RTReferencedStudySequence: [{ RTReferencedSeriesSequence: [{ SeriesInstanceUID: phantom.series }] }],
    },
  ],
  StructureSetROISequence: [{ ROINumber: 1, ROIName: 'Box' }],
  ROIContourSequence: [
    {
      ...{ ReferencedROINumber: 1, ROIDisplayColor: [255, 0, 0] },
      ContourSequence: [
        {
          ...{ ContourGeometricType: 'CLOSED_PLANAR', NumberOfContourPoints: 4 },
          ContourData: [
            ...[...place(box.left, box.top), ...place(box.right, box.top)],
            ...[...place(box.right, box.bottom), ...place(box.left, box.bottom)],
          ],
        },
      ],
    },
  ],
});

/** On the grid of the images; where the box is there are 50 Gy, elsewhere none. */
const doses = Uint16Array.from({ length: columns * rows * 3 }, (_, at) => {
  const [i, j, k] = [at % columns, Math.floor(at / columns) % rows, Math.floor(at / columns / rows)];
  return k === 1 && i >= box.left && i < box.right && j >= box.top && j < box.bottom ? 5_000 : 0;
});
const dose = objectFile(SEED, DOSE, '481.2', {
  ...{ ...inSpace, Modality: 'RTDOSE', SeriesDescription: 'Plan', DoseUnits: 'GY', DoseGridScaling: 0.01 },
  ...{ Rows: rows, Columns: columns, NumberOfFrames: 3, SamplesPerPixel: 1, PixelRepresentation: 0 },
  ...{ BitsAllocated: 16, BitsStored: 16, HighBit: 15, PhotometricInterpretation: 'MONOCHROME2' },
  ...{ ImagePositionPatient: [...origin], ImageOrientationPatient: [1, 0, 0, 0, 1, 0] },
  ...{ PixelSpacing: [spacing[1], spacing[0]], GridFrameOffsetVector: [0, spacing[2], 2 * spacing[2]] },
  PixelData: new Uint8Array(doses.buffer),
});

/** Values of 200 are the darkest and 1,000 the brightest; inverse, turned to the right, then mirrored; a square is filled in green. */
const window = { center: 600.5, width: 801 };
const state = objectFile(SEED, STATES, '11.1', {
  ...{ ...somebody, Modality: 'PR', SeriesDescription: 'States' },
  ...{ ContentLabel: 'FINDING', ContentDescription: 'As I saw it', ContentCreatorName: 'Weber^Eva' },
  ...{ PresentationCreationDate: '20240501', PresentationCreationTime: '111500' },
  ReferencedSeriesSequence: [
    {
      SeriesInstanceUID: phantom.series,
      ReferencedImageSequence: [
        {
          ReferencedSOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
          ReferencedSOPInstanceUID: image(1),
        },
      ],
    },
  ],
  ...{ RescaleIntercept: 0, RescaleSlope: 1, RescaleType: 'HU' },
  SoftcopyVOILUTSequence: [{ WindowCenter: window.center, WindowWidth: window.width }],
  PresentationLUTShape: 'INVERSE',
  ...{ ImageRotation: 90, ImageHorizontalFlip: 'Y' },
  DisplayedAreaSelectionSequence: [
    {
      ...{ DisplayedAreaTopLeftHandCorner: [1, 1], DisplayedAreaBottomRightHandCorner: [columns, rows] },
      ...{ PresentationSizeMode: 'MAGNIFY', PresentationPixelMagnificationRatio: 1 },
      PresentationPixelAspectRatio: [1, 1],
    },
  ],
  GraphicLayerSequence: [
    {
      GraphicLayer: 'MARKS',
      GraphicLayerOrder: 1,
      GraphicLayerRecommendedDisplayCIELabValue: [57_000, 10_900, 54_000],
    },
  ],
  GraphicAnnotationSequence: [
    {
      GraphicLayer: 'MARKS',
      GraphicObjectSequence: [
        {
          ...{ GraphicAnnotationUnits: 'PIXEL', GraphicDimensions: 2, NumberOfGraphicPoints: 5 },
          ...{
            GraphicData: [2, 20, 8, 20, 8, 26, 2, 26, 2, 20],
            GraphicType: 'POLYLINE',
            GraphicFilled: 'Y',
          },
        },
      ],
    },
  ],
});

/** Two by two tiles of one colour each, and no smaller picture. */
const TILE = 64;
const tileColours = [
  [200, 30, 30],
  [30, 200, 30],
  [30, 30, 200],
  [220, 220, 30],
] as const;
const slide = objectFile(SEED, SLIDE, '77.1.6', {
  ...{
    ...somebody,
    Modality: 'SM',
    SeriesDescription: 'Slide',
    ImageType: ['ORIGINAL', 'PRIMARY', 'VOLUME', 'NONE'],
  },
  ...{
    Rows: TILE,
    Columns: TILE,
    NumberOfFrames: 4,
    TotalPixelMatrixColumns: 2 * TILE,
    TotalPixelMatrixRows: 2 * TILE,
  },
  ...{ SamplesPerPixel: 3, PhotometricInterpretation: 'RGB', PlanarConfiguration: 0, PixelRepresentation: 0 },
  ...{ BitsAllocated: 8, BitsStored: 8, HighBit: 7, DimensionOrganizationType: 'TILED_FULL' },
  SharedFunctionalGroupsSequence: [{ PixelMeasuresSequence: [{ PixelSpacing: [0.0005, 0.0005] }] }],
  PixelData: Uint8Array.from({ length: 4 * TILE * TILE * 3 }, (_, i) => {
    const frame = Math.floor(i / (TILE * TILE * 3));
    return tileColours[frame]![i % 3]!;
  }),
} satisfies PlainDataset);

let app: WebApp;
let open: OpenPage;
let page: Page;

const goTo = (search: string) => page.goto(`${app.site}/viewer/${phantom.study}?${search}`);
/** A canvas that was put there just now has no size yet. */
async function overlay(): Promise<Drawn> {
  await page.waitForFunction('document.querySelector("[data-overlays] canvas")?.width > 0');
  return await drawnOn(page, '[data-overlays] canvas');
}

/** What axe finds, when nothing is pointed at any more. */
async function faults(): Promise<string[]> {
  const { width, height } = page.viewportSize()!;
  await page.mouse.move(width / 2, height - 1);
  await expect.poll(() => page.locator('[role="tooltip"]:visible').count(), { timeout: LONG_MS }).toBe(0);
  return await axeOn(page);
}

type Test = (red: number, green: number, blue: number, alpha: number) => boolean;

/** The least rectangle around all pixels of a kind: left, top, and one behind the last column and row. */
function around({ width, height, pixels }: Drawn, test: Test): [number, number, number, number] {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray((y * width + x) * 4);
      if (!test(red, green, blue, alpha)) continue;
      [left, right] = [Math.min(left, x), Math.max(right, x + 1)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y + 1)];
    }
  return [left, top, right, bottom];
}

/** How far the sides of two rectangles are from each other at most, pixels of the screen. */
const farthest = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((side, i) => Math.abs(side - b[i]!)));

/** Of an image that fills its pane, pixels of the screen, at least. */
const SAMPLE = 20;

/** Half-way between the ground, which is below -500, and the box. */
const isBox: Test = (red) => red > 140;

describe.skipIf(!hasChromium)('what lies over images', { timeout: LONG_MS, ...againInBrowser }, () => {
  beforeAll(async () => {
    app = await WebApp.open({ isEmpty: true, hasWebGl: true });
    using directory = new TemporaryDirectory();
    for (const [i, bytes] of [...phantom.files(), structures, dose, state, slide].entries())
      writeFileSync(directory.join(`${i}.dcm`), bytes);
    expect((await isocenter(app.server, 'import', directory.path)).code).toBe(0);
    open = await app.visit('/studies');
    page = open.page;
    page.setDefaultTimeout(LONG_MS);
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it('structures are drawn where they are, on the slices that they are on', async () => {
    await goTo(`series=${uid(SEED, 1, STRUCTURES)}`);
    await page.getByText('Box', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Show it over the images' }).click();
    await page.locator('[data-shown="2"] [data-overlays="1"]').waitFor();
    const isRed: Test = (red, green, _, alpha) => alpha > 200 && red > 200 && green < 60;
    const lines = async () => around(await overlay(), isRed);
    // Lines are two pixels wide, their middles on the edges of the box.
    const difference = async () => farthest(await lines(), around(await drawnOn(page), isBox));
    await expect.poll(difference, { timeout: LONG_MS }).toBeLessThanOrEqual(2);
    await page.keyboard.press('ArrowDown');
    await page.locator('[data-shown="3"] [data-overlays]').waitFor();
    await expect.poll(async () => (await lines())[2], { timeout: LONG_MS }).toBe(0);
    await page.keyboard.press('ArrowUp');
    await page.getByRole('button', { name: 'Over the images' }).click();
    await page.getByRole('checkbox', { name: 'Box' }).click();
    await page.locator('[data-overlays="0"]').waitFor();
    expect(open.complaints).toEqual([]);
  });

  it('structures and doses lie over planes, also over those that cut through their slices', async () => {
    const over = [uid(SEED, 1, STRUCTURES), uid(SEED, 1, DOSE)];
    await goTo(`layout=mpr&series=${phantom.series}&overlays=${encodeURIComponent(JSON.stringify(over))}`);
    await page.locator('[data-volume="complete"]').waitFor({ state: 'attached' });
    const { left, right } = box;
    for (const plane of ['axial', 'coronal']) {
      const pane = page.locator(`[data-plane="${plane}"]`);
      await expect.poll(() => pane.locator('[data-overlays="1"]').count(), { timeout: LONG_MS }).toBe(2);
      const millimetres = Number(await pane.locator('[data-millimetres]').getAttribute('data-millimetres'));
      const lines = () => drawnOn(page, `[data-plane="${plane}"] [data-overlays] canvas`);
      const isRed: Test = (red, green, blue, alpha) => red > 200 && green < 80 && blue < 80 && alpha > 200;
      // As wide as the box is, and a line.
      const width = ((right - left) * spacing[0]) / millimetres;
      await expect
        .poll(async () => {
          const [from, , to] = around(await lines(), isRed);
          return Math.abs(to - from - width);
        })
        .toBeLessThanOrEqual(4);
    }
    expect(await faults()).toEqual([]);
    expect(open.complaints).toEqual([]);
  });

  it('doses are washes of colour on their grid, with a legend in Gy', async () => {
    await goTo(
      `series=${phantom.series}&overlays=${encodeURIComponent(JSON.stringify([uid(SEED, 1, DOSE)]))}`,
    );
    await page.locator('[data-shown="2"] [data-overlays="1"]').waitFor();
    const coloured = async () => around(await overlay(), (_red, _green, _blue, alpha) => alpha > 0);
    const difference = async () => farthest(await coloured(), around(await drawnOn(page), isBox));
    // Samples of images are drawn smoothly, those of doses are not: the edge between two is half a sample wide.
    await expect.poll(difference, { timeout: LONG_MS }).toBeLessThanOrEqual(SAMPLE / 2);
    await page.getByRole('button', { name: 'Over the images' }).click();
    await page.getByText('50 Gy').waitFor();
    expect(await faults()).toEqual([]);
    expect(open.complaints).toEqual([]);
  });

  it('a presentation state shows images as somebody wanted: greys, turned and mirrored, with what they drew', async () => {
    await goTo(`series=${uid(SEED, 1, STATES)}`);
    await page.getByRole('heading', { name: 'As I saw it' }).waitFor();
    expect(await faults()).toEqual([]);
    await page.getByRole('link', { name: 'Show the images like that' }).click();
    await page.locator('[data-shown="2"] [data-overlays]').waitFor();
    const picture = turned(asWanted());
    const truth = async () => largestDifferenceOn(await drawnOn(page), picture);
    await expect.poll(truth, { timeout: LONG_MS }).toBeLessThanOrEqual(1);
    const { width, height } = await overlay();
    const [left, top] = [Math.round((width - rows) / 2), Math.round((height - columns) / 2)];
    const isGreen: Test = (red, green, _, alpha) => alpha > 200 && green > 150 && red < 120;
    // Turned to the right and mirrored, columns are rows. A line of two pixels is drawn around what is filled.
    const square = [left + 20 - 1, top + 2 - 1, left + 26 + 1, top + 8 + 1];
    await expect
      .poll(async () => farthest(around(await overlay(), isGreen), square), { timeout: LONG_MS })
      .toBeLessThanOrEqual(1);
    await page.keyboard.press('ArrowDown');
    await page.locator('[data-shown="3"]').waitFor();
    await expect.poll(() => page.locator('[data-overlays]').count()).toBe(0);
    await page.getByRole('button', { name: 'Presentation states' }).click();
    await page.getByText('It says nothing of this image.').waitFor();
    expect(await faults()).toEqual([]);
    await page.getByRole('radio', { name: 'As the images are' }).click();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.url()).not.toContain('state=');
    expect(open.complaints).toEqual([]);
  });

  it('a slide is put together of its tiles, as near as somebody looks', async () => {
    await goTo(`series=${uid(SEED, 1, SLIDE)}`);
    await page.locator('[data-complete="true"]').waitFor();
    const centres = async () => {
      const { width, height, pixels } = await drawnOn(page, '[data-complete] canvas');
      const side = Math.min(width, height);
      return [-1, 1].flatMap((down) =>
        [-1, 1].map((across) => {
          const [x, y] = [width / 2 + (across * side) / 4, height / 2 + (down * side) / 4].map(Math.round);
          return pixels.subarray((y! * width + x!) * 4, (y! * width + x!) * 4 + 3);
        }),
      );
    };
    // JPEG of the server: colours are a little off.
    const difference = async () =>
      Math.max(
        ...(await centres()).flatMap((seen, i) =>
          [...seen].map((level, c) => Math.abs(level - tileColours[i]![c]!)),
        ),
      );
    await expect.poll(difference, { timeout: LONG_MS }).toBeLessThanOrEqual(6);
    const scale = async () => Number(await page.locator('[data-complete]').getAttribute('data-scale'));
    const all = await scale();
    await page.getByText(/µm$/).waitFor();
    await page.getByRole('region', { name: 'Images' }).getByRole('button', { name: 'Smaller' }).click();
    expect(await scale()).toBe(all);
    await page.mouse.move(0, 0);
    expect(await faults()).toEqual([]);
    expect(open.complaints).toEqual([]);
  });
});

interface Greys {
  readonly width: number;
  readonly height: number;
  readonly channels: 1;
  readonly pixels: Uint8Array;
}

/** The second slice in the greys of the state: PS3.3 C.11.2.1.2.1, inverse. */
function asWanted(): Greys {
  const pixels = Uint8Array.from({ length: columns * rows }, (_, at) => {
    const value = phantom.terms.valueAt(at % columns, Math.floor(at / columns), 1);
    const share = (value - (window.center - 0.5)) / (window.width - 1) + 0.5;
    return 255 - Math.round(Math.min(1, Math.max(0, share)) * 255);
  });
  return { width: columns, height: rows, channels: 1, pixels };
}

/** A quarter to the right, then mirrored: rows become columns. */
function turned({ width, height, pixels }: Greys): Greys {
  const after = Uint8Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [at % height, Math.floor(at / height)];
    return pixels[x * width + y]!;
  });
  return { width: height, height: width, channels: 1, pixels: after };
}
