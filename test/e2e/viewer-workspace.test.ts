/** Panes of the viewer: layouts, series by click and by drag, one alone, what they remember. */
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeOn } from '../support/axe.ts';
import { type Drawn, drawnOn } from '../support/canvas.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenterJson } from '../support/command-line.ts';
import { sizes } from '../support/page-tour.ts';
import { type OpenPage, WebApp } from '../support/web-app.ts';

/** Guards against hangs: without graphics hardware everything takes its time. */
const LONG_MS = 180_000;
/** For a state of the page. */
const WAIT_MS = 120_000;

let app: WebApp;
let open: OpenPage;
let page: Page;
let path: string;

const pane = (number: number) => page.getByRole('region', { name: `Images ${number}` });
const shows = (number: number, image: number) => pane(number).locator(`[data-shown="${image}"]`).waitFor();
const isActive = (number: number) => page.locator(`[data-pane="${number}"][data-active]`).waitFor();
const strip = () => page.getByRole('navigation', { name: 'Series' });

async function choosesLayout(name: string): Promise<void> {
  await page.getByRole('button', { name: 'Arrange panes' }).click();
  await page.getByRole('menuitem', { name, exact: true }).click();
}

async function choosesPicture(name: string): Promise<void> {
  await page.getByRole('button', { name: 'Picture of this pane' }).click();
  await page.getByRole('menuitem', { name, exact: true }).click();
}

/** From the left, from the top, to the right, to the bottom: pixels. */
type Box = readonly [number, number, number, number];

async function saved(name: string): Promise<Drawn> {
  const saving = page.waitForEvent('download');
  await choosesPicture(name);
  const { data, info } = await sharp(await (await saving).path())
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: new Uint8Array(data) };
}

/** Runs in the page. */
const typesInClipboard = `navigator.clipboard.read().then((items) => items.flatMap((item) => item.types))`;

