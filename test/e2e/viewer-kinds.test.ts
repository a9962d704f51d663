/** Images of every kind as scanners made them, and pictures that are not what they seem: letters, scales, badges. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenter } from '../support/command-line.ts';
import { Phantom, type PhantomTerms } from '../support/phantom.ts';
import { sampleData, samplePath } from '../support/sample-data.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { type OpenPage, WebApp } from '../support/web-app.ts';

/** Guards against hangs: without graphics hardware everything takes its time. */
const LONG_MS = 180_000;

if (sampleData === undefined) console.warn('No sample data: no images of real scanners are opened.');

/** What the elements of each file say, read with dcmdump. */
const real: readonly {
  readonly name: string;
  readonly path: string;
  /** Left, right, top, bottom; undefined where it does not say. */
  readonly letters?: string;
  /** Where its lengths are true; undefined where it has no scale. */
  readonly scale?: string | undefined;
  readonly badges?: readonly string[];
  readonly frames?: number;
}[] = [
  { name: 'CT', path: 'compressed/cornerstone-CT/CTImage.dcm', letters: 'R L A P', scale: 'cm' },
  { name: 'MR, sagittal', path: 'misc/dcmjs-dimse/ele.dcm', letters: 'A P H F', scale: 'cm' },
  {
    ...{ name: 'MR, oblique, JPEG 2000', path: 'compressed/pydicom-data/MR2_J2KI.dcm' },
    ...{ letters: 'AR PL H F', scale: 'cm', badges: ['Lossy 18 : 1'] },
  },
  {
    ...{ name: 'US in colour, a region, a film', path: 'core/pydicom/examples_ybr_color.dcm' },
    ...{ scale: 'cm in the region', badges: ['Lossy 19 : 1'], frames: 30 },
  },
  {
    ...{ name: 'MG', path: 'modality/fo-dicom/GH133.dcm' },
    ...{ letters: 'A P HR FL', scale: 'cm by estimated magnification' },
  },
  {
    ...{ name: 'CR', path: 'compressed/pydicom-data/RG3_J2KI.dcm' },
    ...{ letters: 'L R H F', badges: ['Lossy 30 : 1', 'No scale'] },
  },
  {
    ...{ name: 'DX', path: 'sr_seg_wsi/highdicom/dx_image.dcm' },
    ...{ letters: 'R L H F', scale: 'cm at the detector' },
  },
  {
    ...{ name: 'XA, a film', path: 'modality/fo-dicom/HasFragmentSequence.dcm' },
    ...{ badges: ['No scale'], frames: 96 },
  },
  {
    ...{ name: 'NM, several frames', path: 'modality/dcm4che/NM-MONO2-16-13x-heart' },
    ...{ scale: 'cm', frames: 13 },
  },
  { name: 'PET', path: 'modality/fo-dicom/GH610.dcm', letters: 'R L A P', scale: 'cm' },
  {
    ...{
      name: 'secondary capture, JPEG-LS',
      path: 'compressed/cornerstone-CT/TestPattern_JPEG-LS-NearLossless.dcm',
    },
    ...{ letters: 'R L A P', scale: 'cm', badges: ['Lossy 11.1 : 1'] },
  },
];

const plain: Omit<PhantomTerms, 'seed'> = {
  ...{ dimensions: [16, 16, 5], spacing: [1, 1, 3], origin: [0, 0, 0] },
  valueAt: (i, j, k) => i + j + k,
};
const made = (seed: number, terms: Partial<PhantomTerms> = {}) => new Phantom({ ...plain, seed, ...terms });

