/** More than anybody has, and names that nobody expects: nothing hangs, nothing is cut off or wider than the screen. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlainDataset } from '../../src/dicom/index.ts';
import { axeOn } from '../support/axe.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenter } from '../support/command-line.ts';
import { uid } from '../support/corpus.ts';
import { grey8, nativeFile } from '../support/generated-images.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { WebApp } from '../support/web-app.ts';

const SEED = 88_000;
const SERIES = 10_000;
const ACCOUNTS = 400;
/** More than one answer of the search holds. */
const STUDIES = 450;
/** Of their first; those of names come before. */
const STUDIES_SEED = SEED + 100;
/** Of a long list, those that are made before anybody scrolls; the first step is 60. */
const mostMade = 200;

const names = {
  long: `${'Wolfeschlegelsteinhausenbergerdorff'.repeat(8)}^Hubert Blaine`,
  rightToLeft: 'إبن سينا^أبو علي الحسين',
  chinese: 'Wang^XiaoDong=王^小東',
  japanese: 'Yamada^Tarou=山田^太郎=やまだ^たろう',
} as const;
const studyOfName = (at: number): string => uid(SEED + 1 + at, 1);
const study = uid(SEED, 1);

let app: WebApp;

/** 16 x 16 points. */
const image = (elements: PlainDataset, seed: number): Uint8Array =>
  nativeFile({ ...grey8, Rows: 16, Columns: 16, SpecificCharacterSet: 'ISO_IR 192', ...elements }, seed);

async function fill(): Promise<void> {
  using folder = new TemporaryDirectory('extremes');
  for (let at = 0; at < SERIES; at++)
    writeFileSync(
      folder.join(`${at}.dcm`),
      image(
        {
          ...{ SeriesInstanceUID: uid(SEED, 1, at + 1), SOPInstanceUID: uid(SEED, 1, at + 1, 1) },
          ...{ SeriesNumber: at + 1, SeriesDescription: `Series ${at + 1} of many`, Modality: 'MR' },
        },
        SEED,
      ),
    );
  for (const [at, name] of Object.values(names).entries())
    writeFileSync(
      folder.join(`name-${at}.dcm`),
      image(
        { PatientName: name, StudyDescription: `${name} `.repeat(3), PatientBirthDate: '19010203' },
        SEED + 1 + at,
      ),
    );
  for (let at = 0; at < STUDIES; at++)
    writeFileSync(
      folder.join(`study-${at}.dcm`),
      image(
        {
          // Of one patient: lists of people stay as short as they are.
          ...{ PatientID: 'CROWD', PatientName: 'Crowd', Modality: 'OT' },
          StudyDescription: `Study ${at} of very many`,
          StudyDate: String(20_000_101 + (at % 28)),
        },
        STUDIES_SEED + at,
      ),
    );
  const { code, stderr } = await isocenter(app.server, 'import', folder.path);
  expect({ code, stderr }).toMatchObject({ code: 0 });
}

describe.skipIf(!hasChromium)('what nobody expects', againInBrowser, () => {
  beforeAll(async () => {
    app = await WebApp.open({ isEmpty: true });
    await fill();
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it('are more series than anybody looks at: of all lists the beginning is made, and more as one comes there', async () => {
    await using open = await app.visit(`/studies/${study}`);
    const { page, complaints } = open;
    const cards = page.getByText(/^Series \d+ of many$/);
    await cards.first().waitFor();
    expect(await cards.count()).toBeLessThan(mostMade);
    const before = await cards.count();
    await cards.last().scrollIntoViewIfNeeded();
    await expect.poll(() => cards.count()).toBeGreaterThan(before);

    await page.goto(`${app.site}/viewer/${study}`);
    const strip = page.getByRole('navigation').getByRole('button');
    await strip.first().waitFor();
    expect(await strip.count()).toBeLessThan(mostMade);
    const inStrip = await strip.count();
    await strip.last().scrollIntoViewIfNeeded();
    await expect.poll(() => strip.count()).toBeGreaterThan(inStrip);
    expect(complaints).toEqual([]);
  });

  it('are more studies than one answer holds: rows are made for what is seen, and more come as one goes there', {
    timeout: 240_000,
  }, async () => {
    await using open = await app.visit('/studies?q=crowd');
    const { page, complaints } = open;
    const grid = page.getByRole('grid');
    const rows = grid.getByRole('row');
    await rows.nth(1).waitFor();
    expect(await rows.count()).toBeLessThan(mostMade);
    const last = grid.locator(`[aria-rowindex="${STUDIES + 1}"]`);
    const goOn = async () => {
      await grid.evaluate((frame: { scrollBy(x: number, y: number): void }) => frame.scrollBy(0, 2_000));
      return last.filter({ hasText: /Study \d+ of very many/ }).count();
    };
    await expect.poll(goOn, { timeout: 200_000 }).toBe(1);
    expect(await rows.count()).toBeLessThan(mostMade);
    await page.getByText(`${STUDIES} studies`).first().waitFor();
    expect(complaints).toEqual([]);
  });

  it('are names that are long, or written in other scripts', { timeout: 240_000 }, async () => {
    for (const view of [
      { colorScheme: 'light', size: 'phone' },
      { colorScheme: 'dark', size: 'desk' },
    ] as const) {
      await using open = await app.visit('/', view);
      const { page, complaints } = open;
      for (const path of [
        '/',
        '/people',
        '/studies',
        ...Object.keys(names).map((_, at) => `/studies/${studyOfName(at)}`),
      ]) {
        await page.goto(`${app.site}${path}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.waitForLoadState('networkidle');
        const isTooWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
        expect({ path, view, isTooWide }).toEqual({ path, view, isTooWide: false });
        expect({ path, view, found: await axeOn(page) }).toEqual({ path, view, found: [] });
      }
      await page.goto(`${app.site}/people`);
      await page.getByRole('link', { name: /إبن سينا/ }).click();
      await page.getByRole('heading', { level: 1, name: /إبن سينا/ }).waitFor();
      expect(complaints).toEqual([]);
    }
  });

  it('are more accounts than there are in a hospital', async () => {
    await using open = await app.visit('/admin/accounts');
    const { page, complaints } = open;
    await page.getByRole('link', { name: 'ada', exact: true }).waitFor();
    const failed = await page.evaluate<number>(`Promise.all(
      Array.from({ length: ${ACCOUNTS} }, (_, at) =>
        fetch('/api/users', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ name: 'reader' + String(at).padStart(5, '0') }),
        }),
      ),
    ).then((answers) => answers.filter(({ ok }) => !ok).length)`);
    expect(failed).toBe(0);
    await page.reload();
    const rows = page.getByRole('row');
    await page.getByRole('link', { name: 'reader00000' }).waitFor();
    expect(await rows.count()).toBeLessThan(mostMade);
    await page.getByRole('searchbox').fill(`reader${String(ACCOUNTS - 1).padStart(5, '0')}`);
    await page.getByRole('link', { name: `reader${String(ACCOUNTS - 1).padStart(5, '0')}` }).waitFor();
    await expect.poll(() => rows.count()).toBe(2);
    expect(complaints).toEqual([]);
  });
});