describe.skipIf(!hasChromium)('the panes of the viewer', { timeout: LONG_MS, ...againInBrowser }, () => {
  beforeAll(async () => {
    app = await WebApp.open({ hasWebGl: true });
    const [study] = await isocenterJson<{ StudyInstanceUID: string }[]>(app.server, [
      ...['find', 'study', 'ModalitiesInStudy=MR'],
    ]);
    path = `/viewer/${study!.StudyInstanceUID}`;
    open = await app.visit(path);
    page = open.page;
    page.setDefaultTimeout(WAIT_MS);
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it('show the main series of an MR side by side; clicks, Tab and keys go from one to the other', async () => {
    await page.goto(app.site + path);
    await shows(1, 12);
    await shows(2, 12);
    await pane(1).getByText('1 · t1_se_tra_5mm').waitFor();
    await pane(2).getByText('2 · t2_tse_tra_5mm').waitFor();
    await isActive(1);
    await pane(2).click();
    await isActive(2);
    await page.keyboard.press('ArrowDown');
    await shows(2, 13);
    // They lie in one frame of reference, and go together until somebody says otherwise.
    await shows(1, 13);
    await page.getByRole('button', { name: 'Panes together' }).click();
    await page.getByRole('menuitemcheckbox', { name: /^Scroll together/ }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'hidden' });
    await page.waitForURL(/link=l/);
    await page.keyboard.press('ArrowDown');
    await shows(2, 14);
    await shows(1, 13);
    await page.keyboard.press('Shift+ArrowLeft');
    await isActive(1);
    await page.keyboard.press('Tab');
    expect(await axeOn(page)).toEqual([]);
  });

  it('keep what was done in them when one has the whole place, and when the page is loaded again', async () => {
    await page.goto(app.site + path);
    await shows(1, 12);
    await shows(2, 12);
    await pane(2).click();
    const window = pane(2).getByText(/^W /);
    const own = await window.textContent();
    await page.keyboard.press('2');
    await expect.poll(() => window.textContent(), { timeout: WAIT_MS }).not.toBe(own);
    const before = await window.textContent();
    await pane(2).dblclick();
    await pane(1).waitFor({ state: 'detached' });
    await shows(2, 12);
    await expect.poll(() => window.textContent(), { timeout: WAIT_MS }).toBe(before);
    await page.reload();
    await shows(2, 12);
    expect(await pane(1).count()).toBe(0);
    await page.keyboard.press('v');
    await shows(1, 12);
    await page.goBack();
    await pane(1).waitFor({ state: 'detached' });
  });

  it('are left for where one came from, whatever was done in them', async () => {
    const study = path.replace('/viewer/', '/studies/');
    await page.goto(app.site + study);
    await page.getByRole('link', { name: 'View' }).click();
    await shows(1, 12);
    await choosesLayout('2 × 2');
    await pane(4).waitFor();
    await page.getByRole('button', { name: 'List of measurements' }).click();
    await page.getByText('Nothing was measured yet').waitFor();
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    await page.waitForURL(`**${study}`);
    await page.getByRole('link', { name: 'View' }).waitFor();
  });

  it('are as many as the layout says, and take a series by click and by drag', async () => {
    await page.goto(`${app.site}${path}?grid=1x1`);
    await shows(1, 12);
    await choosesLayout('2 × 2');
    await shows(2, 12);
    await pane(4).getByText('Drag a series here').waitFor();
    await strip().getByText('t2_tse_tra_5mm').dragTo(pane(4));
    await pane(4).getByText('2 · t2_tse_tra_5mm').waitFor();
    await isActive(4);
    await strip().getByText('t1_se_tra_5mm').click();
    await pane(4).getByText('1 · t1_se_tra_5mm').waitFor();
    await page.reload();
    await pane(4).getByText('1 · t1_se_tra_5mm').waitFor();
    await choosesLayout('1 × 1');
    await pane(1).getByText('1 · t1_se_tra_5mm').waitFor();
    expect(await page.locator('[data-pane]').count()).toBe(1);
    expect(open.complaints).toEqual([]);
  });

  it('are saved as pictures, with what is drawn over them, and say whose they are if that is wanted', async () => {
    await page.goto(`${app.site}${path}?grid=1x1`);
    await shows(1, 12);
    const without = await saved('Save as PNG, without words about the patient');
    const named = await saved('Save as PNG, with name and dates');
    const seen = await drawnOn(page);
    for (const picture of [without, named])
      expect([picture.width, picture.height]).toEqual([seen.width, seen.height]);
    const same = (picture: Drawn, [left, top, right, bottom]: Box) => {
      for (let y = top; y < bottom; y++)
        for (let x = left; x < right; x++) {
          const at = (y * seen.width + x) * 4;
          if (picture.pixels[at] !== seen.pixels[at]) return false;
        }
      return true;
    };
    // The image is as it is on the screen. Corners are empty without words; sides are always said.
    const { width, height } = seen;
    const middle: Box = [width * 0.4, height * 0.4, width * 0.6, height * 0.6].map(Math.round) as never;
    const corner: Box = [0, 0, 200, 60];
    const letter: Box = [0, Math.round(height / 2) - 12, 30, Math.round(height / 2) + 12];
    expect([without, named].map((picture) => same(picture, middle))).toEqual([true, true]);
    expect([without, named].map((picture) => same(picture, corner))).toEqual([true, false]);
    expect([without, named].map((picture) => same(picture, letter))).toEqual([false, false]);
    await page.keyboard.press('u');
    await page.locator('[data-corner]').first().waitFor({ state: 'hidden' });
    expect(same(await saved('Save as PNG, with name and dates'), corner)).toBe(false);
    expect(open.complaints).toEqual([]);
  });

  it('are copied, and stand alone on paper', async () => {
    await open.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: app.site });
    await page.goto(`${app.site}${path}?grid=1x1`);
    await shows(1, 12);
    await choosesPicture('Copy, without words about the patient');
    await page.getByText('The picture is in the clipboard').waitFor();
    expect(await page.evaluate(typesInClipboard)).toContain('image/png');
    await page.emulateMedia({ media: 'print' });
    await strip().waitFor({ state: 'hidden' });
    await page.getByText('The picture is in the clipboard').waitFor({ state: 'hidden' });
    const { width, height } = (await pane(1).boundingBox())!;
    expect([width, height]).toEqual([1_440, 900]);
    await page.emulateMedia({ media: 'screen' });
  });

  it('have all elements of the image that is seen beside them, which go along once somebody stays at one', async () => {
    await page.goto(`${app.site}${path}?grid=1x1`);
    await shows(1, 12);
    const asked: string[] = [];
    const notes = (request: { url(): string }) =>
      /instances\/[\d.]+\/metadata$/.test(request.url()) && asked.push(request.url());
    page.on('request', notes);
    await page.getByRole('button', { name: 'All elements of this image' }).click();
    const panel = page.getByRole('complementary', { name: 'Elements' });
    await panel.getByText('Image 12 of 24').waitFor();
    await panel.getByRole('searchbox').fill('SOPInstanceUID');
    const uid = panel.getByRole('listitem').filter({ hasText: '(0008,0018)' });
    const first = await uid.textContent();
    await panel.getByRole('searchbox').blur();
    for (let image = 13; image <= 20; image++) await page.keyboard.press('ArrowDown');
    await shows(1, 20);
    await panel.getByText('Image 20 of 24').waitFor();
    await expect.poll(() => uid.textContent(), { timeout: WAIT_MS }).not.toBe(first);
    expect(asked.length).toBeLessThan(8);
    const [, last = ''] = /instances\/([\d.]+)/.exec(asked.at(-1) ?? '') ?? [];
    expect(await uid.textContent()).toContain(last);
    page.off('request', notes);
    // No tip is over the page.
    await uid.hover();
    await page.getByRole('tooltip').waitFor({ state: 'detached' });
    expect(await axeOn(page)).toEqual([]);
    await panel.getByRole('link', { name: 'On the page of the study' }).click();
    await page.waitForURL(/tab=elements/);
    await page.getByRole('list', { name: 'Elements' }).waitFor();
    await page.goBack();
    await shows(1, 20);
    await panel.getByRole('tab', { name: 'Measurements' }).click();
    await page.getByRole('complementary', { name: 'Measurements' }).waitFor();
    expect(open.complaints).toEqual([]);
  });

  it('compare a study with an earlier one of the same kind, which opens beside', async () => {
    const studies = await isocenterJson<{ StudyInstanceUID: string; StudyDate: string }[]>(app.server, [
      ...['find', 'study', 'ModalitiesInStudy=CT'],
    ]);
    const [earlier, later] = studies.toSorted((a, b) => a.StudyDate.localeCompare(b.StudyDate));
    await page.goto(`${app.site}/viewer/${later!.StudyInstanceUID}`);
    await pane(1).locator('[data-shown]').waitFor();
    await page.getByRole('button', { name: 'Compare with …' }).click();
    await page.getByRole('menuitem', { name: /same region, same kind/ }).click();
    await pane(2).locator('[data-shown]').waitFor();
    expect(decodeURIComponent(page.url())).toContain(earlier!.StudyInstanceUID);
    // The first one has less room than before, and is seen whole as the other one is.
    const zoomOf = (number: number) =>
      pane(number)
        .getByText(/^\d+ %$/)
        .textContent();
    await expect.poll(async () => (await zoomOf(1)) === (await zoomOf(2)), { timeout: WAIT_MS }).toBe(true);
    const years = await Promise.all(
      [1, 2].map((number) =>
        pane(number)
          .getByText(/20\d\d \d\d:\d\d/)
          .textContent(),
      ),
    );
    expect(years.map((text) => /20\d\d/.exec(text!)?.[0])).toEqual(
      [later, earlier].map((study) => study!.StudyDate.slice(0, 4)),
    );
    await page.reload();
    await pane(2).locator('[data-shown]').waitFor();
    expect(await axeOn(page)).toEqual([]);
    // Those that it can be compared with stand below its series, too.
    await page.goto(`${app.site}/viewer/${later!.StudyInstanceUID}`);
    await pane(1).locator('[data-shown]').waitFor();
    await strip()
      .getByRole('button', { name: /same region, same kind/ })
      .click();
    await pane(2).locator('[data-shown]').waitFor();
    expect(decodeURIComponent(page.url())).toContain(earlier!.StudyInstanceUID);
    // Planes make room for both.
    await page.goto(`${app.site}/viewer/${later!.StudyInstanceUID}?layout=mpr`);
    await page.getByRole('button', { name: 'Compare with …' }).click();
    await page.getByRole('menuitem', { name: /same region, same kind/ }).click();
    await pane(1).locator('[data-shown]').waitFor();
    await pane(2).locator('[data-shown]').waitFor();
    // What is compared makes planes as well.
    await page.keyboard.press('Shift+ArrowRight');
    await page.waitForURL(/pane=2/);
    await page.keyboard.press('m');
    await page.locator('[data-volume="complete"]').waitFor({ state: 'attached' });
    await page
      .getByText(new RegExp(`${earlier!.StudyDate.slice(0, 4)} `))
      .first()
      .waitFor();
    await page.goBack();
    await pane(2).locator('[data-shown]').waitFor();
    // Where the screen has room for both it opens so by itself.
    await page.setViewportSize({ width: 1_920, height: 1_000 });
    await page.goto(`${app.site}/viewer/${later!.StudyInstanceUID}`);
    await pane(2).locator('[data-shown]').waitFor();
    expect(decodeURIComponent(page.url())).toContain(earlier!.StudyInstanceUID);
    await page.setViewportSize(sizes.desk);
    expect(open.complaints).toEqual([]);
  });
});
