/** What a reader's hand does in the viewer: every button of the mouse, the wheel, the magnifier; and panes that go together. */
import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenter } from '../support/command-line.ts';
import { Phantom, type PhantomTerms } from '../support/phantom.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { type OpenPage, WebApp } from '../support/web-app.ts';

/** Guards against hangs: without graphics hardware everything takes its time. */
const LONG_MS = 180_000;

const box: PhantomTerms = {
  ...{ seed: 9_500, dimensions: [64, 64, 32], spacing: [1, 1, 2], origin: [-32, -32, 0] },
  valueAt: (i, j, k) => 10 * i + 4 * j + 8 * k,
  elements: { WindowCenter: 500, WindowWidth: 1_200, SeriesDescription: 'axial' },
};
const axial = new Phantom(box);
/** Seen from the left, over the same place: its middle slice is in the middle of the other's images. */
const sagittal = new Phantom({
  ...box,
  ...{ series: 2, dimensions: [64, 64, 33], spacing: [1, 1, 2] },
  placeOf: (k) => [-32 + 2 * k, -32, 64],
  elements: {
    ...{ ...box.elements, SeriesDescription: 'sagittal' },
    ImageOrientationPatient: [0, 1, 0, 0, 0, -1],
  },
});
const petCt = [
  new Phantom({ ...box, seed: 9_501, elements: { ...box.elements, SeriesDescription: 'attenuation' } }),
  new Phantom({
    ...{ ...box, seed: 9_501, series: 2 },
    elements: {
      ...{ ...box.elements, Modality: 'PT', SOPClassUID: '1.2.840.10008.5.1.4.1.1.128' },
      ...{ SeriesDescription: 'activity', Units: 'BQML' },
    },
  }),
];

let app: WebApp;
let open: OpenPage;
let page: Page;

const pane = (number: number) => page.getByRole('region', { name: `Images ${number}` });
const shows = (image: number) => page.locator(`[data-shown="${image}"]`).first().waitFor();
const zoom = async () => Number(/\d+/.exec((await page.getByText(/^\d+ %$/).textContent())!)![0]);

/** The middle of the only pane. */
async function middle(): Promise<readonly [number, number]> {
  const { x, y, width, height } = (await page.locator('[data-pane="1"]').boundingBox())!;
  return [Math.round(x + width / 2), Math.round(y + height / 2)];
}

/** @param by pixels of the screen */
async function drags(by: readonly [number, number], button: 'left' | 'middle' | 'right'): Promise<void> {
  const [x, y] = await middle();
  await page.mouse.move(x, y + 60);
  await page.mouse.down({ button });
  await page.mouse.move(x + by[0] / 2, y + 60 + by[1] / 2);
  await page.mouse.move(x + by[0], y + 60 + by[1]);
  await page.mouse.up({ button });
}

/** Of the first handle of what was marked: it goes along with the picture. */
async function markAt(): Promise<readonly [number, number]> {
  const { x, y, width, height } = (await page.locator('[data-mark] circle').first().boundingBox())!;
  return [x + width / 2, y + height / 2];
}

async function opensMarked(): Promise<void> {
  await page.goto(`${app.site}/viewer/${axial.study}?panes=${axial.series}-1`);
  await shows(1);
  const [x, y] = await middle();
  await page.keyboard.press('o');
  await page.mouse.click(x - 50, y - 50);
  await page.locator('[data-mark]').waitFor();
  await page.keyboard.press('w');
}

