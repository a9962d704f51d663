/** Volumes of researchers (NIfTI) in a real browser: where they lie, what samples mean, their times, and what is wrong with some. */
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controlSocketPath, createClient, httpTransport } from '../../src/client/index.ts';
import { axeOn } from '../support/axe.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenter } from '../support/command-line.ts';
import { uid } from '../support/corpus.ts';
import { ct, nativeFile } from '../support/generated-images.ts';
import { drawMark, figuresOfMark, wordsOfMarks } from '../support/measuring.ts';
import { niftiFile } from '../support/nifti-file.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { type OpenPage, WebApp } from '../support/web-app.ts';

const SEED = 9_300;
/** A guard against hangs: without graphics hardware everything takes its time. */
const LONG_MS = 180_000;
const [COLUMNS, ROWS, SLICES] = [32, 24, 16];
const PER_VOLUME = COLUMNS * ROWS * SLICES;
/** Samples are 2 x 3 x 4 mm; the first axis goes to the right, the second to the front, the third to the head. */
const sform = [2, 0, 0, -30, 0, 3, 0, -36, 0, 0, 4, -32];

/** Each sample is an eighth of its i, with a hundred for each volume. */
const volumes = niftiFile({
  ...{ size: [COLUMNS, ROWS, SLICES, 3], pixdim: [1, 2, 3, 4, 2.5], sform, slope: 0.125, shown: [0, 4] },
  write: (view, at, index) =>
    view.setInt16(at, (index % COLUMNS) + 800 * Math.floor(index / PER_VOLUME), true),
});
const colours = niftiFile({
  ...{ size: [20, 20, 4], datatype: 128, bytes: 3, sform },
  write: (view, at) => view.setUint8(at, 200),
});
const files: Readonly<Record<string, Uint8Array>> = {
  'activity.nii.gz': gzipSync(volumes),
  'colours.nii': colours,
  'unplaced.nii': niftiFile({ size: [20, 20, 10], pixdim: [1, 2, 2, 2] }),
  'cut-off.nii.gz': gzipSync(volumes).subarray(0, 400),
};

let app: WebApp;
let open: OpenPage;
let page: Page;

const study = () => `${app.site}/studies/${uid(SEED, 1)}?tab=files`;
const openFile = async (name: string) => {
  await page.goto(study());
  await page.getByRole('link', { name }).click();
};
const openPlanes = async () => {
  await openFile('activity.nii.gz');
  await page.locator('[data-volume="complete"]').waitFor({ state: 'attached' });
};
const edge = (which: string, within = 'main') => page.locator(`${within} [data-edge="${which}"]`).first();
const corner = (place: string) => page.locator(`[data-corner="${place}"]`);
const reads = (place: string, text: string | RegExp) => corner(place).getByText(text).first().waitFor();

/** In the middle of what the stack shows, a little to one side. @param aside pixels of the screen */
async function pointAside(aside: number): Promise<void> {
  const box = await page.getByRole('region', { name: 'Slices' }).boundingBox();
  await page.mouse.move(box!.x + box!.width / 2 + aside, box!.y + box!.height / 2);
}

