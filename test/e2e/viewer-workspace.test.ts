/** Panes of the viewer: layouts, series by click and by drag, one alone, what they remember. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeOn } from '../support/axe.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenterJson } from '../support/command-line.ts';
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
});