const doubtful: readonly { readonly badges: readonly string[]; readonly files: () => Uint8Array[] }[] = [
  { badges: ['Images missing (1)'], files: () => made(8_901).files().toSpliced(2, 1) },
  {
    badges: ['Several at one place (5)'],
    files: () => [...made(8_902).files(), ...made(8_902, { instances: 1 }).files()],
  },
  {
    badges: ['Uneven slices'],
    files: () => [
      ...made(8_903).files(),
      ...made(8_903, { instances: 1, origin: [0, 0, 1.2] })
        .files()
        .slice(0, 4),
    ],
  },
  {
    badges: ['Several orientations'],
    files: () => [
      ...made(8_904).files(),
      ...made(8_904, { instances: 1, elements: { ImageOrientationPatient: [1, 0, 0, 0, 0, -1] } }).files(),
    ],
  },
  {
    badges: ['Lossy 12 : 1', 'Pixels not square', 'De-identified', 'Text in the picture'],
    files: () =>
      made(8_905, {
        elements: {
          ...{ LossyImageCompression: '01', LossyImageCompressionRatio: 12, PixelAspectRatio: [2, 1] },
          ...{ PatientIdentityRemoved: 'YES', BurnedInAnnotation: 'YES' },
        },
      }).files(),
  },
];

let app: WebApp;
let open: OpenPage;
let page: Page;

async function opens(study: string): Promise<void> {
  await page.goto(`${app.site}/viewer/${study}`);
  await page.locator('[data-shown]').first().waitFor();
}

async function lettersSeen(): Promise<string | undefined> {
  const edges = page.locator('[data-edge]');
  if ((await edges.count()) === 0) return undefined;
  const letters = await Promise.all(
    ['left', 'right', 'top', 'bottom'].map((edge) => page.locator(`[data-edge="${edge}"]`).textContent()),
  );
  return letters.join(' ').trim() || undefined;
}

/** Without its length, which is what fits. */
async function scaleSeen(): Promise<string | undefined> {
  const bar = page.locator('[data-scale-bar]');
  if ((await bar.count()) === 0) return undefined;
  return (await bar.textContent())!.replace(/^[\d.]+ /, '').trim();
}

const badgesSeen = async () =>
  (
    await page
      .getByRole('list', { name: 'What to know of this picture' })
      .getByRole('button')
      .allTextContents()
  )
    // Whether a table of greys is applied is tried elsewhere.
    .filter((badge) => badge !== 'Other greys');

describe.skipIf(!hasChromium)('in the viewer', { timeout: LONG_MS, ...againInBrowser }, () => {
  beforeAll(async () => {
    app = await WebApp.open({ isEmpty: true, hasWebGl: true });
    using directory = new TemporaryDirectory();
    for (const [i, { files }] of doubtful.entries())
      for (const [k, file] of files().entries()) writeFileSync(directory.join(`${i}-${k}.dcm`), file);
    expect((await isocenter(app.server, 'import', directory.path)).code).toBe(0);
    open = await app.visit('/studies');
    page = open.page;
    page.setDefaultTimeout(LONG_MS);
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it.skipIf(sampleData === undefined).each(real)(
    'a real $name lies, measures and warns as its elements say',
    async ({ path, letters, scale, badges = [], frames }) => {
      const stored = await open.context.request.post(`${app.site}/api/instances`, {
        data: readFileSync(samplePath(path)),
        headers: { 'content-type': 'application/dicom', origin: app.site },
      });
      await opens(((await stored.json()) as { studyInstanceUid: string }).studyInstanceUid);
      expect({ letters: await lettersSeen(), scale: await scaleSeen(), badges: await badgesSeen() }).toEqual({
        ...{ letters, scale, badges },
      });
      if (frames !== undefined) {
        await page.getByText(`of ${frames}`).first().waitFor();
        await page.getByRole('button', { name: 'Play' }).waitFor();
      }
      expect(open.complaints).toEqual([]);
    },
  );

  it.each(doubtful)('a picture has badges, each with its reason: $badges', async ({ badges, files }) => {
    expect(files().length).toBeGreaterThan(0);
    const index = doubtful.findIndex((each) => each.badges === badges);
    await opens(made(8_901 + index).study);
    await expect.poll(badgesSeen, { timeout: LONG_MS }).toEqual(badges);
    await page.getByRole('button', { name: badges[0]! }).focus();
    await page.getByRole('tooltip').waitFor();
    expect(open.complaints).toEqual([]);
  });
});
