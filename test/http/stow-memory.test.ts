/** A large instance over HTTP, sent in pieces without a length: memory stays flat, whatever its size. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CreatedToken } from '../../src/contract/index.ts';
import { Dataset, tags } from '../../src/dicom/index.ts';
import { isocenterJson } from '../support/command-line.ts';
import { encodeFile } from '../support/corpus.ts';
import { type IsocenterServer, startIsocenter } from '../support/server.ts';

const MEGABYTE = 1024 * 1024;
const PIXEL_DATA = 600 * MEGABYTE;
const GROWTH_AT_MOST = 100 * MEGABYTE;
const [STUDY, INSTANCE] = ['2.25.930', '2.25.932'];
const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';

let server: IsocenterServer;
let token: string;

beforeAll(async () => {
  server = await startIsocenter();
  const create = ['token', 'create', 'modality', '--role', 'administrator'];
  token = (await isocenterJson<CreatedToken>(server, create)).token;
});
afterAll(() => server[Symbol.asyncDispose]());

/** A file up to the value of its pixel data, which announces `PIXEL_DATA` bytes. */
function head(sopInstanceUid: string): Uint8Array {
  const dataset = Dataset.of({
    ...{ SOPClassUID: SECONDARY_CAPTURE, SOPInstanceUID: sopInstanceUid, StudyInstanceUID: STUDY },
    ...{ SeriesInstanceUID: '2.25.931', PatientID: 'LARGE', Modality: 'OT', Rows: 1024, Columns: 1024 },
    ...{
      NumberOfFrames: PIXEL_DATA / MEGABYTE,
      SamplesPerPixel: 1,
      PhotometricInterpretation: 'MONOCHROME2',
    },
    ...{ BitsAllocated: 8, BitsStored: 8, HighBit: 7, PixelRepresentation: 0 },
  });
  dataset.set(tags.PixelData, 'OB', new Uint8Array(2));
  const file = encodeFile(dataset, SECONDARY_CAPTURE, sopInstanceUid).slice(0, -2);
  new DataView(file.buffer).setUint32(file.length - 4, PIXEL_DATA, true);
  return file;
}

function residentBytes(): number {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))!;
  return Number(kilobytes) * 1024;
}

/** @returns the most memory that the server had meanwhile, bytes. */
async function store(sopInstanceUid: string, pieces: number): Promise<number> {
  const boundary = 'large';
  const request = httpRequest({
    ...{ host: '127.0.0.1', port: server.httpPort, method: 'POST', path: '/dicom-web/studies' },
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}`,
      'transfer-encoding': 'chunked',
    },
  });
  const answered = once(request, 'response');
  let most = residentBytes();
  request.write(`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`);
  request.write(head(sopInstanceUid));
  const piece = Buffer.alloc(MEGABYTE, 0x5a);
  for (let at = 0; at < pieces; at++) {
    if (!request.write(piece)) await once(request, 'drain');
    most = Math.max(most, residentBytes());
  }
  request.end(`\r\n--${boundary}--\r\n`);
  const [response] = await answered;
  response.resume();
  expect(response.statusCode).toBe(pieces * MEGABYTE === PIXEL_DATA ? 200 : 409);
  return Math.max(most, residentBytes());
}

it('600 MB take less than 100 MB of memory, and come back whole', async () => {
  // What the first requests load and keep is no part of it: one that is cut off goes the same way.
  await store(`${INSTANCE}.1`, 32);
  const before = residentBytes();
  const most = await store(INSTANCE, PIXEL_DATA / MEGABYTE);
  expect(most - before).toBeLessThan(GROWTH_AT_MOST);
  const path = `/dicom-web/studies/${STUDY}/series/2.25.931/instances/${INSTANCE}/frames/${PIXEL_DATA / MEGABYTE}`;
  const headers = { authorization: `Bearer ${token}`, accept: 'application/octet-stream' };
  const frame = await fetch(`http://127.0.0.1:${server.httpPort}${path}`, { headers });
  expect(Buffer.from(await frame.arrayBuffer()).equals(Buffer.alloc(MEGABYTE, 0x5a))).toBe(true);
}, 300_000);
