/** Whether a series is whole and good, as its study shows it, in a real browser. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { uid } from '../support/corpus.ts';
import { ct, nativeFile } from '../support/generated-images.ts';
import { expectGood } from '../support/good-page.ts';
import { WebApp } from '../support/web-app.ts';
import { sendFiles } from './damaged.ts';

const STUDY = uid(81, 1);
let app: WebApp;

/** One slice of a series that was made twice, the second time without the third slice. */
function slice(series: number, at: number): Uint8Array {
  const place = { ImagePositionPatient: [0, 0, 3 * at], ImageOrientationPatient: [1, 0, 0, 0, 1, 0] };
  const elements = {
    ...{ StudyInstanceUID: STUDY, SeriesInstanceUID: uid(81, 1, series), PatientID: 'QUALITY' },
    ...{ SOPInstanceUID: uid(81, 1, series, at), SeriesNumber: series, InstanceNumber: at },
    ...{ SeriesDescription: 'Thorax 3.0', Modality: 'CT', ...place },
  };
  return nativeFile({ ...ct, ...elements }, 80 + at);
}

describe.skipIf(!hasChromium)('the quality of a series', { timeout: 120_000, ...againInBrowser }, () => {
  beforeAll(async () => {
    app = await WebApp.open({ isEmpty: true });
    const whole = [1, 2, 3, 4, 5, 6].map((at) => slice(1, at));
    const cut = [1, 2, 4, 5, 6].map((at) => slice(2, at));
    await sendFiles(app.server, [...whole, ...cut]);
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it.each([
    { colorScheme: 'light', size: 'desk' },
    { colorScheme: 'dark', size: 'phone' },
  ] as const)('is a picture of all of it, and what is missing: %j', async (view) => {
    await using open = await app.visit(`/studies/${STUDY}`, view);
    const { page } = open;
    const buttons = page.getByRole('button', { name: 'Quality: Thorax 3.0' });
    await buttons.nth(1).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('There is room for one slice between the others.').waitFor();
    const mosaic = dialog.getByRole('img', { name: 'Images from all over the series' });
    await mosaic.waitFor();
    expect(
      await mosaic.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
    ).toBe(5 * 160 + 4 * 2);
    await expectGood(open, 'the quality of a series');
    // Scans with the same name lead to each other.
    await dialog.getByRole('link', { name: 'No. 1' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(page.url()).toContain(uid(81, 1, 1));
    expect(open.complaints).toEqual([]);
  });

  it('says so in German, and that nothing is missing where nothing is', async () => {
    await using open = await app.visit(`/studies/${STUDY}`, { locale: 'de-DE' });
    const { page } = open;
    await page.getByRole('button', { name: 'Qualität: Thorax 3.0' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Schichten', { exact: true }).waitFor();
    expect(await dialog.getByText('Etwas scheint zu fehlen').count()).toBe(0);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(open.complaints).toEqual([]);
  });
});
