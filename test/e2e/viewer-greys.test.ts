/** Greys by tables in a real browser: which one is seen, how another is chosen, and how somebody comes away from it and back. */
import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseFile } from '../../src/dicom/index.ts';
import { type Picture, pictureOf, readDisplay, readTransforms, type Voi } from '../../src/pixels/index.ts';
import { showActualSize } from '../support/actual-size.ts';
import { drawnOn, largestDifferenceOn } from '../support/canvas.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenter } from '../support/command-line.ts';
import { uid } from '../support/corpus.ts';
import { drawsStatesWithDcmtk, stateByDcmtk } from '../support/dcmtk-picture.ts';
import { objectFile } from '../support/documents.ts';
import { mr, nativeFile } from '../support/generated-images.ts';
import { lut, soft } from '../support/look-up-tables.ts';
import { decodeAll } from '../support/pixels.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { type OpenPage, WebApp } from '../support/web-app.ts';

const SEED = 8_150;
/** Guards against hangs: without graphics hardware everything takes its time. */
const LONG_MS = 180_000;

const steep = soft(1_500, 4_095);
/** Two tables and a window of its own. */
const withTables = nativeFile(
  {
    ...{ ...mr, PhotometricInterpretation: 'MONOCHROME1', InstanceNumber: 1 },
    VOILUTSequence: [lut(0, 12, soft(4_096, 4_095), 'NORMAL'), lut(900, 12, steep, 'HARDER')],
    ...{ WindowCenter: 1_000, WindowWidth: 500, WindowCenterWidthExplanation: 'DARK' },
  },
  SEED,
);
/** The next image of the same series: one table. */
const withOne = nativeFile(
  {
    ...{ ...mr, PhotometricInterpretation: 'MONOCHROME1', InstanceNumber: 2 },
    ...{ SOPInstanceUID: uid(SEED, 1, 1, 2), VOILUTSequence: [lut(900, 12, steep, 'ONLY')] },
  },
  SEED,
);
const elements = { ...mr, RescaleSlope: 2, RescaleIntercept: -500, SeriesDescription: 'Plain' };
const plain = nativeFile(elements, SEED + 1);
/** By a VOI LUT and a presentation LUT, at its actual size. */
const state = objectFile(SEED + 1, 2, '11.1', {
  ...{ PatientID: `VIEWER${SEED + 1}`, PatientName: 'Viewer^Test', Modality: 'PR' },
  ...{ ContentLabel: 'TABLES', PresentationCreationDate: '20240501', PresentationCreationTime: '111500' },
  ReferencedSeriesSequence: [
    {
      SeriesInstanceUID: uid(SEED + 1, 1, 1),
      ReferencedImageSequence: [
        {
          ReferencedSOPClassUID: '1.2.840.10008.5.1.4.1.1.4',
          ReferencedSOPInstanceUID: uid(SEED + 1, 1, 1, 1),
        },
      ],
    },
  ],
  ...{ RescaleSlope: 2, RescaleIntercept: -500, RescaleType: 'US' },
  SoftcopyVOILUTSequence: [{ VOILUTSequence: [lut(-100, 12, soft(7_000, 4_095))] }],
  PresentationLUTSequence: [lut(0, 12, soft(4_096, 4_095).toReversed())],
  DisplayedAreaSelectionSequence: [
    {
      ...{ DisplayedAreaTopLeftHandCorner: [1, 1], DisplayedAreaBottomRightHandCorner: [48, 40] },
      ...{ PresentationSizeMode: 'MAGNIFY', PresentationPixelMagnificationRatio: 1 },
      PresentationPixelAspectRatio: [1, 1],
    },
  ],
});

/** What our own decoder makes of it. @param voi instead of what it asks for */
async function pictureBy(file: Uint8Array, voi?: Voi, isInverted = true): Promise<Picture> {
  const { dataset } = parseFile(file);
  const [frame] = await Array.fromAsync(decodeAll(file));
  const display = readDisplay(dataset, frame!.image, 0);
  return pictureOf(frame!, { ...display, voi: voi ?? display.voi, isInverted });
}
const voisOf = (file: Uint8Array) => readTransforms(parseFile(file).dataset, 0).vois.map(({ voi }) => voi);

