/** Cornerstone's image loader, in a real browser, on a real server: every image as our own decoder has it. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreatedToken } from '../../src/contract/index.ts';
import { type Dataset, parseFile, tags } from '../../src/dicom/index.ts';
import { cellsOf, sampleReader } from '../../src/pixels/display/stored-values.ts';
import { type Frame, pictureOf, readDisplay } from '../../src/pixels/index.ts';
import { hasChromium, openChromium } from '../support/chromium.ts';
import { isocenterJson } from '../support/command-line.ts';
import {
  type BundledFiles,
  bundleCornerstone,
  CornerstonePage,
  type ViewerOptions,
} from '../support/cornerstone.ts';
import { multipartOf } from '../support/multipart.ts';
import { decodeAll, largestDifference } from '../support/pixels.ts';
import { findProgram } from '../support/processes.ts';
import { type IsocenterServer, startIsocenter } from '../support/server.ts';
import { describeWithPeer } from '../support/skip.ts';
import {
  dcmtkEncoders,
  dcmtkImages,
  jpegBaselineImages,
  jpegExtendedImages,
  losslessImages,
  nativeImages,
  type ViewerImage,
} from '../support/viewer-images.ts';

const hasDcmtkEncoders = dcmtkEncoders.every((program) => findProgram(program) !== undefined);

/** An image that the server has. */
interface Stored {
  readonly file: Uint8Array;
  readonly dataset: Dataset;
  /** Paths below the root. */
  readonly series: string;
  readonly instance: string;
  /** As it is asked for by WADO-URI. */
  readonly query: string;
}

function described(file: Uint8Array): Stored {
  const { dataset } = parseFile(file);
  const [study, series, instance] = [tags.StudyInstanceUID, tags.SeriesInstanceUID, tags.SOPInstanceUID].map(
    (tag) => dataset.string(tag),
  );
  const seriesPath = `/studies/${study}/series/${series}`;
  return {
    file,
    dataset,
    series: seriesPath,
    instance: `${seriesPath}/instances/${instance}`,
    query: `requestType=WADO&studyUID=${study}&seriesUID=${series}&objectUID=${instance}&contentType=application/dicom`,
  };
}

/** How a viewer may name a frame, counted from 1. */
const waysOf = (root: string, { instance, query }: Stored, frame: number): string[] => [
  `wadors:${root}${instance}/frames/${frame}`,
  `wadouri:${root}/wado?${query}&transferSyntax=*&frame=${frame}`,
  `wadouri:${root}/wado?${query}&frame=${frame}`,
];

/** Samples as Cornerstone gives them: grey ones after slope and intercept, colours in RGB. */
function expectedSamples(frame: Frame, dataset: Dataset): ArrayLike<number> {
  const display = readDisplay(dataset, frame.image, 0);
  if (frame.image.samplesPerPixel === 3 || display.palette) return pictureOf(frame, display).pixels;
  const sample = sampleReader(frame);
  const [slope, intercept] = [
    dataset.number(tags.RescaleSlope) ?? 1,
    dataset.number(tags.RescaleIntercept) ?? 0,
  ];
  return Float64Array.from(cellsOf(frame), (cell) => sample(cell) * slope + intercept);
}

/** Which of its two ways to keep metadata the loader uses: they have parsers and shortcomings of their own. */
const providers = ['current', 'legacy'] as const;
type Provider = (typeof providers)[number];

/** What the loader cannot do whoever the server is, and why. */
const beyondTheLoader: readonly { image: string; way: RegExp; provider: Provider; why: string }[] = [
  {
    ...{ image: 'CT, deflated', way: /transferSyntax=\*/, provider: 'current' },
    why: 'its parser of files does not inflate',
  },
  {
    ...{ image: 'colours of a palette', way: /^wadors:/, provider: 'legacy' },
    why: 'it takes tables as lists of numbers, which DICOM JSON has as bytes (PS3.18 F.2.2)',
  },
];
const canShow = (image: string, way: string, provider: Provider): boolean =>
  !beyondTheLoader.some((each) => each.image === image && each.way.test(way) && each.provider === provider);

/** Browsers decode JPEG in colour themselves. */
const BROWSER_TOLERANCE = 1;
/** The loader computes 12-bit JPEG with the precision of 8 bits: steps of 16. */
const JPEG_12_BIT_TOLERANCE = 16;

