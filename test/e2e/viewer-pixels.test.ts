/** Pixel truth: what the viewer draws of an image at its actual size is what our own decoder has of it, and what DCMTK makes of it. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PlainDataset, parseFile, tags } from '../../src/dicom/index.ts';
import { encodeFrame, pictureOf, readDisplay } from '../../src/pixels/index.ts';
import { showActualSize } from '../support/actual-size.ts';
import { drawnOn, largestDifferenceOn } from '../support/canvas.ts';
import { againInBrowser, hasChromium } from '../support/chromium.ts';
import { isocenter } from '../support/command-line.ts';
import { drawsWithDcmtk, pictureByDcmtk } from '../support/dcmtk-picture.ts';
import {
  bits,
  ct,
  elementsOf,
  framesOf,
  grey,
  grey8,
  mr,
  nativeFile,
  palette,
  ultrasound,
} from '../support/generated-images.ts';
import { lut, rough, soft } from '../support/look-up-tables.ts';
import { compressedFile, decodeAll } from '../support/pixels.ts';
import { sampleData } from '../support/sample-data.ts';
import { pieceOf } from '../support/sample-piece.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { type OpenPage, WebApp } from '../support/web-app.ts';

const window = (center: number, width: number): PlainDataset => ({
  WindowCenter: center,
  WindowWidth: width,
});
const ctWindow = { ...ct, ...window(-900, 40_000) };

const kinds: Readonly<Record<string, PlainDataset>> = {
  'CT, 16 bits signed': ctWindow,
  'a narrow window': { ...ct, ...window(-1_000, 800) },
  'MR, 12 bits': { ...mr, ...window(2_000, 3_000) },
  'MR with a slope that is no whole number': {
    ...mr,
    RescaleSlope: 0.25,
    RescaleIntercept: 3,
    ...window(500, 900),
  },
  'a window of exact values': { ...mr, ...window(2_000, 900), VOILUTFunction: 'LINEAR_EXACT' },
  'a window with soft ends': { ...mr, ...window(2_000, 900), VOILUTFunction: 'SIGMOID' },
  MONOCHROME1: { ...mr, PhotometricInterpretation: 'MONOCHROME1', ...window(2_000, 3_000) },
  'signed, 12 of 16 bits': { ...grey, ...bits(16, 12, true), ...window(0, 4_096) },
  'grey of 8 bits': { ...grey8, ...window(128, 256) },
  'greys of a table': { ...mr, VOILUTSequence: [lut(0, 12, soft(4_096, 4_095))] },
  'greys of a table of no order': { ...mr, VOILUTSequence: [lut(300, 8, rough(1_500, 255))] },
  'greys of a table, not of the window beside it': {
    ...mr,
    ...window(2_000, 300),
    VOILUTSequence: [lut(0, 16, soft(4_096, 65_535)), lut(0, 8, [0, 255])],
  },
  'greys of a table after a slope': { ...ct, VOILUTSequence: [lut(-1_500, 16, soft(3_000, 65_535))] },
  'greys of a table, MONOCHROME1': {
    ...mr,
    PhotometricInterpretation: 'MONOCHROME1',
    VOILUTSequence: [lut(0, 12, soft(4_096, 4_095))],
  },
  'greys of a table of 65,536 entries': {
    ...grey,
    ...bits(16, 16, false),
    VOILUTSequence: [lut(0, 16, soft(65_536, 65_535))],
  },
  'values of a table': {
    ...mr,
    ModalityLUTSequence: [lut(0, 16, soft(4_096, 65_535))],
    ...window(30_000, 40_000),
  },
  'values of a table of 8 bits that begins below 0': {
    ...grey,
    ...bits(16, 12, true),
    ModalityLUTSequence: [lut(-1_000, 8, rough(2_000, 255))],
    ...window(128, 256),
  },
  'values of a table of 65,536 entries': {
    ...grey,
    ...bits(16, 16, false),
    ModalityLUTSequence: [lut(0, 16, rough(65_536, 65_535))],
    ...window(32_768, 65_536),
  },
  'values of a table and greys of another': {
    ...mr,
    ModalityLUTSequence: [lut(0, 12, rough(4_096, 4_095))],
    VOILUTSequence: [lut(500, 12, soft(3_000, 4_095))],
  },
  'colours of a palette': palette(),
  'colours, 3 frames': ultrasound,
};

const encodings: Readonly<Record<string, string>> = {
  RLE: '1.2.840.10008.1.2.5',
  'JPEG-LS': '1.2.840.10008.1.2.4.80',
  'JPEG 2000': '1.2.840.10008.1.2.4.90',
  HTJ2K: '1.2.840.10008.1.2.4.201',
};

/** Of DCMTK: the window that the file asks for. Colours have none. */
const usual: readonly string[] = ['+Wi', '1'];