let app: WebApp;
let open: OpenPage;
let page: Page;

async function expectTruth(picture: Picture): Promise<void> {
  await expect
    .poll(async () => largestDifferenceOn(await drawnOn(page), picture), { timeout: LONG_MS })
    .toBeLessThanOrEqual(1);
}

describe.skipIf(!hasChromium)('greys by tables', { timeout: LONG_MS, ...againInBrowser }, () => {
  beforeAll(async () => {
    app = await WebApp.open({ isEmpty: true, hasWebGl: true });
    using directory = new TemporaryDirectory();
    for (const [i, file] of [withTables, withOne, plain, state].entries())
      writeFileSync(directory.join(`${i}.dcm`), file);
    expect((await isocenter(app.server, 'import', directory.path)).code).toBe(0);
    open = await app.visit('/studies');
    page = open.page;
    page.setDefaultTimeout(LONG_MS);
  });
  afterAll(() => app[Symbol.asyncDispose]());

  const choose = async (name: string) => {
    await page.getByRole('button', { name: 'Window presets' }).click();
    await page.getByRole('menuitem', { name }).click();
  };

  it('are those of the first table, until another view that the image offers is chosen', async () => {
    await page.goto(`${app.site}/viewer/${uid(SEED, 1)}?panes=-1`);
    await page.getByText('LUT NORMAL').waitFor();
    await showActualSize(page);
    await expectTruth(await pictureBy(withTables));
    const [, harder, dark] = voisOf(withTables);
    await choose('HARDER');
    await page.getByText('LUT HARDER').waitFor();
    await expectTruth(await pictureBy(withTables, harder));
    await choose('DARK');
    await page.getByText('W 500 L 1,000').waitFor();
    await expectTruth(await pictureBy(withTables, dark));
  });

  it('are left by who moves the window, and come back', async () => {
    await page.keyboard.press('1');
    await page.getByText('LUT NORMAL').waitFor();
    await expectTruth(await pictureBy(withTables));
    await page.mouse.move(700, 400);
    await page.mouse.down();
    await page.mouse.move(760, 430, { steps: 4 });
    await page.mouse.up();
    await page.getByText('LUT NORMAL').waitFor({ state: 'detached' });
    await page.getByText(/^W [\d,.]+ L [\d,.-]+$/).waitFor();
    await page.keyboard.press('r');
    await page.getByText('LUT NORMAL').waitFor();
    await showActualSize(page);
    await expectTruth(await pictureBy(withTables));
    await page.keyboard.press('i');
    await expectTruth(await pictureBy(withTables, undefined, false));
  });

  it('are those of each image, also where it offers fewer', async () => {
    await page.goto(`${app.site}/viewer/${uid(SEED, 1)}?panes=-1`);
    await page.getByText('LUT NORMAL').waitFor();
    await showActualSize(page);
    await choose('HARDER');
    await page.getByText('LUT HARDER').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.getByText('LUT ONLY').waitFor();
    await expectTruth(await pictureBy(withOne));
    await page.keyboard.press('ArrowUp');
    await page.getByText('LUT HARDER').waitFor();
    await expectTruth(await pictureBy(withTables, voisOf(withTables)[1]));
    expect(open.complaints).toEqual([]);
  });

  it.skipIf(!drawsStatesWithDcmtk)('are those of a presentation state, as DCMTK shows it', async () => {
    await page.goto(
      `${app.site}/viewer/${uid(SEED + 1, 1)}?series=${uid(SEED + 1, 1, 1)}&state=${uid(SEED + 1, 1, 2, 1)}`,
    );
    await page.getByText('100 %').waitFor();
    await expectTruth(await stateByDcmtk(plain, state));
    await page.getByRole('button', { name: 'Presentation states' }).click();
    await page.getByRole('radio', { name: 'TABLES' }).waitFor();
    expect(await page.getByText(/^Not done of it/).count()).toBe(0);
    expect(open.complaints).toEqual([]);
  });
});
