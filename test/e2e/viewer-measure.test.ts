/** Measuring in a real browser, against a phantom whose distances and values are known. */
import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlainDataset } from '../../src/dicom/index.ts';
import { axeOn } from '../support/axe.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenter } from '../support/command-line.ts';
import { ct, grey8 } from '../support/generated-images.ts';
import { drawMark, figuresOfMark, wordsOfMarks } from '../support/measuring.ts';
import { hasPydicom, runPydicom } from '../support/pydicom.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { type OpenPage, WebApp } from '../support/web-app.ts';
import { type Box, boxOn, boxPhantom, phantom, phantomSamples, phantomUids } from './phantom.ts';

/** Guards against hangs: without graphics hardware everything takes its time. */
const LONG_MS = 180_000;
/** For a state of the page. */
const WAIT_MS = 120_000;
/** Of lengths, millimetres. */
const EXACT_MM = 0.1;
const SEED = 8_700;

const region: PlainDataset = {
  ...{ RegionLocationMinX0: 0, RegionLocationMinY0: 0 },
  ...{ RegionLocationMaxX1: phantom.columns - 1, RegionLocationMaxY1: phantom.rows - 1 },
  ...{ PhysicalUnitsXDirection: 3, PhysicalUnitsYDirection: 3, PhysicalDeltaX: 0.02, PhysicalDeltaY: 0.02 },
};

/** Each with the spacing along rows and down columns that lengths in it must have, and what they say about that. */
const cases: readonly {
  name: string;
  elements: PlainDataset;
  mm: readonly [number, number];
  note: string;
}[] = [
  { name: 'square pixels', elements: { ...ct, PixelSpacing: [0.5, 0.5] }, mm: [0.5, 0.5], note: '' },
  {
    name: 'pixels that are not square',
    elements: { ...ct, PixelSpacing: [0.6, 0.3] },
    mm: [0.3, 0.6],
    note: '',
  },
  {
    name: 'a region of ultrasound',
    elements: { ...grey8, Modality: 'US', SequenceOfUltrasoundRegions: [region] },
    ...{ mm: [0.2, 0.2], note: 'in the region' },
  },
  {
    name: 'a magnified view of a breast',
    elements: {
      ...grey8,
      Modality: 'MG',
      ImagerPixelSpacing: [0.3, 0.3],
      EstimatedRadiographicMagnificationFactor: 1.5,
    },
    ...{ mm: [0.2, 0.2], note: 'by estimated magnification' },
  },
];

let app: WebApp;
let open: OpenPage;
let page: Page;

const place = (i: number) => {
  const { study, series } = phantomUids(SEED + i);
  return `${app.site}/viewer/${study}?panes=${series}`;
};

async function comes(i: number): Promise<Box> {
  await page.goto(place(i));
  await page.locator('[data-shown="1"]').waitFor();
  return boxOn(page);
}

const drags = (key: string, from: readonly [number, number], to: readonly [number, number]) =>
  drawMark(page, key, from, to);
const words = (kind: string) => wordsOfMarks(page, kind);
const figures = (kind: string) => figuresOfMark(page, kind);

