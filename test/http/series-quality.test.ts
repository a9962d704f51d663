/** Whether series are whole and good: what the API says of them, and the picture of all their images. */
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ResultFor } from '../../src/contract/index.ts';
import { uid } from '../support/corpus.ts';
import { ct, nativeFile } from '../support/generated-images.ts';
import { callerWith } from '../support/http-door.ts';
import { openRest, type RestServer } from '../support/rest-server.ts';
import { sampleData } from '../support/sample-data.ts';
import { describeWithPeer } from '../support/skip.ts';

const STUDY = uid(71, 1);
const [WHOLE, AGAIN] = [uid(71, 1, 1), uid(71, 1, 2)];

const asFinder = { authorization: 'Test finder' };

let server: RestServer;

beforeAll(async () => {
  server = await openRest({ finder: callerWith({ rights: new Set(['find']) }) });
});
afterAll(() => server[Symbol.asyncDispose]());

/** Slices of 3 mm at these places. */
async function take(series: string, depths: readonly number[]): Promise<void> {
  for (const [at, depth] of depths.entries()) {
    const elements = {
      ...{ StudyInstanceUID: STUDY, SeriesInstanceUID: series, SOPInstanceUID: `${series}.${at + 1}` },
      ...{ PatientID: 'QUALITY', SeriesNumber: series === WHOLE ? 4 : 5, InstanceNumber: at + 1 },
      ...{ SeriesDescription: 'Thorax 3.0', Modality: 'CT', ImagePositionPatient: [0, 0, depth] },
      ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    };
    const body = Buffer.from(nativeFile({ ...ct, ...elements }, 71));
    const headers = { 'content-type': 'application/dicom' };
    const stored = await server.fetch('/api/instances', { method: 'POST', headers, body });
    expect(stored.status, await stored.text()).toBe(200);
  }
}

async function qualityOf(series: string): Promise<ResultFor<'seriesQuality'>> {
  const response = await server.fetch(`/api/series/${series}/quality`);
  expect(response.status).toBe(200);
  return (await response.json()) as ResultFor<'seriesQuality'>;
}

it('tells slices, what is missing between them, and scans of the same kind', async () => {
  await take(WHOLE, [0, 3, 6, 9]);
  await take(AGAIN, [0, 3, 9, 12]);
  expect(await qualityOf(WHOLE)).toMatchObject({
    ...{ frames: 4, slices: 4, volumes: 1, missingSlices: 0, missingImages: 0, snr: null, tsnr: null },
    repeats: [{ seriesInstanceUid: AGAIN, seriesNumber: '5' }],
  });
  expect(await qualityOf(AGAIN)).toMatchObject({ frames: 4, missingSlices: 1 });
  // What comes later counts.
  await take(AGAIN, [0, 3, 9, 12, 6]);
  expect(await qualityOf(AGAIN)).toMatchObject({ frames: 5, missingSlices: 0 });
});

it('draws images from all over the series in one picture', async () => {
  const response = await server.fetch(`/api/series/${WHOLE}/mosaic`);
  expect(response.headers.get('content-type')).toBe('image/png');
  const { width, channels } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
  // Four side by side, with gaps of two pixels.
  expect(width).toBe(4 * 160 + 3 * 2);
  expect(channels).toBe(1);
});

it('says that there is no such series, and tells nothing to who may not look', async () => {
  for (const path of ['quality', 'mosaic']) {
    expect((await server.fetch(`/api/series/1.2.3/${path}`)).status).toBe(404);
    expect((await server.fetch(`/api/series/${WHOLE}/${path}`, { headers: asFinder })).status).toBe(403);
  }
});

describeWithPeer('the quality of real series', sampleData !== undefined, () => {
  it('has the noise over time that NumPy finds in the NIfTI files of others', async () => {
    const paths = [join(sampleData!, 'nifti_ref', 'dcm_qa_nih', 'In')];
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ paths });
    await (await server.fetch('/api/import', { method: 'POST', headers, body })).text();
    const asked = JSON.stringify({ level: 'series', match: { SeriesDescription: 'Axial EPI-FMRI*' } });
    const found = await server.fetch('/api/find', { method: 'POST', headers, body: asked });
    const { rows } = (await found.json()) as ResultFor<'find'>;
    const ratios = new Map<unknown, number | null>();
    for (const { SeriesNumber, SeriesInstanceUID } of rows) {
      const { slices, volumes, tsnr } = await qualityOf(String(SeriesInstanceUID));
      expect([slices, volumes]).toEqual([15, 10]);
      ratios.set(Number(SeriesNumber), tsnr);
    }
    // Mean over deviation of what a line through time leaves, the median above Otsu's threshold of the means, whose bins are not quite the same.
    const wanted = [4.1089, 3.4003, 2.861, 3.3026];
    for (const [i, ratio] of wanted.entries()) expect(ratios.get(4 + i)).toBeCloseTo(ratio, 2);
  });
});