describe.skipIf(!hasChromium)('a hand in the viewer', { timeout: LONG_MS, ...againInBrowser }, () => {
  beforeAll(async () => {
    app = await WebApp.open({ isEmpty: true, hasWebGl: true });
    using directory = new TemporaryDirectory();
    const files = [axial, sagittal, ...petCt].flatMap((each) => each.files());
    for (const [i, file] of files.entries()) writeFileSync(directory.join(`${i}.dcm`), file);
    expect((await isocenter(app.server, 'import', directory.path)).code).toBe(0);
    open = await app.visit('/studies');
    page = open.page;
    page.setDefaultTimeout(LONG_MS);
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it.each([
    { how: 'the middle button', key: 'w', button: 'middle' },
    { how: 'the left one with its tool', key: 'p', button: 'left' },
  ] as const)('moves the picture with $how, and F fits it again', async ({ key, button }) => {
    await opensMarked();
    const [before, fitted] = [await markAt(), await zoom()];
    await page.keyboard.press(key);
    await drags([70, -40], button);
    await expect
      .poll(async () => (await markAt()).map((at, axis) => Math.round(at - before[axis]!)))
      .toEqual([70, -40]);
    expect(await zoom()).toBe(fitted);
    await page.keyboard.press('f');
    await expect
      .poll(async () => (await markAt()).map((at, axis) => Math.abs(Math.round(at - before[axis]!))))
      .toEqual([0, 0]);
    expect(open.complaints).toEqual([]);
  });

  it.each([
    { how: 'the right button', key: 'w', button: 'right' },
    { how: 'the left one with its tool', key: 'z', button: 'left' },
  ] as const)('zooms with $how, and F fits the picture again', async ({ key, button }) => {
    await opensMarked();
    const fitted = await zoom();
    await page.keyboard.press(key);
    await drags([0, 120], button);
    await expect.poll(zoom).not.toBe(fitted);
    await page.keyboard.press('f');
    await expect.poll(zoom).toBe(fitted);
    expect(open.complaints).toEqual([]);
  });

  it('goes ten images at a time with Shift and the wheel', async () => {
    await opensMarked();
    await page.mouse.move(...(await middle()));
    await page.keyboard.down('Shift');
    await page.mouse.wheel(0, 120);
    await page.keyboard.up('Shift');
    await shows(11);
  });

  it('holds a magnifier over the picture, which goes with the button', async () => {
    await opensMarked();
    const canvases = page.locator('[data-pane="1"] .magnifyTool');
    await page.keyboard.press('g');
    await page.mouse.move(...(await middle()));
    await page.mouse.down();
    await canvases.first().waitFor();
    await page.mouse.up();
    await canvases.first().waitFor({ state: 'detached' });
    expect(open.complaints).toEqual([]);
  });

  it('sees in each pane where the image of the active one cuts through, as that goes on', async () => {
    const panes = `${axial.series}-16_${sagittal.series}-17`;
    await page.goto(`${app.site}/viewer/${axial.study}?grid=1x2&panes=${panes}`);
    await pane(1).locator('[data-shown="16"]').waitFor();
    await pane(2).locator('[data-shown="17"]').waitFor();
    const line = pane(2).locator('[data-reference-line]');
    await line.waitFor({ state: 'attached' });
    const heightOf = async () => Number(await line.getAttribute('y1'));
    const perSlice = async () => {
      const [from, to] = [await heightOf(), await line.getAttribute('y2')];
      expect(Math.abs(Number(to) - from)).toBeLessThan(0.5);
      return from;
    };
    const before = await perSlice();
    await pane(1).hover();
    await page.keyboard.press('PageDown');
    await pane(1).locator('[data-shown="26"]').waitFor();
    // Ten slices of 2 mm towards the head: up by 20 pixels of 1 mm.
    const zoomed = Number(
      /\d+/.exec(
        (await pane(2)
          .getByText(/^\d+ %$/)
          .textContent())!,
      )![0],
    );
    await expect
      .poll(async () => Math.round(before - (await heightOf())))
      .toBe(Math.round((20 * zoomed) / 100));
    // None in the active one, and none where that is not wanted.
    expect(await pane(1).locator('[data-reference-line]').count()).toBe(0);
    await page.getByRole('button', { name: 'Panes together' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Show where the active image cuts through' }).click();
    await line.waitFor({ state: 'detached' });
    expect(open.complaints).toEqual([]);
  });

  it('changes the window of all panes where that is wanted', async () => {
    const panes = `${axial.series}-16_${sagittal.series}-17`;
    await page.goto(`${app.site}/viewer/${axial.study}?grid=1x2&panes=${panes}&link=w`);
    for (const number of [1, 2]) await pane(number).getByText('W 1,200 L 500').waitFor();
    await page.keyboard.press('4');
    for (const number of [1, 2]) await pane(number).getByText('W 1,500 L -600').waitFor();
    await page.goto(`${app.site}/viewer/${axial.study}?grid=1x2&panes=${panes}`);
    for (const number of [1, 2]) await pane(number).getByText('W 1,200 L 500').waitFor();
    await page.keyboard.press('4');
    await pane(1).getByText('W 1,500 L -600').waitFor();
    await pane(2).getByText('W 1,200 L 500').waitFor();
  });

  it('finds PET beside CT, which go together', async () => {
    await page.goto(`${app.site}/viewer/${petCt[0]!.study}`);
    await pane(1).getByText('attenuation').waitFor();
    await pane(2).getByText('activity').waitFor();
    await pane(1).hover();
    await page.keyboard.press('Home');
    for (const number of [1, 2]) await pane(number).locator('[data-shown="1"]').waitFor();
    expect(open.complaints).toEqual([]);
  });
});