describe.skipIf(!hasChromium)('measuring', { timeout: LONG_MS, ...againInBrowser }, () => {
  beforeAll(async () => {
    app = await WebApp.open({ isEmpty: true, hasWebGl: true });
    using directory = new TemporaryDirectory();
    for (const [i, elements] of [...cases.map((one) => one.elements), grey8].entries())
      writeFileSync(directory.join(`${i}.dcm`), boxPhantom(elements, SEED + i));
    expect((await isocenter(app.server, 'import', directory.path)).code).toBe(0);
    open = await app.visit('/studies');
    page = open.page;
    page.setDefaultTimeout(WAIT_MS);
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it.each(cases.map((one, i) => ({ ...one, i })))(
    'is true to a tenth of a millimetre: $name',
    async ({ i, mm, note }) => {
      const { left, right, top, bottom } = await comes(i);
      const [x, y] = [(left + right) / 2, (top + bottom) / 2];
      const { box } = phantom;
      await drags('l', [left, y], [right, y]);
      const [across] = await figures('length');
      expect(Math.abs(across! - (box.right - box.left) * mm[0])).toBeLessThanOrEqual(EXACT_MM);
      if (note !== '') await words('length').getByText(note).waitFor();
      await page.keyboard.press('Delete');
      await words('length').waitFor({ state: 'detached' });
      await drags('l', [x, top], [x, bottom]);
      const [down] = await figures('length');
      expect(Math.abs(down! - (box.bottom - box.top) * mm[1])).toBeLessThanOrEqual(EXACT_MM);
    },
  );

  it('tells the values in a region as the decoder has them', async () => {
    const { around, left, right, top, bottom } = await comes(0);
    const intercept = Number(ct.RescaleIntercept);
    const samples = phantomSamples(SEED).map((value) => value + intercept);
    // All of it: from outside of the picture to outside of the picture.
    await drags('b', around.from, around.to);
    expect((await figures('rectangle')).slice(1)).toEqual(statisticsOf(samples));
    await page.keyboard.press('Delete');
    await words('rectangle').waitFor({ state: 'detached' });
    // The box alone, from middle to middle of what lies beside its edges.
    await drags('b', [left, top], [right, bottom]);
    const { box, columns } = phantom;
    const inside = samples.filter((_, index) => {
      const [x, y] = [index % columns, Math.floor(index / columns)];
      return x >= box.left && x < box.right && y >= box.top && y < box.bottom;
    });
    expect((await figures('rectangle')).slice(1)).toEqual(statisticsOf(inside));
    if (hasPydicom) {
      using directory = new TemporaryDirectory();
      const path = directory.join('box.dcm');
      writeFileSync(path, boxPhantom(cases[0]!.elements, SEED));
      const edges = [box.left, box.right, box.top, box.bottom].map(String);
      const theirs = JSON.parse(await runPydicom(statisticsByPydicom, [path, ...edges])) as number[];
      const [area, ...values] = await figures('rectangle');
      expect(values).toEqual(theirs.slice(1).map((value) => Number(value.toFixed(2))));
      // A hand is as exact as a pixel of the screen.
      expect(Math.abs(area! / theirs[0]! - 1)).toBeLessThan(0.005);
    }
    await words('rectangle').getByText(/HU/).first().waitFor();
    await page.keyboard.press('Delete');
    await words('rectangle').waitFor({ state: 'detached' });
    await drags('e', [left, top], [right, bottom]);
    const [area] = await figures('ellipse');
    expect(Math.abs(area! / ((Math.PI / 4) * 40 * 24) - 1)).toBeLessThan(0.005);
  });

  it('draws angles, outlines, arrows and texts; lists, renames, undoes, deletes them', async () => {
    const { left, right, top, bottom } = await comes(0);
    await drags('a', [right, bottom], [left, bottom]);
    await page.mouse.click(left, top);
    expect((await figures('angle'))[0]).toBeCloseTo(90, 0);
    // Beside what is there: a press on a handle takes hold of it.
    await drags('c', [left, top - 40], [right, top - 40]);
    await drags('c', [left, bottom + 40], [right, top + 40]);
    expect((await figures('cobb'))[0]).toBeCloseTo(
      (Math.atan2(bottom - top, right - left) * 180) / Math.PI,
      0,
    );
    await page.keyboard.press('n');
    await page.mouse.move(left + 20, top + 20);
    await page.mouse.down();
    for (const [x, y] of [
      [right - 20, top + 20],
      [right - 20, bottom - 20],
      [left + 20, bottom - 20],
    ] as const)
      await page.mouse.move(x, y);
    await page.mouse.up();
    const [area] = await figures('freehand');
    const share = ((right - left - 40) * (bottom - top - 40)) / ((right - left) * (bottom - top));
    expect(Math.abs(area! / (40 * 24 * share) - 1)).toBeLessThan(0.02);
    await page.keyboard.press('q');
    await page.mouse.click(left - 60, top + 60);
    await page.getByRole('textbox', { name: 'Text' }).fill('Here <b>it</b> is');
    await page.keyboard.press('Enter');
    await words('text').getByText('Here <b>it</b> is').waitFor();
    await page.keyboard.press('o');
    await page.mouse.click(left + 100, top + 60);
    await words('probe')
      .getByText(/^-8\d\d HU$/)
      .waitFor();
    await page.getByRole('button', { name: 'List of measurements' }).click();
    const list = page.getByRole('complementary', { name: 'Measurements' });
    await list.getByText('Angle 1').waitFor();
    await list.getByRole('button', { name: 'Rename Cobb angle 2' }).click();
    await list.getByRole('textbox').fill('T5 to L1');
    await page.keyboard.press('Enter');
    await words('cobb').getByText('T5 to L1').waitFor();
    await list.getByRole('button', { name: 'Delete T5 to L1' }).click();
    await words('cobb').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await words('cobb').getByText('T5 to L1').waitFor();
    await page.keyboard.press('Control+z');
    await words('cobb').getByText('T5 to L1').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Shift+Z');
    await words('cobb').getByText('T5 to L1').waitFor();
    await page.keyboard.press('k');
    await page.getByRole('img', { name: 'Key image' }).waitFor();
    await list.getByText(/Key image · Series/).waitFor();
    expect(await axeOn(page)).toEqual([]);
    expect(open.complaints).toEqual([]);
  });

  it('keeps marks with the study as documents that other software reads, and reads them again', async () => {
    const { left, right, top, bottom } = await comes(1);
    await page.goto(`${page.url()}&panel=measurements`);
    await page.locator('[data-shown="1"]').waitFor();
    const list = page.getByRole('complementary', { name: 'Measurements' });
    const y = (top + bottom) / 2;
    const middle = left + (right - left) / 3;
    await drags('l', [left, y], [middle, y]);
    await drags('e', [left, top], [middle, bottom]);
    const said = (await page.locator('[data-kind="ellipse"][data-selected] text').textContent())!;
    await page.keyboard.press('k');
    await list.getByText('Not saved yet').waitFor();
    await list.getByRole('button', { name: 'Save', exact: true }).click();
    await list.getByText('Saved with the study').waitFor();
    await page.reload();
    await page.getByRole('img', { name: 'Key image' }).waitFor();
    await expect.poll(() => words('ellipse').allTextContents(), { timeout: WAIT_MS }).toContain(said);
    // A version takes the place of the one before.
    await list
      .getByRole('button', { name: /^Delete Length/ })
      .first()
      .click();
    await page.keyboard.press('Control+s');
    await list.getByText('Saved with the study').waitFor();
    await page.reload();
    await words('ellipse').waitFor();
    expect(await words('length').count()).toBe(0);
    expect(open.complaints).toEqual([]);
  });

  it('moves a point that is held, and the whole by its line', async () => {
    const { left, right, top, bottom } = await comes(0);
    const y = (top + bottom) / 2;
    await drags('l', [left, y], [right - 50, y]);
    await page.keyboard.press('w');
    await page.mouse.move(right - 50, y);
    await page.mouse.down();
    await page.mouse.move(right - 20, y + 10);
    await page.mouse.move(right, y);
    await page.mouse.up();
    expect(Math.abs((await figures('length'))[0]! - 40)).toBeLessThanOrEqual(EXACT_MM);
    const middle = (left + right) / 2;
    await page.mouse.move(middle, y);
    await page.mouse.down();
    await page.mouse.move(middle, y + 20);
    await page.mouse.move(middle, y + 40);
    await page.mouse.up();
    expect(Math.abs((await figures('length'))[0]! - 40)).toBeLessThanOrEqual(EXACT_MM);
    const handle = await page.locator('[data-mark] circle').first().boundingBox();
    expect(Math.abs(handle!.y + handle!.height / 2 - (y + 40))).toBeLessThan(1.5);
    // It is turned with its picture.
    await page.keyboard.press('t');
    await expect
      .poll(async () => {
        const boxes = await page.locator('[data-mark] circle').evaluateAll(places);
        const [a, b] = boxes as readonly (readonly [number, number])[];
        return Math.abs(a![0] - b![0]);
      })
      .toBeLessThan(2);
  });

  it('writes beside a mark where there is room', async () => {
    const { left, top, bottom } = await comes(0);
    const y = (top + bottom) / 2;
    const pane = (await page.locator('[data-shown]').first().boundingBox())!;
    await drags('l', [left, y], [pane.x + pane.width - 12, y]);
    await expect
      .poll(async () => {
        const written = (await words('length').boundingBox())!;
        return written.x >= pane.x && written.x + written.width <= pane.x + pane.width;
      })
      .toBe(true);
  });

  it('says pixels where nobody knows how large they are', async () => {
    const { left, right, top, bottom } = await comes(cases.length);
    const y = (top + bottom) / 2;
    await drags('l', [left, y], [right, y]);
    await words('length')
      .getByText(/^80(\.\d)? px$|^79\.\d px$/)
      .waitFor();
    await page.getByText('No scale').waitFor();
  });
});

/** Area in mm², mean, deviation, least and largest, as somebody else reads the file. */
const statisticsByPydicom = `
import json, math, struct, sys, pydicom
image = pydicom.dcmread(sys.argv[1])
left, right, top, bottom = map(int, sys.argv[2:])
stored = struct.unpack('<%dh' % (image.Rows * image.Columns), image.PixelData)
values = [stored[row * image.Columns + column] * float(image.RescaleSlope) + float(image.RescaleIntercept)
          for row in range(top, bottom) for column in range(left, right)]
mean = math.fsum(values) / len(values)
deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / len(values))
area = len(values) * float(image.PixelSpacing[0]) * float(image.PixelSpacing[1])
print(json.dumps([area, mean, deviation, min(values), max(values)]))
`;

/** Mean, deviation, least and largest, to the digits that are shown. */
function statisticsOf(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return [mean, deviation, Math.min(...values), Math.max(...values)].map((value) => Number(value.toFixed(2)));
}

/** Runs in the page. */
const places = (circles: readonly unknown[]): [number, number][] =>
  (circles as readonly { getBoundingClientRect(): { x: number; y: number } }[]).map((circle) => {
    const { x, y } = circle.getBoundingClientRect();
    return [x, y];
  });
