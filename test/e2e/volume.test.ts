/** Volumes in a real browser: planes, space, fusion, times, and what is no volume. */
import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeOn } from '../support/axe.ts';
import { drawnOn } from '../support/canvas.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenter } from '../support/command-line.ts';
import { drawMark } from '../support/measuring.ts';
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

const reset = () => page.getByRole('button', { name: 'Reset', exact: true }).click();

async function letters(plane: string): Promise<Record<string, string>> {
  const edges = await page.locator(`[data-plane="${plane}"] [data-edge]`).all();
  const found = edges.map(async (edge) => [await edge.getAttribute('data-edge'), await edge.textContent()]);
  return Object.fromEntries(await Promise.all(found)) as Record<string, string>;
}

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

  it('have no fault that axe finds, fit the screen, and break no policy', async () => {
    for (const [layout, size] of [
      ['mpr', 'phone'],
      ['space', 'desk'],
    ] as const) {
      await using seen = await app.visit(`/viewer/${whole.study}?layout=${layout}`, { size });
      await isLoaded(seen.page);
      expect({ layout, found: await axeOn(seen.page) }).toEqual({ layout, found: [] });
      expect(await seen.page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false);
      expect(seen.complaints).toEqual([]);
    }
  });

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

  it('are cut by planes that move and turn together, and know where left is', async () => {
    await page.goto(`${app.site}/viewer/${whole.study}?layout=mpr`);
    await isLoaded(page);
    expect(await letters('axial')).toEqual({ left: 'R', right: 'L', top: 'A', bottom: 'P' });
    expect(await letters('coronal')).toEqual({ left: 'R', right: 'L', top: 'H', bottom: 'F' });
    expect(await letters('sagittal')).toEqual({ left: 'A', right: 'P', top: 'H', bottom: 'F' });
    const picture = async () => Buffer.from((await drawnOn(page, '[data-plane="axial"] canvas')).pixels);
    const before = await picture();
    await page.locator('[data-plane="axial"]').hover();
    await page.mouse.wheel(0, 120);
    await eventually(async () => (await picture()).equals(before)).toBe(false);
    for (let i = 0; i < 9; i++) await page.keyboard.press('[');
    await eventually(() => letters('coronal')).toMatchObject({ right: 'LA', left: 'RP' });
    expect(await letters('axial')).toMatchObject({ right: 'L', top: 'A' });
    await reset();
    await eventually(() => letters('coronal')).toMatchObject({ right: 'L', left: 'R' });
    await eventually(async () => (await picture()).equals(before)).toBe(true);
  });

  it('are measured in planes: in millimetres, in the values of the samples, in the plane where it was drawn', async () => {
    await page.goto(`${app.site}/viewer/${whole.study}?layout=mpr`);
    await isLoaded(page);
    const axial = page.locator('[data-plane="axial"]');
    const { x, y, width, height } = (await axial.boundingBox())!;
    const millimetres = Number(await axial.locator('[data-millimetres]').getAttribute('data-millimetres'));
    const words = (kind: string) => axial.locator(`[data-mark][data-kind="${kind}"] text`);
    const figures = async (kind: string) =>
      [...(await words(kind).textContent())!.matchAll(/-?[\d,]+(\.\d+)?/g)].map(([figure]) =>
        Number(figure.replaceAll(',', '')),
      );
    const [middle, down] = [x + width / 2, y + height / 2];
    await drawMark(page, 'l', [middle - 100, down - 40], [middle + 60, down + 80]);
    expect(Math.abs((await figures('length'))[0]! - 200 * millimetres)).toBeLessThanOrEqual(0.1);
    // From outside of the volume to outside: all samples of the slice in the middle.
    await drawMark(page, 'b', [x + 2, y + 40], [x + width - 2, y + height - 40]);
    const samples = Array.from({ length: 40 * 30 }, (_, i) => box.valueAt(i % 40, Math.floor(i / 40), 5));
    const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length;
    const deviation = Math.sqrt(
      samples.reduce((sum, value) => sum + (value - mean) ** 2, 0) / samples.length,
    );
    expect((await figures('rectangle')).slice(1)).toEqual(
      [mean, deviation, Math.min(...samples), Math.max(...samples)].map((value) => Number(value.toFixed(2))),
    );
    await words('rectangle').getByText('HU').first().waitFor();
    // It lies in its plane: in the next one it is not seen, and the list leads back.
    await page.mouse.wheel(0, 120);
    await words('length').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'List of measurements' }).click();
    const panel = page.getByRole('complementary', { name: 'Measurements' });
    await panel.getByRole('button', { name: /^Length 1/ }).click();
    await words('length').waitFor();
    await page.keyboard.press('Delete');
    await words('length').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await words('length').waitFor();
    // It is saved with the study, and there again for who opens it, in the planes or from the images.
    const said = [await words('length').textContent(), await words('rectangle').textContent()];
    const length = await page.locator('[data-kind="length"] [data-line]').boundingBox();
    await panel.getByText('Not saved yet').waitFor();
    await panel.getByRole('button', { name: 'Save', exact: true }).click();
    await panel.getByText('Saved with the study').waitFor();
    await page.reload();
    await isLoaded(page);
    await panel.getByRole('button', { name: /^Length 1/ }).click();
    await eventually(async () => [
      await words('length').textContent(),
      await words('rectangle').textContent(),
    ]).toEqual(said);
    await page.keyboard.press('m');
    await page.locator('[data-shown]').waitFor();
    await panel.getByRole('button', { name: /^Length 1/ }).click();
    await isLoaded(page);
    await words('length').waitFor();
    const again = await page.locator('[data-kind="length"] [data-line]').boundingBox();
    for (const side of ['x', 'y', 'width', 'height'] as const)
      expect(Math.abs(again![side] - length![side])).toBeLessThan(0.5);
    // What is deleted is gone for everybody.
    await panel.getByRole('button', { name: /^Delete Length 1/ }).click();
    await panel.getByRole('button', { name: 'Save', exact: true }).click();
    await panel.getByText('Saved with the study').waitFor();
    await page.reload();
    await isLoaded(page);
    await panel.getByRole('button', { name: /^Rectangle 1/ }).click();
    await words('rectangle').waitFor();
    expect(await words('length').count()).toBe(0);
    expect(await axeOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'In space (3D)' }).click();
    await isLoaded(page);
    expect(await page.getByRole('button', { name: 'Length', exact: true }).count()).toBe(0);
    expect(open.complaints).toEqual([]);
  });

  it('are saved as one picture of all planes, and windowed and inverted by what the bar has for images', async () => {
    await page.goto(`${app.site}/viewer/${whole.study}?layout=mpr`);
    await isLoaded(page);
    const saved = async (words: string) => {
      const saving = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Picture of this pane' }).click();
      await page.getByRole('menuitem', { name: words, exact: true }).click();
      return sharp(await (await saving).path())
        .greyscale()
        .raw()
        .toBuffer({ resolveWithObject: true });
    };
    const bare = await saved('Save as PNG, without words about the patient');
    const stage = await page.locator('[data-picture]').boundingBox();
    expect([bare.info.width, bare.info.height]).toEqual([stage!.width, stage!.height].map(Math.round));
    const told = await saved('Save as PNG, with name and dates');
    expect(told.data.equals(bare.data)).toBe(false);
    // What is drawn in the middle of each plane is in the picture at its place.
    for (const plane of ['axial', 'coronal', 'sagittal']) {
      const box = (await page.locator(`[data-plane="${plane}"]`).boundingBox())!;
      const { width, height, pixels } = await drawnOn(page, `[data-plane="${plane}"] canvas`);
      const [x, y] = [(width >> 1) + 20, (height >> 1) - 20];
      const [left, top] = [Math.round(box.x - stage!.x) + x, Math.round(box.y - stage!.y) + y];
      expect(bare.data[top * bare.info.width + left]).toBe(pixels[(y * width + x) * 4]);
    }
    const middle = async () => {
      const { width, height, pixels } = await drawnOn(page, '[data-plane="axial"] canvas');
      return pixels[((height >> 1) * width + (width >> 1)) * 4]!;
    };
    const before = await middle();
    await page.getByRole('button', { name: 'Invert' }).click();
    await eventually(async () => Math.abs((await middle()) - (255 - before))).toBeLessThanOrEqual(1);
    await page.keyboard.press('i');
    await eventually(middle).toBe(before);
    await page.getByRole('button', { name: 'Window presets' }).click();
    await page.getByRole('menuitem', { name: /^Bone/ }).click();
    await eventually(middle).not.toBe(before);
    await reset();
    await eventually(middle).toBe(before);
    expect(open.complaints).toEqual([]);
  });

  it('are seen in space, turned and cropped', async () => {
    await page.goto(`${app.site}/viewer/${whole.study}?layout=space`);
    await isLoaded(page);
    const count = async () => {
      const { pixels } = await drawnOn(page);
      return pixels.filter((value, i) => i % 4 === 0 && value > 40).length;
    };
    await page.keyboard.press('5');
    await eventually(count).toBeGreaterThan(1_000);
    const all = await count();
    await page.getByRole('button', { name: 'Crop' }).click();
    const end = page.getByRole('slider', { name: 'Feet to head: to' });
    await end.focus();
    for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowLeft');
    await eventually(count).toBeLessThan(all * 0.8);
    await page.keyboard.press('Escape');
    await reset();
    // Once is less than has a second letter.
    for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowRight');
    await page.locator('[data-edge="right"]', { hasText: /LA|LP/ }).waitFor();
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

  it('of several times are played: as planes, and as one slice of a stack, which has their slider, too', async () => {
    await page.goto(`${app.site}/viewer/${times[0]!.study}?layout=mpr`);
    await isLoaded(page);
    await page.getByRole('button', { name: 'Play' }).click();
    await page.getByText('Time 2 of 2').waitFor();
    await page.getByText('Time 1 of 2').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.goto(`${app.site}/viewer/${times[0]!.study}`);
    await page.locator('[data-loaded="24"]').waitFor();
    const shown = async () => Number(await page.locator('[data-shown]').getAttribute('data-shown'));
    const before = await shown();
    const other = page.getByText(before > 12 ? 'Time 1 of 2' : 'Time 2 of 2');
    await page.getByRole('slider', { name: 'Time' }).focus();
    await page.keyboard.press(before > 12 ? 'ArrowLeft' : 'ArrowRight');
    await other.waitFor();
    // The same slice, of the other time.
    await eventually(shown).toBe(before > 12 ? before - 12 : before + 12);
    await page.getByRole('button', { name: 'Play' }).click();
    await other.waitFor({ state: 'detached' });
    await other.waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    expect([before, before + 12, before - 12]).toContain(await shown());
    expect(open.complaints).toEqual([]);
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
