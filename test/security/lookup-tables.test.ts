/** Look-up tables that are shorter than they say, at the HTTP door: an error, or the same picture every time. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PlainDataset } from '../../src/dicom/index.ts';
import { isocenterJson } from '../support/command-line.ts';
import { uid } from '../support/corpus.ts';
import { imageFile } from '../support/pixels.ts';
import { type IsocenterServer, startIsocenter } from '../support/server.ts';

const SIDE = 32;
const words = (count: number) => new Uint8Array(Uint16Array.from({ length: count }, (_, i) => i * 17).buffer);
const grey = new Uint8Array(Uint16Array.from({ length: SIDE * SIDE }, (_, i) => i * 4).buffer);
const indices = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => i);
const tableOf = (count: number, there: number, bits = 16) => ({
  ...{ LUTDescriptor: [count, 0, bits], LUTData: words(there), ModalityLUTType: 'US' },
});
const palette = (there: number): PlainDataset => {
  const descriptor = [256, 0, 16];
  const data = words(there);
  return {
    ...{ PhotometricInterpretation: 'PALETTE COLOR', BitsAllocated: 8, BitsStored: 8, HighBit: 7 },
    RedPaletteColorLookupTableDescriptor: descriptor,
    GreenPaletteColorLookupTableDescriptor: descriptor,
    BluePaletteColorLookupTableDescriptor: descriptor,
    RedPaletteColorLookupTableData: data,
    GreenPaletteColorLookupTableData: data,
    BluePaletteColorLookupTableData: data,
  };
};

let server: IsocenterServer;
let url = '';
let authorization = '';
beforeAll(async () => {
  server = await startIsocenter();
  url = `http://127.0.0.1:${server.httpPort}`;
  const create = ['token', 'create', 'admin', '--role', 'administrator'];
  authorization = `Bearer ${(await isocenterJson<{ token: string }>(server, create)).token}`;
}, 60_000);
afterAll(() => server?.stop());

async function store(file: Uint8Array): Promise<void> {
  const headers = { authorization, 'content-type': 'application/dicom' };
  const body = Buffer.from(file);
  expect((await fetch(`${url}/api/instances`, { method: 'POST', headers, body })).status).toBe(200);
}

async function rendered(number: number) {
  const place = `${uid(79, number)}/series/${uid(79, number, 1)}/instances/${uid(79, number, 1, 1)}`;
  const headers = { authorization, accept: 'image/png' };
  const response = await fetch(`${url}/dicom-web/studies/${place}/rendered`, { headers });
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()).toString('base64') };
}

const identity = (number: number) => ({
  SOPInstanceUID: uid(79, number, 1, 1),
  ...{ StudyInstanceUID: uid(79, number), SeriesInstanceUID: uid(79, number, 1) },
});

it.each<[string, PlainDataset, Uint8Array, boolean]>([
  ['a modality table', { ModalityLUTSequence: [tableOf(4096, 4096)] }, grey, true],
  ['a short modality table', { ModalityLUTSequence: [tableOf(4096, 16)] }, grey, false],
  ['a short table of the largest size', { ModalityLUTSequence: [tableOf(0, 16)] }, grey, false],
  ['an empty modality table', { ModalityLUTSequence: [tableOf(4096, 0)] }, grey, false],
  ['a VOI table', { VOILUTSequence: [tableOf(4096, 4096)] }, grey, true],
  ['a short VOI table', { VOILUTSequence: [tableOf(4096, 16)] }, grey, false],
  ['a VOI table of bytes that are too few', { VOILUTSequence: [tableOf(256, 10, 8)] }, grey, false],
  ['a palette', palette(256), indices, true],
  ['a short palette', palette(20), indices, false],
])('%s', async (name, elements, pixelData, isWhole) => {
  const number = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_000, 7);
  await store(imageFile({ ...elements, ...identity(number) }, pixelData));
  const first = await rendered(number);
  // Other pictures in between leave other bytes in memory.
  const noise = 1_000_000 + number;
  await store(
    imageFile(
      identity(noise),
      grey.map((byte, i) => byte ^ (i * 31)),
    ),
  );
  for (let i = 0; i < 4; i++) expect((await rendered(noise)).status).toBe(200);
  for (let i = 0; i < 3; i++) expect(await rendered(number)).toEqual(first);
  expect({ status: first.status, isPicture: first.status === 200 }).toMatchObject({ isPicture: isWhole });
  if (!isWhole) expect(first.status).toBeLessThan(500);
});