const byTable: readonly string[] = ['+Wl', '1'];

interface Case {
  readonly name: string;
  /** Of DCMTK; undefined where it cannot decode. */
  readonly options?: readonly string[] | undefined;
  file(seed: number): Promise<Uint8Array>;
}

/** What real devices put into tables, and how DCMTK is to show it. */
const samples: Readonly<Record<string, readonly string[]>> = {
  'modality/fo-dicom/GH133.dcm': byTable,
  'modality/fo-dicom/CR-ModalitySequenceLUT.dcm': ['+Wm'],
  'compressed/pydicom-data/mlut_18.dcm': ['+Wm'],
  'compressed/pydicom-data/vlut_04.dcm': byTable,
};
if (!sampleData) console.warn('No sample data: the viewer is not shown tables of real devices.');

const cases: readonly Case[] = [
  ...Object.entries(sampleData ? samples : {}).map(([path, options]) => ({
    name: `a piece of ${path}`,
    options,
    file: (seed: number) => pieceOf(path, seed),
  })),
  ...Object.entries(kinds).map(([name, kind]) => ({
    name,
    options: name.startsWith('colours') ? [] : name.includes('greys of') ? byTable : usual,
    file: async (seed: number) => nativeFile(kind, seed),
  })),
  ...Object.entries(encodings).flatMap(([encoding, syntax]) =>
    Object.entries({ CT: ctWindow, colours: ultrasound }).map(([name, kind]) => ({
      name: `${encoding}, ${name}`,
      options: encoding !== 'RLE' ? undefined : name === 'CT' ? usual : [],
      file: (seed: number) => {
        const dataset = elementsOf(kind, seed);
        return compressedFile(dataset, framesOf(dataset, seed), syntax, (frame) =>
          encodeFrame(frame, syntax),
        );
      },
    })),
  ),
];

/** Grey levels, of 256. */
const TOLERANCE = 1;
const SEED = 8_100;

if (!drawsWithDcmtk)
  console.warn('No dcmj2pnm: pictures of the viewer are not compared with those of DCMTK.');

let app: WebApp;
let open: OpenPage;

/** Guards against hangs, as that of all tests: without graphics hardware everything takes its time. */
const LONG_MS = 180_000;

describe.skipIf(!hasChromium)(
  'the picture of a stack at its actual size',
  { timeout: LONG_MS, ...againInBrowser },
  () => {
    const files: Uint8Array[] = [];

    beforeAll(async () => {
      app = await WebApp.open({ isEmpty: true, hasWebGl: true });
      using directory = new TemporaryDirectory();
      for (const [i, { file }] of cases.entries()) {
        files.push(await file(SEED + i));
        writeFileSync(directory.join(`${i}.dcm`), files[i]!);
      }
      expect((await isocenter(app.server, 'import', directory.path)).code).toBe(0);
      open = await app.visit('/studies');
      open.page.setDefaultTimeout(LONG_MS);
    });
    afterAll(() => app[Symbol.asyncDispose]());

    it.each(cases.map(({ name }, i) => ({ name, i })))('is true: $name', async ({ i }) => {
      const { dataset } = parseFile(files[i]!);
      const frames = await Array.fromAsync(decodeAll(files[i]!));
      const study = dataset.string(tags.StudyInstanceUID);
      for (const [at, frame] of frames.entries()) {
        await open.page.goto(`${app.site}/viewer/${study}?panes=-${at + 1}`);
        await open.page.locator(`[data-shown="${at + 1}"]`).waitFor();
        await showActualSize(open.page);
        const picture = pictureOf(frame, readDisplay(dataset, frame.image, at));
        const drawn = await drawnOn(open.page);
        expect(largestDifferenceOn(drawn, picture)).toBeLessThanOrEqual(TOLERANCE);
        const { options } = cases[i]!;
        if (!drawsWithDcmtk || !options) continue;
        const theirs = await pictureByDcmtk(files[i]!, [...options, '+F', String(at + 1)]);
        expect(largestDifferenceOn(drawn, theirs)).toBeLessThanOrEqual(TOLERANCE);
      }
      expect(open.complaints).toEqual([]);
    });
  },
);
