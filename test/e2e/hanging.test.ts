/** How studies hang as they are opened: mammograms with their chest walls together, films by their views. */
import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PlainDataset, tags } from '../../src/dicom/index.ts';
import { axeOn } from '../support/axe.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenter } from '../support/command-line.ts';
import { encodeFile, uid } from '../support/corpus.ts';
import { elementsOf, grey8 } from '../support/generated-images.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { type OpenPage, WebApp } from '../support/web-app.ts';

const SEED = 8_950;
/** Guards against hangs: without graphics hardware everything takes its time. */
const LONG_MS = 180_000;
const [columns, rows] = [40, 60];

/** Bright in the rows from the top to the middle, and all along the chest wall. */
function film(seed: number, number: number, wall: 'left' | 'right', elements: PlainDataset): Uint8Array {
  const pixels = Uint8Array.from({ length: columns * rows }, (_, at) => {
    const column = at % columns;
    const depth = wall === 'left' ? column : columns - 1 - column;
    return depth < 4 ? 255 : 40;
  });
  const dataset = elementsOf(
    {
      ...{ ...grey8, Rows: rows, Columns: columns, WindowCenter: 128, WindowWidth: 256 },
      ...{ InstanceNumber: number, SOPInstanceUID: uid(seed, 1, 1, number), PixelSpacing: [0.5, 0.5] },
      ...elements,
    },
    seed,
  );
  dataset.set(tags.PixelData, 'OB', pixels);
  return encodeFile(dataset, dataset.string(tags.SOPClassUID)!, dataset.string(tags.SOPInstanceUID)!);
}

const breast = (side: 'R' | 'L', code: string, orientation: readonly string[]): PlainDataset => ({
  ...{ Modality: 'MG', SOPClassUID: '1.2.840.10008.5.1.4.1.1.1.2', SeriesDescription: 'Screening' },
  ...{
    ImageLaterality: side,
    PatientOrientation: [...orientation],
    PresentationIntentType: 'FOR PRESENTATION',
  },
  ViewCodeSequence: [{ CodeValue: code, CodingSchemeDesignator: 'SCT', CodeMeaning: 'view' }],
});
const [fromAbove, oblique] = ['399162004', '399368009'];

/** One series, in no order; the left ones are stored as if the left breast were the right one. */
const mammograms = [
  film(SEED, 1, 'right', breast('L', oblique, ['P', 'F'])),
  film(SEED, 2, 'right', breast('R', fromAbove, ['P', 'L'])),
  film(SEED, 3, 'right', breast('R', oblique, ['P', 'F'])),
  film(SEED, 4, 'left', breast('L', fromAbove, ['A', 'R'])),
];
const chest = (view: string): PlainDataset => ({
  ...{ Modality: 'CR', SOPClassUID: '1.2.840.10008.5.1.4.1.1.1', ViewPosition: view },
});
const films = [
  film(SEED + 1, 1, 'left', chest('LL')),
  film(SEED + 1, 2, 'left', chest('PA')),
  film(SEED + 1, 3, 'left', chest('RAO')),
];

let app: WebApp;
let open: OpenPage;
let page: Page;

const pane = (number: number) => page.locator(`[data-pane="${number}"]`);
const shows = (number: number, image: number) => pane(number).locator(`[data-shown="${image}"]`).waitFor();
const letters = (number: number) => pane(number).locator('[data-edge]').allTextContents();

/** Runs in the page: how bright the first and the last column of the picture of each pane are, in its middle. */
const edgesOfPanes = `[...document.querySelectorAll('[data-pane]')].map((pane) => {
  const canvas = pane.querySelector('canvas');
  const context = canvas.getContext('2d');
  const at = (x) => context.getImageData(x, Math.floor(canvas.height / 2), 1, 1).data[0] > 200;
  return [at(2), at(canvas.width - 3)];
})`;

describe.skipIf(!hasChromium)('a study of films', { timeout: LONG_MS, ...againInBrowser }, () => {
  beforeAll(async () => {
    app = await WebApp.open({ isEmpty: true, hasWebGl: true });
    using directory = new TemporaryDirectory();
    for (const [i, file] of [...mammograms, ...films].entries())
      writeFileSync(directory.join(`${i}.dcm`), file);
    expect((await isocenter(app.server, 'import', directory.path)).code).toBe(0);
    open = await app.visit('/studies');
    page = open.page;
    page.setDefaultTimeout(LONG_MS);
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it('hangs mammograms with their chest walls together, whichever way they are stored', async () => {
    await page.goto(`${app.site}/viewer/${uid(SEED, 1)}`);
    for (const [i, image] of [2, 4, 3, 1].entries()) await shows(i + 1, image);
    // Left, right, top, bottom.
    expect(await letters(1)).toEqual(['A', 'P', 'R', 'L']);
    expect(await letters(2)).toEqual(['P', 'A', 'L', 'R']);
    expect(await letters(3)).toEqual(['A', 'P', 'H', 'F']);
    expect(await letters(4)).toEqual(['P', 'A', 'H', 'F']);
    const together = [
      [false, true],
      [true, false],
      [false, true],
      [true, false],
    ];
    const edges = () => page.evaluate(edgesOfPanes);
    await expect.poll(edges, { timeout: LONG_MS }).toEqual(together);
    expect(await axeOn(page)).toEqual([]);
    // The same address shows the same; so does a window of another shape, and what was turned and put back.
    await page.waitForURL(/panes=/);
    await page.reload();
    for (const [i, image] of [2, 4, 3, 1].entries()) await shows(i + 1, image);
    await expect.poll(edges, { timeout: LONG_MS }).toEqual(together);
    await page.setViewportSize({ width: 1_100, height: 800 });
    await expect.poll(edges, { timeout: LONG_MS }).toEqual(together);
    await pane(2).click();
    await page.keyboard.press('h');
    await expect.poll(() => letters(2), { timeout: LONG_MS }).toEqual(['A', 'P', 'L', 'R']);
    await page.keyboard.press('r');
    await expect.poll(() => letters(2), { timeout: LONG_MS }).toEqual(['P', 'A', 'L', 'R']);
    await expect.poll(edges, { timeout: LONG_MS }).toEqual(together);
    // An image that stands otherwise than the one before it.
    await page.keyboard.press('PageUp');
    await shows(2, 1);
    await page.keyboard.press('ArrowDown');
    await shows(2, 2);
    await expect.poll(() => letters(2), { timeout: LONG_MS }).toEqual(['A', 'P', 'R', 'L']);
    expect(open.complaints).toEqual([]);
  });

  it('shows what was taken from the front beside what was taken from the side', async () => {
    await page.goto(`${app.site}/viewer/${uid(SEED + 1, 1)}`);
    await shows(1, 2);
    await shows(2, 1);
    expect(await pane(3).count()).toBe(0);
    await page.getByRole('button', { name: 'Arrange panes' }).click();
    await page.getByRole('menuitem', { name: '1 × 1', exact: true }).click();
    await pane(2).waitFor({ state: 'detached' });
    await shows(1, 2);
    expect(open.complaints).toEqual([]);
  });
});
