/** What is no stack of images, in a real browser: documents, reports, recordings, as clinics send them. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeOn } from '../support/axe.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenter } from '../support/command-line.ts';
import { uid } from '../support/corpus.ts';
import {
  clinicalDocumentFile,
  contentItem,
  ecgFile,
  edfOf,
  imageItem,
  measurement,
  objectFile,
  pdfFile,
  reportFile,
} from '../support/documents.ts';
import { ct, nativeFile } from '../support/generated-images.ts';
import { sampleData, samplePath } from '../support/sample-data.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { type OpenPage, WebApp } from '../support/web-app.ts';

const SEED = 8_700;
const [IMAGES, PDF, LETTER, REPORT, KEYS, ECG, CURVE, SEGMENTS] = [1, 2, 3, 4, 5, 6, 7, 8];
const image = uid(SEED, 1, IMAGES, 1);
/** Guards against hangs: without graphics hardware everything takes its time. */
const LONG_MS = 180_000;
const electrodes = ['Fp1', 'F7', 'T3', 'T5', 'O1', 'Fp2', 'F8', 'T4', 'T6', 'O2'];

const place = contentItem('SCOORD', 'Path', { GraphicType: 'POLYLINE', ContentSequence: [imageItem(image)] });
const files: Readonly<Record<string, Uint8Array>> = {
  'ct.dcm': nativeFile(ct, SEED),
  'letter.dcm': pdfFile(SEED, PDF, ['Dear colleague', 'Second page', 'Kind regards']),
  'cda.dcm': clinicalDocumentFile(
    SEED,
    LETTER,
    `<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><title>History</title><component><structuredBody>
      <component><section><title>Medication</title><text><list><item>Aspirin</item></list>
      <script>document.title = 'run'</script></text></section></component></structuredBody></component></ClinicalDocument>`,
  ),
  'report.dcm': reportFile(SEED, REPORT, {
    title: 'Chest CT Report',
    images: [image],
    content: [
      contentItem('CONTAINER', 'Findings', {
        ContentSequence: [
          contentItem('TEXT', 'Finding', { TextValue: 'A nodule of the left lung.' }),
          measurement('Length', '12.5', 'mm', [place]),
          measurement('Area', '98', 'mm2'),
        ],
      }),
    ],
    more: {
      ...{ CompletionFlag: 'COMPLETE', VerificationFlag: 'VERIFIED' },
      VerifyingObserverSequence: [
        {
          ...{ VerifyingObserverName: 'Weber^Eva', VerifyingOrganization: 'City Hospital' },
          VerificationDateTime: '20240501101500',
        },
      ],
    },
  }),
  'keys.dcm': reportFile(SEED, KEYS, {
    ...{ title: 'For Referring Provider', sopClass: '88.59', images: [image] },
    content: [
      contentItem('TEXT', 'Key Object Description', { TextValue: 'See the nodule.' }),
      imageItem(image),
    ],
  }),
  'ecg.dcm': ecgFile(SEED, ECG),
  'segments.dcm': objectFile(SEED, SEGMENTS, '66.4', {
    ...{ Modality: 'SEG', SeriesDescription: 'Organs', SegmentationType: 'BINARY' },
    ...{ Rows: 40, Columns: 48, BitsAllocated: 1, BitsStored: 1, HighBit: 0, SamplesPerPixel: 1 },
    ...{ PixelRepresentation: 0, PhotometricInterpretation: 'MONOCHROME2', NumberOfFrames: 1 },
    ReferencedSeriesSequence: [{ SeriesInstanceUID: uid(SEED, 1, IMAGES) }],
    SegmentSequence: [{ SegmentNumber: 1, SegmentLabel: 'Liver' }],
    PerFrameFunctionalGroupsSequence: [
      {
        SegmentIdentificationSequence: [{ ReferencedSegmentNumber: 1 }],
        DerivationImageSequence: [{ SourceImageSequence: [{ ReferencedSOPInstanceUID: image }] }],
      },
    ],
    // The upper half: 20 rows of 48 bits.
    PixelData: Uint8Array.from({ length: 240 }, (_, i) => (i < 120 ? 0xff : 0)),
  }),
  'curve.dcm': objectFile(SEED, CURVE, '67', {
    Modality: 'RWV',
    SeriesDescription: 'Mapping',
    Manufacturer: 'ACME',
  }),
};

let app: WebApp;
let open: OpenPage;
let page: Page;

const placeOf = (series: number) => `/viewer/${uid(SEED, 1)}?series=${uid(SEED, 1, series)}`;
/** A page that is loaded once and gone through takes a tenth of the time. */
const choose = async (series: string) => {
  if (!page.url().includes('/viewer/')) await page.goto(app.site + placeOf(IMAGES));
  await page.getByRole('navigation', { name: 'Series' }).getByText(series, { exact: true }).click();
};
const reads = (text: string | RegExp) => page.getByText(text, { exact: true }).first().waitFor();

