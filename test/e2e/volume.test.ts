/** Volumes in a real browser: how one comes to them, several times of one, and what is no volume. */
import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeOn } from '../support/axe.ts';
import { drawnOn } from '../support/canvas.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenter } from '../support/command-line.ts';
import { Phantom, type PhantomTerms } from '../support/phantom.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { type OpenPage, WebApp } from '../support/web-app.ts';

/** Guards against hangs, as that of all tests: without graphics hardware everything takes its time. */
const LONG_MS = 180_000;

const box: Omit<PhantomTerms, 'seed'> = {
  dimensions: [40, 30, 12],
  spacing: [1, 1, 3],
  origin: [-20, -15, 50],
  valueAt: (i, j, k) => Math.round(200 * Math.sin(i / 5) + 10 * j + 20 * k),
  elements: { WindowCenter: 100, WindowWidth: 800 },
};
const times = [1, 2].map(
  (time) =>
    new Phantom({
      ...box,
      seed: 8_601,
      instances: time,
      valueAt: () => time * 100,
      elements: { ...box.elements, TemporalPositionIdentifier: time },
    }),
);
const gap = new Phantom({ ...box, seed: 8_602 });
const whole = new Phantom({ ...box, seed: 8_600 });

let app: WebApp;
/** Of somebody who is logged in, and goes from place to place. */
let open: OpenPage;
let page: Page;

/** What is on the screen follows what was asked for. */
const eventually = (get: () => unknown) => expect.poll(get, { timeout: LONG_MS });

const isLoaded = (seen: Page) =>
  seen.locator('[data-volume="complete"]').waitFor({ state: 'attached', timeout: LONG_MS });

describe.skipIf(!hasChromium)('volumes', { timeout: LONG_MS, ...againInBrowser }, () => {
  beforeAll(async () => {
    app = await WebApp.open({ isEmpty: true, hasWebGl: true });
    using directory = new TemporaryDirectory();
    const files = [
      ...whole.files(),
      ...times.flatMap((time) => time.files()),
      ...gap.files().filter((_, k) => k !== 5),
    ];
    for (const [i, file] of files.entries()) writeFileSync(directory.join(`${i}.dcm`), file);
    expect((await isocenter(app.server, 'import', directory.path)).code).toBe(0);
    open = await app.visit('/studies');
    page = open.page;
    page.setDefaultTimeout(LONG_MS);
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it('open from the images by key and button, say so in the address, and close again', async () => {
    await page.goto(`${app.site}/viewer/${whole.study}`);
    await page.locator('[data-shown]').waitFor();
    const button = page.getByRole('button', { name: 'Three planes (MPR)' });
    await button.click();
    await page.waitForURL(/layout=mpr/);
    await isLoaded(page);
    await page.reload();
    await isLoaded(page);
    await page.keyboard.press('m');
    await page.locator('[data-shown]').waitFor();
    await page.goBack();
    await isLoaded(page);
    expect(open.complaints).toEqual([]);
  });

  it('of several times are gone through one by one', async () => {
    await page.goto(`${app.site}/viewer/${times[0]!.study}?layout=mpr`);
    await isLoaded(page);
    const middle = async () => {
      const { width, height, pixels } = await drawnOn(page, '[data-plane="axial"] canvas');
      return pixels[((height >> 1) * width + (width >> 1)) * 4 + 1]!;
    };
    await page.getByText('Time 1 of 2').waitFor();
    const grey = (value: number) => Math.round(((value - 99.5) / 799 + 0.5) * 255);
    await eventually(async () => Math.abs((await middle()) - grey(100))).toBeLessThanOrEqual(1);
    await page.getByRole('slider', { name: 'Time' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText('Time 2 of 2').waitFor();
    await eventually(async () => Math.abs((await middle()) - grey(200))).toBeLessThanOrEqual(1);
  });

  it('are none where a slice is missing, which is said', async () => {
    await page.goto(`${app.site}/viewer/${gap.study}?layout=mpr`);
    await page.getByRole('alert').getByText('Slices are missing: 1.').waitFor();
    expect(await axeOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show the images one by one' }).click();
    await page.locator('[data-shown]').waitFor();
  });
});

describe.skipIf(!hasChromium)('volumes without WebGL', { timeout: LONG_MS, ...againInBrowser }, () => {
  it('are not shown, and the images are offered', async () => {
    await using plain = await WebApp.open({ isEmpty: true });
    using directory = new TemporaryDirectory();
    for (const [i, file] of whole.files().entries()) writeFileSync(directory.join(`${i}.dcm`), file);
    expect((await isocenter(plain.server, 'import', directory.path)).code).toBe(0);
    await using seen = await plain.visit(`/viewer/${whole.study}?layout=mpr`);
    await seen.page.getByRole('alert').getByText('gives no WebGL 2').waitFor({ timeout: LONG_MS });
  });
});