describe.skipIf(!hasChromium)('volumes that are files', { timeout: LONG_MS, ...againInBrowser }, () => {
  beforeAll(async () => {
    app = await WebApp.open({ isEmpty: true, hasWebGl: true });
    using directory = new TemporaryDirectory();
    writeFileSync(directory.join('ct.dcm'), nativeFile(ct, SEED));
    writeFileSync(directory.join('other.dcm'), nativeFile(ct, SEED + 1));
    await isocenter(app.server, 'import', directory.path);
    for (const [name, bytes] of Object.entries(files)) {
      writeFileSync(directory.join(name), bytes);
      const added = await isocenter(
        app.server,
        'files',
        'add',
        directory.join(name),
        '--study',
        uid(SEED, 1),
      );
      expect(added.code).toBe(0);
    }
    open = await app.visit();
    page = open.page;
  }, LONG_MS);

  afterAll(async () => {
    await open?.[Symbol.asyncDispose]();
    await app?.[Symbol.asyncDispose]();
  });

  it('are opened from the files of a study in three planes, as radiology looks at them', async () => {
    await openPlanes();
    const letters: Readonly<Record<string, string>> = { axial: 'LRAP', coronal: 'LRHF', sagittal: 'PAHF' };
    for (const [plane, wanted] of Object.entries(letters)) {
      const pane = `[data-plane="${plane}"]`;
      const sides = ['right', 'left', 'top', 'bottom'].map((side) => edge(side, pane).textContent());
      expect((await Promise.all(sides)).join('')).toBe(wanted);
    }
    await reads('topRight', '32 × 24 × 16 × 3 voxels');
    await reads('topRight', '2 × 3 × 4 mm');
    await reads('bottomRight', '0 to 4');
    expect(await axeOn(page)).toEqual([]);
    expect(open.complaints).toEqual([]);
  });

  it('tell what is under the pointer in a plane, at another time too', async () => {
    await openPlanes();
    const box = await page.locator('[data-plane="axial"]').boundingBox();
    await page.mouse.move(box!.x + box!.width / 2 + 3, box!.y + box!.height / 2 + 3);
    await reads('bottomLeft', /^Voxel \d+, \d+, \d+$/);
    const voxel = await corner('bottomLeft')
      .getByText(/^Voxel/)
      .textContent();
    const i = Number(/\d+/.exec(voxel!)![0]);
    await reads('bottomLeft', `Value ${i / 8}`);
    await page.getByRole('slider', { name: 'Time' }).focus();
    await page.keyboard.press('End');
    await reads('bottomLeft', 'Volume 3 of 3');
    await page.mouse.move(box!.x + box!.width / 2 + 4, box!.y + box!.height / 2 + 3);
    await reads('bottomLeft', new RegExp(`^Value ${200 + Math.floor(i / 8)}`));
  });

  it('are seen slice by slice, whose address is kept', async () => {
    await openPlanes();
    await page.getByRole('button', { name: 'Three planes (MPR)' }).click();
    await page.locator('[data-shown="9"]').waitFor();
    expect(
      await Promise.all(['left', 'right', 'top', 'bottom'].map((side) => edge(side).textContent())),
    ).toEqual(['R', 'L', 'A', 'P']);
    await page.keyboard.press('Home');
    await page.locator('[data-shown="1"]').waitFor();
    // To the right on the screen is to the left in the patient, where i is small.
    const words = corner('bottomLeft').getByText(/^Voxel/);
    let before: string | null = null;
    const valueAt = async (aside: number) => {
      await pointAside(aside);
      await expect.poll(() => words.textContent()).not.toBe(before);
      before = await words.textContent();
      const [i, , k] = before!.match(/\d+/g)!.map(Number);
      await reads('bottomLeft', `Value ${i! / 8}`);
      expect(k).toBe(0);
      return i!;
    };
    expect(await valueAt(-100)).toBeGreaterThan(await valueAt(100));
    await reads('bottomLeft', /^[LR] \d+ [AP] [\d.]+ F 32 mm$/);
    await page.getByRole('slider', { name: 'Time' }).focus();
    await page.keyboard.press('ArrowRight');
    await reads('bottomLeft', 'Volume 2 of 3');
    await page.waitForURL(/volume=2/);
    await page.waitForURL(/slice=1\b/);
    await page.reload();
    await page.locator('[data-shown="1"]').waitFor();
    await reads('bottomLeft', 'Volume 2 of 3');
    expect(await axeOn(page)).toEqual([]);
    expect(open.complaints).toEqual([]);
  });

  it('are measured in slices and in planes: in millimetres, in the values of the file; a list leads back', async () => {
    await openPlanes();
    await page.getByRole('button', { name: 'Three planes (MPR)' }).click();
    await page.locator('[data-shown="9"]').waitFor();
    const slices = (await page.getByRole('region', { name: 'Slices' }).boundingBox())!;
    // From outside to outside: all of the slice, whose first axis has an eighth of its index.
    const [right, bottom] = [slices.x + slices.width, slices.y + slices.height];
    await drawMark(page, 'b', [slices.x + 1, slices.y + 1], [right - 1, bottom - 1]);
    const values = Array.from({ length: COLUMNS }, (_, i) => i / 8);
    const mean = values.reduce((sum, value) => sum + value, 0) / COLUMNS;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / COLUMNS);
    expect((await figuresOfMark(page, 'rectangle')).slice(1)).toEqual(
      [mean, deviation, 0, (COLUMNS - 1) / 8].map((value) => Number(value.toFixed(2))),
    );
    await page.keyboard.press('Delete');
    await wordsOfMarks(page, 'rectangle').waitFor({ state: 'detached' });
    // Pixels are 2 x 3 mm, and the picture as high as the pane: 24 of them are 72 mm.
    const down = slices.y + slices.height / 2;
    await drawMark(
      page,
      'l',
      [slices.x + slices.width / 2, down - 100],
      [slices.x + slices.width / 2, down + 100],
    );
    const [length] = await figuresOfMark(page, 'length');
    expect(Math.abs(length! - (200 * ROWS * 3) / slices.height)).toBeLessThan(0.2);
    // Not in the next slice, nor in another volume; the list leads back.
    await page.keyboard.press('ArrowDown');
    await page.locator('[data-shown="10"]').waitFor();
    await wordsOfMarks(page, 'length').waitFor({ state: 'detached' });
    await page.getByRole('slider', { name: 'Time' }).focus();
    await page.keyboard.press('End');
    await reads('bottomLeft', 'Volume 3 of 3');
    await page.getByRole('button', { name: 'List of measurements' }).click();
    const panel = page.getByRole('complementary', { name: 'Measurements' });
    await panel.getByText('goes with it').waitFor();
    await panel.getByRole('button', { name: /^Length 1.*Slice 9 of 16, Volume 1 of 3/ }).click();
    await page.locator('[data-shown="9"]').waitFor();
    await wordsOfMarks(page, 'length').waitFor();
    expect(await axeOn(page)).toEqual([]);
    await page.keyboard.press('m');
    await page.locator('[data-volume="complete"]').waitFor({ state: 'attached' });
    const pane = page.locator('[data-plane="coronal"]');
    const { x, y, width, height } = (await pane.boundingBox())!;
    const millimetres = Number(await pane.locator('[data-millimetres]').getAttribute('data-millimetres'));
    await drawMark(
      page,
      'l',
      [x + width / 2 - 60, y + height / 2 - 40],
      [x + width / 2 + 60, y + height / 2 + 50],
    );
    const [inPlane] = await figuresOfMark(page, 'length');
    expect(Math.abs(inPlane! - 150 * millimetres)).toBeLessThan(0.2);
    await drawMark(
      page,
      'a',
      [x + width / 2 - 60, y + height / 2 + 60],
      [x + width / 2, y + height / 2 + 60],
    );
    await page.mouse.click(x + width / 2, y + height / 2 + 90);
    expect((await figuresOfMark(page, 'angle'))[0]).toBeCloseTo(90, 0);
    await panel.getByText('Coronal, Volume 1 of 3').first().waitFor();
    await page.keyboard.press('Control+z');
    await wordsOfMarks(page, 'angle').waitFor({ state: 'detached' });
    expect(open.complaints).toEqual([]);
    // Nothing is asked about what is deleted.
    await panel
      .getByRole('button', { name: /^Delete/ })
      .first()
      .click();
    await panel
      .getByRole('button', { name: /^Delete/ })
      .first()
      .click();
  });

  it('are seen by who has a link to the study they belong to, and by nobody who has another', async () => {
    const client = createClient(httpTransport({ socketPath: controlSocketPath(app.server.data) }));
    const linkTo = async (seed: number, more: { hidesIdentity?: true } = {}) => {
      const rules = [{ studyInstanceUid: uid(seed, 1) }];
      const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
      return (
        await client.shareCreate({
          title: 'For Dr. Weber',
          scope: { kind: 'rules', rules },
          expiresAt,
          ...more,
        })
      ).path;
    };
    await using doctor = await app.visitAsStranger(await linkTo(SEED));
    const files = doctor.page.getByRole('list', { name: 'Files beside the images' });
    await files.getByRole('link', { name: 'activity.nii.gz' }).click();
    await doctor.page.locator('[data-volume="complete"]').waitFor({ state: 'attached', timeout: LONG_MS });
    const { pathname } = new URL(doctor.page.url());
    await doctor.page.reload();
    await doctor.page.locator('[data-volume="complete"]').waitFor({ state: 'attached', timeout: LONG_MS });
    await doctor.page.getByRole('button', { name: 'Back' }).click();
    await doctor.page.waitForURL('**/shared');
    await files.waitFor();
    expect(await axeOn(doctor.page)).toEqual([]);
    expect(doctor.complaints).toEqual([]);
    const digest = pathname.split('/').at(-1)!;
    await using other = await app.visitAsStranger(await linkTo(SEED + 1));
    await other.page.getByRole('link', { name: 'View the images' }).waitFor();
    expect(await other.page.getByRole('list', { name: 'Files beside the images' }).count()).toBe(0);
    await using blind = await app.visitAsStranger(await linkTo(SEED, { hidesIdentity: true }));
    await blind.page.getByText('Name hidden').waitFor();
    for (const { context } of [other, blind])
      for (const path of [`/api/files/${digest}`, `/api/files/${digest}/preview`])
        expect((await context.request.get(app.site + path)).ok()).toBe(false);
    expect(blind.complaints).toEqual([]);
  });

  it('are seen in space', async () => {
    await openPlanes();
    await page.keyboard.press('d');
    await page.getByRole('region', { name: 'In space' }).waitFor();
    await page.locator('[data-volume="complete"]').waitFor({ state: 'attached' });
    expect(open.complaints).toEqual([]);
  });

  it('of colours are seen slice by slice, and say why not in planes', async () => {
    await openFile('colours.nii');
    await page.locator('[data-shown="3"]').waitFor();
    await reads('topRight', 'rgb24');
    await page.keyboard.press('m');
    await page.getByText('Its images are in colour.').waitFor();
    expect(open.complaints).toEqual([]);
  });

  it('that do not say how they lie have no letters, and a badge', async () => {
    await openFile('unplaced.nii');
    await page.locator('[data-volume="complete"]').waitFor({ state: 'attached' });
    await page.getByText('Left and right unknown').waitFor();
    expect((await page.locator('[data-edge]').allTextContents()).join('')).toBe('');
  });

  it('that are damaged say so, and can be gone back from', async () => {
    await openFile('cut-off.nii.gz');
    await page.getByRole('alert').getByText('The NIfTI file cannot be read').waitFor();
    await page.getByRole('button', { name: 'Back' }).click();
    await page.waitForURL(study());
    expect(open.complaints).toEqual([]);
  });
});