/** Of what is drawn on the canvas: how many of its pixels are darker than paper and lines. */
const inkOn = (canvas: string): Promise<number> =>
  page.locator(canvas).first().evaluate(countInk) as Promise<number>;

/** Runs in the page. */
function countInk(element: unknown): number {
  const canvas = element as {
    width: number;
    height: number;
    getContext(kind: '2d'): {
      getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray };
    };
  };
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let i = 0; i < data.length; i += 4) if (data[i]! < 100 && data[i + 3]! > 0) count++;
  return count;
}

/** Runs in the page: how many pixels of the upper and of the lower half of a canvas are coloured. */
function colouredHalves(element: unknown): [number, number] {
  const canvas = element as {
    width: number;
    height: number;
    getContext(kind: '2d'): {
      getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray };
    };
  };
  const half = Math.floor(canvas.height / 2);
  const count = (top: number) => {
    const { data } = canvas.getContext('2d').getImageData(0, top, canvas.width, half);
    let coloured = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i]! > 0) coloured++;
    return coloured;
  };
  return [count(0), count(half)];
}

/** Runs in the page. */
const widthOf = (image: unknown): number => (image as { naturalWidth: number }).naturalWidth;

describe.skipIf(!hasChromium)('objects that are no images', { timeout: LONG_MS, ...againInBrowser }, () => {
  beforeAll(async () => {
    // All of this is drawn without WebGL, which takes a machine without graphics hardware many times as long.
    app = await WebApp.open({ isEmpty: true });
    using directory = new TemporaryDirectory();
    for (const [name, bytes] of Object.entries(files)) writeFileSync(directory.join(name), bytes);
    expect((await isocenter(app.server, 'import', directory.path)).code).toBe(0);
    open = await app.visit(placeOf(IMAGES));
    page = open.page;
    page.setDefaultTimeout(LONG_MS);
    await page.getByRole('alert').getByRole('button', { name: 'Close' }).click();
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it('shows a PDF: its pages, its words, near and far, and gives it to be saved', async () => {
    await choose('Letter');
    await reads('Dear colleague');
    await page.locator('[data-page="1"] [data-drawn="true"]').waitFor();
    expect(await inkOn('[data-page="1"] canvas')).toBeGreaterThan(500);
    await page.getByText('of 3', { exact: true }).waitFor();
    await page.getByRole('textbox', { name: 'Go to page' }).fill('3');
    await reads('Kind regards');
    expect(await axeOn(page)).toEqual([]);
    const width = async () => (await page.locator('[data-page="3"]').boundingBox())!.width;
    const before = await width();
    await page.getByRole('region', { name: 'Images' }).getByRole('button', { name: 'Larger' }).click();
    await expect.poll(async () => (await width()) / before).toBeCloseTo(1.25, 1);
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the PDF' }).click();
    expect((await saving).suggestedFilename()).toBe('Letter.pdf');
    expect(open.complaints).toEqual([]);
  });

  it('shows a clinical document as text, and runs nothing of it', async () => {
    await choose('History');
    await page.getByRole('heading', { name: 'Medication' }).waitFor();
    await page.getByRole('listitem').filter({ hasText: 'Aspirin' }).waitFor();
    expect(await page.title()).not.toBe('run');
    expect(open.complaints).toEqual([]);
  });

  it('shows a report to be read: who stands for it, what was measured, and leads to the image', async () => {
    await choose('Chest CT Report');
    await page.getByRole('heading', { name: 'Chest CT Report' }).waitFor();
    await reads('Verified');
    await reads('Verified by Weber, Eva, City Hospital, May 1, 2024 10:15');
    await reads('A nodule of the left lung.');
    await page.getByRole('row', { name: /Length 12.5 mm/ }).waitFor();
    await page.getByRole('row', { name: /Area 98 mm²/ }).waitFor();
    expect(await axeOn(page)).toEqual([]);
    await page
      .getByRole('row', { name: /Length/ })
      .getByRole('link')
      .click();
    await page.waitForURL(new RegExp(uid(SEED, 1, IMAGES)));
    await page.locator('[data-shown="1"]').waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Chest CT Report' }).waitFor();
  });

  it('shows the images that somebody chose', async () => {
    await choose('For Referring Provider');
    await page.getByRole('heading', { name: 'For Referring Provider' }).waitFor();
    await reads('See the nodule.');
    const picture = page.getByRole('link', { name: 'Image 1' }).getByRole('img');
    await expect.poll(() => picture.evaluate(widthOf)).toBeGreaterThan(0);
    expect(open.complaints).toEqual([]);
  });

  it('shows an ECG on its paper, in two layouts, filtered, and measures it', async () => {
    await choose('12-lead ECG');
    const paper = page.locator('[data-drawn="true"]');
    await paper.waitFor();
    expect(await inkOn('[data-drawn="true"] canvas')).toBeGreaterThan(1_000);
    const box = (await paper.boundingBox())!;
    // 250 mm are 10 s: a fiftieth of it are 200 ms, and five of those in the second.
    await page.mouse.move(box.x + 40, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + 40 + box.width / 50, box.y + 40, { steps: 4 });
    await page.mouse.up();
    await page.getByText(/^20[01] ms · 0 mV · (299|300) \/min$|^199 ms · 0 mV · 301 \/min$/).waitFor();
    await page.getByLabel('Mains').selectOption('50');
    await page.getByLabel('Layout').selectOption('rows');
    await page.getByLabel('Speed').selectOption('50');
    await page.locator('[data-at="0.00"]').waitFor();
    await paper.hover();
    await page.mouse.wheel(0, 100);
    await page.locator('[data-at="0.00"]').waitFor({ state: 'detached' });
    expect(await axeOn(page)).toEqual([]);
    expect(open.complaints).toEqual([]);
  });

  it('says what it cannot show, and leads to its elements and its file', async () => {
    await choose('Mapping');
    await page.getByRole('heading', { name: 'Real World Value Mapping' }).waitFor();
    await reads('ACME');
    expect(await page.getByRole('link', { name: 'DICOM file' }).getAttribute('href')).toContain(
      'accept=application/dicom',
    );
    await page.getByRole('link', { name: 'All elements' }).click();
    await page.waitForURL(/tab=elements/);
  });

  it('lays a segmentation over the images that it was made of, where it is, and takes it away again', async () => {
    await choose('Organs');
    await page.getByText('Liver').waitFor();
    await page.getByRole('link', { name: 'Show it over the images' }).click();
    await page.locator('[data-shown="1"] [data-overlays="1"]').waitFor();
    const canvas = page.locator('[data-overlays] canvas');
    await expect
      .poll(async () => {
        const [upper, lower] = (await canvas.evaluate(colouredHalves)) as [number, number];
        return upper > 10_000 && lower < upper / 100;
      })
      .toBe(true);
    await page.getByRole('button', { name: 'Over the images' }).click();
    await page.getByRole('checkbox', { name: 'Liver' }).click();
    await page.locator('[data-overlays="0"]').waitFor();
    expect(open.complaints).toEqual([]);
  });

  it('opens an EDF file of a study: its EEG, bipolar too, and what was noted in it', async () => {
    using directory = new TemporaryDirectory();
    writeFileSync(directory.join('night.edf'), edfOf(electrodes, 60, { at: 32.5, text: 'Eyes closed' }));
    const added = await isocenter(
      app.server,
      'files',
      'add',
      directory.join('night.edf'),
      '--study',
      uid(SEED, 1),
    );
    expect(added.code).toBe(0);
    await page.goto(`${app.site}/studies/${uid(SEED, 1)}?tab=files`);
    await page.getByRole('link', { name: 'night.edf' }).click();
    await page.getByRole('heading', { name: 'night.edf' }).waitFor();
    await page.locator('[data-drawn="true"]').waitFor();
    expect(await inkOn('[data-drawn="true"] canvas')).toBeGreaterThan(1_000);
    await page.getByLabel('Montage').selectOption('bipolar');
    await page.getByRole('slider', { name: 'Time' }).focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    await page.locator('[data-at="0.00"]').waitFor();
    expect(await axeOn(page)).toEqual([]);
    expect(open.complaints).toEqual([]);
  });

  it.skipIf(sampleData === undefined)('shows what others have made', async () => {
    const others = [
      ['misc/dcmjs-dimse/pdf.dcm', '[data-page="1"] [data-drawn="true"]'],
      ['core/pydicom/waveform_ecg.dcm', '[data-drawn="true"]'],
      ['core/pydicom/test-SR.dcm', 'article h2'],
      ['sr_seg_wsi/highdicom/sr_document_with_multiple_groups.dcm', 'article table'],
      ['video/h264_high41_mp4.dcm', 'video'],
    ] as const;
    for (const [path, sign] of others) {
      const stored = await open.context.request.post(`${app.site}/api/instances`, {
        data: readFileSync(samplePath(path)),
        headers: { 'content-type': 'application/dicom', origin: app.site },
      });
      const { studyInstanceUid } = (await stored.json()) as { studyInstanceUid: string };
      await page.goto(`${app.site}/viewer/${studyInstanceUid}`);
      await page.locator(sign).first().waitFor();
    }
    // Images that these speak of are not here, and a film has no picture that stands for it.
    expect(open.complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
  });
});
