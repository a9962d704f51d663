/** The viewer under fingers, on a phone: images, planes and space. */
import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawnOn } from '../support/canvas.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenter } from '../support/command-line.ts';
import { Fingers } from '../support/fingers.ts';
import { Phantom } from '../support/phantom.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { type OpenPage, WebApp } from '../support/web-app.ts';

/** Guards against hangs: without graphics hardware everything takes its time. */
const LONG_MS = 180_000;
/** More than what a finger has to rest to be held. */
const HELD_MS = 1_000;

const whole = new Phantom({
  ...{ seed: 8_800, dimensions: [40, 30, 12], spacing: [1, 1, 3], origin: [-20, -15, 50] },
  valueAt: (i, j, k) => Math.round(200 * Math.sin(i / 5) + 10 * j + 20 * k),
  elements: { WindowCenter: 100, WindowWidth: 800 },
});

let app: WebApp;
let open: OpenPage;
let page: Page;
let fingers: Fingers;

const eventually = (get: () => unknown) => expect.poll(get, { timeout: LONG_MS });

/** Of an element on the page. */
async function middleOf(selector: string): Promise<[x: number, y: number]> {
  const { x, y, width, height } = (await page.locator(selector).first().boundingBox())!;
  return [x + width / 2, y + height / 2];
}

const shown = async () => Number(await page.locator('[data-shown]').getAttribute('data-shown'));
const words = (kind: string) => page.locator(`[data-mark][data-kind="${kind}"] text`);

async function opens(layout: '' | 'mpr' | 'space'): Promise<void> {
  await page.goto(`${app.site}/viewer/${whole.study}${layout && `?layout=${layout}`}`);
  const ready = layout ? '[data-volume="complete"]' : '[data-loaded="12"]';
  await page.locator(ready).waitFor({ state: 'attached', timeout: LONG_MS });
}

describe.skipIf(!hasChromium)('under fingers', { timeout: LONG_MS, ...againInBrowser }, () => {
  beforeAll(async () => {
    app = await WebApp.open({ isEmpty: true, hasWebGl: true });
    using directory = new TemporaryDirectory();
    for (const [i, file] of whole.files().entries()) writeFileSync(directory.join(`${i}.dcm`), file);
    expect((await isocenter(app.server, 'import', directory.path)).code).toBe(0);
    open = await app.visit('/studies', { size: 'phone' });
    page = open.page;
    page.setDefaultTimeout(LONG_MS);
    fingers = await Fingers.on(page);
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it('images scroll with one, grow and move with two', async () => {
    await opens('');
    const before = await shown();
    const window = await page.locator('[data-corner="bottomRight"]').textContent();
    const [x, y] = await middleOf('canvas');
    await fingers.drag([{ from: [x, y], to: [x, y + 60] }]);
    await eventually(shown).toBeGreaterThan(before);
    await fingers.drag([{ from: [x, y], to: [x, y - 400] }]);
    await eventually(shown).toBe(1);
    // One finger is not the left button.
    expect(await page.locator('[data-corner="bottomRight"]').textContent()).toBe(window);
    const lit = async () => {
      const { width, height, pixels } = await drawnOn(page);
      const columns = Array.from({ length: width }, (_, i) => i).filter(
        (i) => pixels[((height >> 1) * width + i) * 4]! > 0,
      );
      return { from: columns[0]!, to: columns.at(-1)!, pixels };
    };
    const small = await lit();
    await fingers.drag([
      { from: [x - 40, y], to: [x - 20, y] },
      { from: [x + 40, y], to: [x + 20, y] },
    ]);
    // Half as large, around the middle.
    await eventually(async () => (await lit()).to - (await lit()).from).toBeLessThan(
      (small.to - small.from) * 0.55,
    );
    const half = await lit();
    await fingers.drag([
      { from: [x - 40, y], to: [x, y] },
      { from: [x + 40, y], to: [x + 80, y] },
    ]);
    await eventually(async () => Math.abs((await lit()).from - half.from - 40)).toBeLessThanOrEqual(3);
    expect(await shown()).toBe(1);
    expect(open.complaints).toEqual([]);
  });

  it('images tell a value where one is held, and a length where it is drawn from there', async () => {
    await opens('');
    const at = await shown();
    const [x, y] = await middleOf('canvas');
    await fingers.hold([x, y], HELD_MS);
    await words('probe').getByText('HU').waitFor();
    await fingers.drag([{ from: [x, y + 20], to: [x + 60, y + 80] }], HELD_MS);
    await words('length').getByText('mm').waitFor();
    expect(await shown()).toBe(at);
    expect(await page.locator('[data-mark]').count()).toBe(2);
    expect(open.complaints).toEqual([]);
  });

  it('planes scroll with one, grow and move with two, and are measured by one that is held', async () => {
    await opens('mpr');
    const axial = '[data-plane="axial"]';
    const [x, y] = await middleOf(axial);
    const millimetres = async () =>
      Number(await page.locator(`${axial} [data-millimetres]`).getAttribute('data-millimetres'));
    const picture = async () =>
      Buffer.from((await drawnOn(page, `${axial} canvas`)).pixels).toString('base64');
    const first = await picture();
    await fingers.drag([{ from: [x + 50, y + 30], to: [x + 50, y + 60] }]);
    await eventually(async () => (await picture()) === first).toBe(false);
    const before = await millimetres();
    await fingers.drag([
      { from: [x - 30, y + 30], to: [x - 60, y + 30] },
      { from: [x + 30, y + 30], to: [x + 60, y + 30] },
    ]);
    await eventually(async () => Math.abs((await millimetres()) - before / 2)).toBeLessThan(before * 0.02);
    await fingers.hold([x - 40, y + 40], HELD_MS);
    await words('probe').getByText('HU').waitFor();
    expect(open.complaints).toEqual([]);
  });

  it('what is in space turns with one, grows with two', async () => {
    await opens('space');
    const surface = page.locator('[data-picture] [data-millimetres]');
    const millimetres = async () => Number(await surface.getAttribute('data-millimetres'));
    const [x, y] = await middleOf('[data-picture]');
    const before = await millimetres();
    await fingers.drag([
      { from: [x, y - 30], to: [x, y - 60] },
      { from: [x, y + 30], to: [x, y + 60] },
    ]);
    await eventually(async () => Math.abs((await millimetres()) - before / 2)).toBeLessThan(before * 0.02);
    await fingers.drag([{ from: [x, y], to: [x + 60, y] }]);
    await eventually(() => page.locator('[data-edge="right"]').textContent()).not.toBe('L');
    expect(open.complaints).toEqual([]);
  });
});
