/** The viewer in a real browser: the demo's studies as somebody reads them, and what is broken. */
import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Dataset, parseFile, tags } from '../../src/dicom/index.ts';
import { axeOn } from '../support/axe.ts';
import { drawnOn } from '../support/canvas.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenter, isocenterJson } from '../support/command-line.ts';
import { encodeFile, uid } from '../support/corpus.ts';
import { ct, nativeFile } from '../support/generated-images.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { type OpenPage, WebApp } from '../support/web-app.ts';

interface Study {
  readonly StudyInstanceUID: string;
  readonly ModalitiesInStudy: string | string[];
}

const views = [
  { colorScheme: 'light', size: 'phone' },
  { colorScheme: 'dark', size: 'desk' },
] as const;
const SEED = 8_300;

let app: WebApp;
/** Of somebody who is logged in, and goes from place to place. */
let open: OpenPage;
let page: Page;
/** Of a study of the demo, by its modality. */
let pathOf: (modality: string) => string;

/** Guards against hangs, as that of all tests: without graphics hardware everything takes its time. */
const LONG_MS = 180_000;

const shows = (page: Page, image: number) =>
  page.locator(`[data-shown="${image}"]`).first().waitFor({ timeout: LONG_MS });
/** The address names the image that somebody stays at. */
const stays = (page: Page, image: number) => page.waitForURL(new RegExp(`panes=[\\d.]+-${image}(&|$)`));
const reads = (page: Page, text: string) => page.getByText(text, { exact: true }).waitFor();
const stageOf = (page: Page) => page.getByRole('region', { name: 'Images' }).first();

/** Sides of the middle of a picture, pixels of the screen: no words are there. */
const MIDDLE = 320;
const MARGIN = 8;

/** Greys in the middle of the pane, with a margin. */
async function middleOf(page: Page): Promise<Buffer> {
  const { x, y, width, height } = (await stageOf(page).boundingBox())!;
  const side = MIDDLE + 2 * MARGIN;
  const [left, top] = [Math.round(x + (width - side) / 2), Math.round(y + (height - side) / 2)];
  const png = await page.screenshot({ clip: { x: left, y: top, width: side, height: side } });
  return sharp(png).greyscale().raw().toBuffer();
}

/** How far greys of two middles are from each other, on average, when one of them is moved. */
function differenceAt(one: Buffer, other: Buffer, x: number, y: number): number {
  const side = MIDDLE + 2 * MARGIN;
  let sum = 0;
  for (let row = MARGIN; row < MARGIN + MIDDLE; row++)
    for (let column = MARGIN; column < MARGIN + MIDDLE; column++)
      sum += Math.abs(one[row * side + column]! - other[(row + y) * side + column + x]!);
  return sum / MIDDLE ** 2;
}

async function letters(page: Page): Promise<Record<string, string>> {
  const edges = await page.locator('[data-edge]').all();
  const found = edges.map(async (edge) => [await edge.getAttribute('data-edge'), await edge.textContent()]);
  return Object.fromEntries(await Promise.all(found)) as Record<string, string>;
}