describeWithPeer(
  "Cornerstone's image loader",
  hasChromium,
  () => {
    let server: IsocenterServer;
    let root: string;
    let token: string;
    let chromium: Browser;
    let bundle: BundledFiles;
    const viewers = new Map<Provider, CornerstonePage>();
    let seed = 700;

    beforeAll(async () => {
      [server, chromium, bundle] = await Promise.all([startIsocenter(), openChromium(), bundleCornerstone()]);
      root = `http://127.0.0.1:${server.httpPort}/dicom-web`;
      token = await tokenOf('everything', '--role', 'administrator');
      for (const provider of providers) {
        const viewer = await CornerstonePage.open(
          chromium,
          bundle,
          new URL(root).origin,
          as(provider, token),
        );
        viewers.set(provider, viewer);
      }
    }, 120_000);
    afterAll(async () => {
      await chromium?.close();
      await server?.stop();
    });

    const tokenOf = async (...args: string[]) =>
      (await isocenterJson<CreatedToken>(server, ['token', 'create', ...args])).token;

    const as = (provider: Provider, someToken?: string): ViewerOptions => ({
      ...(someToken !== undefined && { token: someToken }),
      useLegacyMetadataProvider: provider === 'legacy',
    });

    async function store(images: readonly ViewerImage[]): Promise<Map<string, Stored>> {
      const stored = new Map<string, Stored>();
      for (const { name, file } of images) stored.set(name, described(await file(seed++)));
      const parts = [...stored.values()].map(({ file }) => ({ type: 'application/dicom', body: file }));
      const { boundary, body } = multipartOf(parts);
      const type = `multipart/related; type="application/dicom"; boundary=${boundary}`;
      const headers = { authorization: `Bearer ${token}`, 'content-type': type };
      const request = { method: 'POST', headers, body: new Uint8Array(body) };
      const response = await fetch(`${root}/studies`, request);
      expect(response.status, await response.text()).toBe(200);
      return stored;
    }

    /** @param tolerance largest difference of a sample */
    function shows(images: readonly ViewerImage[], tolerance: number): void {
      let stored: Map<string, Stored>;
      beforeAll(async () => {
        stored = await store(images);
      });
      const cases = images.flatMap(({ name }) => providers.map((provider) => ({ name, provider })));

      it.each(cases)('$name, $provider metadata', async ({ name, provider }) => {
        const image = stored.get(name)!;
        const viewer = viewers.get(provider)!;
        expect(await viewer.register(root + image.series)).toBe(200);
        const frames = await Array.fromAsync(decodeAll(image.file));
        expect(frames).toHaveLength(image.dataset.number(tags.NumberOfFrames) ?? 1);
        for (const [i, frame] of frames.entries()) {
          const expected = expectedSamples(frame, image.dataset);
          const ways = waysOf(root, image, i + 1).filter((way) => canShow(name, way, provider));
          const shown = await Promise.all(ways.map((way) => viewer.load(way)));
          for (const [at, { samples, ...failure }] of shown.entries()) {
            expect(failure, ways[at]).toEqual({});
            expect(largestDifference(samples!, expected), ways[at]).toBeLessThanOrEqual(tolerance);
          }
        }
      });
    }

    describe('shows what is not compressed', () => shows(nativeImages, 0));
    describe('shows what is compressed without a loss', () => shows(losslessImages, 0));
    describe('shows JPEG', () => shows(jpegBaselineImages, BROWSER_TOLERANCE));
    describeWithPeer(
      'shows what DCMTK compresses',
      hasDcmtkEncoders,
      () => {
        shows(dcmtkImages, 0);
        shows(jpegExtendedImages, JPEG_12_BIT_TOLERANCE);
      },
      dcmtkEncoders.join(' and '),
    );

    it.each(providers)('shows what streams, and a file by its path (%s metadata)', async (provider) => {
      const viewer = viewers.get(provider)!;
      const coded = losslessImages.find(({ name }) => name === 'HTJ2K, CT')!;
      const [image] = [...(await store([coded])).values()] as [Stored];
      const [frame] = (await Array.fromAsync(decodeAll(image.file))) as [Frame];
      const expected = expectedSamples(frame, image.dataset);
      await viewer.register(root + image.series);
      const [streamed, file] = await Promise.all([
        viewer.load(`wadors:${root}${image.instance}/frames/1`, { streaming: true }),
        viewer.load(`wadouri:${root}${image.instance}?accept=application/dicom;transfer-syntax=*`),
      ]);
      for (const { samples, ...failure } of [streamed, file]) {
        expect(failure).toEqual({});
        expect(largestDifference(samples!, expected)).toBe(0);
      }
    });

    describe('lets a token see', () => {
      let mine: Stored;
      let other: Stored;
      beforeAll(async () => {
        [mine, other] = [...(await store(nativeImages.slice(0, 2))).values()] as [Stored, Stored];
      });

      it.each(providers)('its study, and no other (%s metadata)', async (provider) => {
        const study = mine.dataset.string(tags.StudyInstanceUID)!;
        const limited = await tokenOf(`limited, ${provider}`, '--role', 'viewer', '--study', study);
        const viewer = viewers.get(provider)!;
        await viewer.start(as(provider, limited));
        expect(await viewer.register(root + mine.series)).toBe(200);
        // What it may not see does not exist.
        expect(await viewer.register(root + other.series)).toBe(404);
        for (const way of waysOf(root, mine, 1))
          expect(await viewer.load(way), way).toHaveProperty('samples');
        for (const way of waysOf(root, other, 1))
          expect(await viewer.load(way), way).toMatchObject({ status: 404 });
      });

      it.each(providers)('nothing, without one or with a wrong one (%s metadata)', async (provider) => {
        const viewer = viewers.get(provider)!;
        for (const wrong of [undefined, 'isocenter_wrong']) {
          await viewer.start(as(provider, wrong));
          expect(await viewer.register(root + mine.series)).toBe(401);
          for (const way of waysOf(root, mine, 1))
            expect(await viewer.load(way), way).toMatchObject({ status: 401 });
        }
      });
    });

    it('asks nobody but the server, and decodes by its own codecs', () => {
      for (const viewer of viewers.values()) {
        expect(viewer.strayRequests).toEqual([]);
        const used = [...viewer.filesUsed].join();
        for (const codec of ['charlswasm', 'libjpegturbowasm', 'openjpegwasm', 'openjphjs'])
          expect(used).toMatch(new RegExp(`${codec}[^,]*[.]wasm`));
      }
    });
  },
  '/usr/bin/chromium',
);