describe.skipIf(!hasChromium)('the viewer', { timeout: LONG_MS, ...againInBrowser }, () => {
  beforeAll(async () => {
    app = await WebApp.open({ hasWebGl: true });
    const studies = await isocenterJson<Study[]>(app.server, ['find', 'study']);
    pathOf = (modality) => {
      const study = studies.find((one) => [one.ModalitiesInStudy].flat().includes(modality));
      return `/viewer/${study!.StudyInstanceUID}`;
    };
    open = await app.visit('/studies');
    page = open.page;
    page.setDefaultTimeout(LONG_MS);
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it('has no fault that axe finds, fits the screen, and breaks no policy', async () => {
    for (const view of views) {
      await using seen = await app.visit(pathOf('MR'), view);
      await shows(seen.page, 12);
      expect({ view, found: await axeOn(seen.page) }).toEqual({ view, found: [] });
      expect(await seen.page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false);
      expect(seen.complaints).toEqual([]);
    }
  });

  it('opens a CT in its middle: whose it is, where is left, how large, and the whole series soon after', async () => {
    await page.goto(app.site + pathOf('CT'));
    await shows(page, 20);
    for (const text of ['Demo, Ada', 'Image 20 of 40', 'W 400 L 40', '5 cm']) await reads(page, text);
    expect(await letters(page)).toEqual({ left: 'R', right: 'L', top: 'A', bottom: 'P' });
    await page.locator('[data-loaded="40"]').waitFor();
    await stays(page, 20);
  });

  it('shows the first image as the archive draws it, where it will be, while what draws here is still loaded', async () => {
    await using seen = await app.visit('/studies');
    const waiting = Promise.withResolvers<void>();
    await seen.page.route('**/assets/engine-*.js', async (route) => {
      await waiting.promise;
      await route.continue();
    });
    await seen.page.goto(app.site + pathOf('CT'), { waitUntil: 'commit' });
    await seen.page.locator('[data-first-picture="seen"]').waitFor({ timeout: LONG_MS });
    const first = await middleOf(seen.page);
    waiting.resolve();
    await shows(seen.page, 20);
    await seen.page.locator('[data-first-picture]').waitFor({ state: 'detached' });
    const drawn = await middleOf(seen.page);
    const here = differenceAt(first, drawn, 0, 0);
    // A JPEG, made larger by the browser and not by the graphics card.
    expect(here).toBeLessThan(6);
    for (const [x, y] of [
      [-3, 0],
      [3, 0],
      [0, -3],
      [0, 3],
    ] as const)
      expect(differenceAt(first, drawn, x, y)).toBeGreaterThan(here);
    expect(seen.complaints).toEqual([]);
  });

  it('goes through the images by wheel and keys, and the address goes along', async () => {
    await page.goto(app.site + pathOf('CT'));
    await shows(page, 20);
    await stageOf(page).hover();
    await page.mouse.wheel(0, 120);
    await shows(page, 23);
    const presses = [
      ['ArrowUp', 22],
      ['PageDown', 32],
      ['End', 40],
      ['ArrowDown', 40],
      ['Home', 1],
    ] as const;
    for (const [key, image] of presses) {
      await page.keyboard.press(key);
      await shows(page, image);
    }
    await stays(page, 1);
    await page.reload();
    await shows(page, 1);
    expect(open.complaints).toEqual([]);
  });

  it('changes the window by mouse and number keys, turns, flips, inverts, and resets all of it', async () => {
    await page.goto(app.site + pathOf('CT'));
    await shows(page, 20);
    await page.keyboard.press('4');
    await reads(page, 'W 1,500 L -600');
    const middle = async () => {
      const { width, height, pixels } = await drawnOn(page);
      return pixels[((height >> 1) * width + (width >> 1)) * 4]!;
    };
    const before = await middle();
    await page.keyboard.press('i');
    await expect.poll(middle).toBe(255 - before);
    await page.keyboard.press('t');
    await page.keyboard.press('h');
    await expect.poll(() => letters(page)).not.toEqual({ left: 'R', right: 'L', top: 'A', bottom: 'P' });
    await page.mouse.move(700, 400);
    await page.mouse.down();
    await page.mouse.move(760, 430, { steps: 4 });
    await page.mouse.up();
    await page.getByText('W 1,500 L -600').waitFor({ state: 'detached' });
    await page.keyboard.press('r');
    await reads(page, 'W 400 L 40');
    await expect.poll(() => letters(page)).toEqual({ left: 'R', right: 'L', top: 'A', bottom: 'P' });
  });

  it('turns to the right', async () => {
    await page.goto(app.site + pathOf('CT'));
    await shows(page, 20);
    await page.keyboard.press('t');
    await expect.poll(() => letters(open.page)).toEqual({ left: 'P', right: 'A', top: 'R', bottom: 'L' });
  });

  it('shows another series on a click, and the one before again on Back', async () => {
    await page.goto(`${app.site}${pathOf('MR')}?grid=1x1`);
    await reads(page, '1 · t1_se_tra_5mm');
    await shows(page, 12);
    await stays(page, 12);
    await page.getByRole('navigation', { name: 'Series' }).getByText('t2_tse_tra_5mm').click();
    await reads(page, '2 · t2_tse_tra_5mm');
    await shows(page, 12);
    await stays(page, 12);
    await page.goBack();
    await reads(page, '1 · t1_se_tra_5mm');
  });

  it('says that lengths of a film are those at the detector', async () => {
    await page.goto(app.site + pathOf('CR'));
    await page.getByText('at the detector').waitFor();
    expect(await letters(page)).toEqual({ left: 'R', right: 'L', top: 'H', bottom: 'F' });
  });

  it('has all frames of a film', async () => {
    await page.goto(app.site + pathOf('US'));
    await shows(page, 1);
    await page.keyboard.press('ArrowDown');
    await shows(page, 2);
  });

  it('plays a film at its own speed, image after image and from the beginning again, until it is stopped', async () => {
    await page.goto(app.site + pathOf('US'));
    await shows(page, 1);
    await page.getByText('images/s').waitFor();
    await page.keyboard.press('End');
    await shows(page, 40);
    await page.getByRole('button', { name: 'Play' }).click();
    await page.locator('[data-shown="1"], [data-shown="2"], [data-shown="3"]').first().waitFor();
    await page.getByRole('button', { name: 'Stop' }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Play' }).waitFor();
  });

  it('lists its keys, and speaks German', async () => {
    await using german = await app.visit(pathOf('MR'), { locale: 'de-DE' });
    await shows(german.page, 12);
    await german.page.keyboard.press('?');
    await german.page.getByRole('dialog').getByText('Nach rechts drehen').waitFor();
    expect(await axeOn(german.page)).toEqual([]);
    expect(german.complaints).toEqual([]);
  });

  it('keeps what is loaded when the session ends, and says so for what is not', async () => {
    await using ending = await app.visit(`${pathOf('MR')}?grid=1x1`);
    await shows(ending.page, 12);
    await ending.page.locator('[data-loaded="24"]').waitFor({ timeout: LONG_MS });
    await ending.context.clearCookies();
    await ending.page.keyboard.press('End');
    await shows(ending.page, 24);
    await ending.page.getByRole('navigation', { name: 'Series' }).getByText('t2_tse_tra_5mm').click();
    const alert = ending.page.getByRole('alert');
    await alert.getByText('You are logged out').waitFor();
    expect(await alert.getByRole('link').getAttribute('href')).toContain('/login?next=');
  });

  describe('of what is broken', () => {
    const damaged = nativeFile({ ...ct, InstanceNumber: 1 }, SEED);
    const report = Dataset.of({
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.11',
      SOPInstanceUID: uid(SEED + 1, 1, 1, 1),
      StudyInstanceUID: uid(SEED + 1, 1),
      SeriesInstanceUID: uid(SEED + 1, 1, 1),
      Modality: 'SR',
      PatientID: 'BROKEN',
    });

    beforeAll(async () => {
      const { dataset } = parseFile(damaged);
      dataset.set(tags.PixelData, 'OW', new Uint8Array(100));
      using directory = new TemporaryDirectory();
      const [sopClass, sop] = [tags.SOPClassUID, tags.SOPInstanceUID];
      writeFileSync(
        directory.join('short.dcm'),
        encodeFile(dataset, dataset.string(sopClass)!, dataset.string(sop)!),
      );
      writeFileSync(
        directory.join('sr.dcm'),
        encodeFile(report, report.string(sopClass)!, report.string(sop)!),
      );
      expect((await isocenter(app.server, 'import', directory.path)).code).toBe(0);
    });

    it('says that pixel data is cut off', async () => {
      await page.goto(`${app.site}/viewer/${uid(SEED, 1)}`);
      await page.getByRole('alert').getByText('This image cannot be shown').waitFor();
      expect(await axeOn(page)).toEqual([]);
    });

    it('says what a series without pictures holds', async () => {
      await page.goto(`${app.site}/viewer/${uid(SEED + 1, 1)}`);
      await page.getByText('Basic Text SR').waitFor();
      await page.getByRole('heading', { name: 'Report' }).waitFor();
    });

    it.each(['/viewer/1.2.3', '?panes=1.2.3'])('says that there is no study or series at %s', async (end) => {
      await page.goto(app.site + (end.startsWith('/') ? end : pathOf('MR') + end));
      await page.getByRole('alert').waitFor();
    });
  });
});

describe.skipIf(!hasChromium)('the viewer without WebGL', { timeout: LONG_MS, ...againInBrowser }, () => {
  it('draws all the same, and says so', async () => {
    await using plain = await WebApp.open();
    const [study] = await isocenterJson<Study[]>(plain.server, ['find', 'study', 'ModalitiesInStudy=MR']);
    await using seen = await plain.visit(`/viewer/${study!.StudyInstanceUID}`);
    await seen.page.getByText('Without graphics hardware').waitFor();
    await shows(seen.page, 12);
    const { pixels } = await drawnOn(seen.page);
    expect(new Set(pixels).size).toBeGreaterThan(50);
  });
});
