import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromJson, type JsonDataset, parseFile, tags } from '../../src/dicom/index.ts';
import {
  type CorpusInstance,
  type CorpusShape,
  corpus,
  corpusInstance,
  transferSyntaxes,
} from '../support/corpus.ts';
import { type DicomWebServer, openDicomWeb } from '../support/dicom-web-server.ts';
import { callerWith } from '../support/http-door.ts';
import { dataSetOf, partsOf } from '../support/multipart.ts';
import { sha256 } from '../support/pixels.ts';
import { encodeDataSet } from '../support/sender.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const shape: CorpusShape = { kind: 'mr', studies: 2, seriesPerStudy: 2, instancesPerSeries: 3 };
const implicit: CorpusShape = {
  kind: 'tiny',
  studies: 1,
  instancesPerSeries: 2,
  seed: 2,
  transferSyntaxUid: transferSyntaxes.implicitVrLittleEndian,
  override: () => ({ EncapsulatedDocument: new Uint8Array(3_000_000).map((_, at) => at % 251) }),
};
const bigEndian: CorpusShape = {
  kind: 'mr',
  studies: 1,
  instancesPerSeries: 1,
  seed: 3,
  transferSyntaxUid: transferSyntaxes.explicitVrBigEndian,
};
const large: CorpusShape = {
  kind: 'tiny',
  studies: 1,
  instancesPerSeries: 1,
  seed: 4,
  override: () => ({ EncapsulatedDocument: new Uint8Array(5_000_001).map((_, at) => at % 249) }),
};
const at = (study: number, series = 0, instance = 0) => corpusInstance(shape, { study, series, instance });
const only = (one: CorpusShape) => corpusInstance(one, { study: 0, series: 0, instance: 0 });

let server: DicomWebServer;

beforeAll(async () => {
  const { studyInstanceUid } = at(1);
  server = await openDicomWeb({
    guest: callerWith({ scope: { kind: 'rules', rules: [{ studyInstanceUid }] } }),
    finder: callerWith({ rights: new Set(['find']) }),
  });
  for (const each of [shape, implicit, bigEndian, large]) await server.store(corpus(each));
});
afterAll(() => server[Symbol.asyncDispose]());

const pathOf = ({ studyInstanceUid, seriesInstanceUid, sopInstanceUid }: CorpusInstance) =>
  `/studies/${studyInstanceUid}/series/${seriesInstanceUid}/instances/${sopInstanceUid}`;
const seriesPath = (instance: CorpusInstance) => pathOf(instance).replace(/\/instances.*/, '');
const studyPath = (instance: CorpusInstance) => pathOf(instance).replace(/\/series.*/, '');
/** Prints the SHA-256 of the data set of each file in a zip; another program's reader of zips. */
const UNZIP = `
import hashlib, struct, sys, zipfile
for member in zipfile.ZipFile(sys.argv[1]).infolist():
    data = zipfile.ZipFile(sys.argv[1]).read(member)
    meta = struct.unpack('<I', data[140:144])[0]
    print(hashlib.sha256(data[144 + meta:]).hexdigest())
`;
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());
const asFile = { accept: 'application/dicom; transfer-syntax=*' };
const asParts = { accept: 'multipart/related; type="application/dicom"; transfer-syntax=*' };

describe('instances', () => {
  it('of a study come as they were sent, in the order of their numbers, with a length', async () => {
    const response = await server.get(studyPath(at(0)), asParts);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(
      /^multipart\/related; type="application\/dicom"; boundary=/,
    );
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(6 * 30_000);
    const parts = await partsOf(response);
    const sent = [...corpus({ ...shape, studies: 1 })];
    expect(parts).toHaveLength(sent.length);
    for (const [index, { headers, body }] of parts.entries()) {
      expect(headers.get('content-type')).toBe(
        `application/dicom; transfer-syntax=${transferSyntaxes.explicitVrLittleEndian}`,
      );
      expect(Buffer.compare(dataSetOf(body), encodeDataSet(sent[index]!))).toBe(0);
    }
  });

  it('of a series, and one alone', async () => {
    expect(await partsOf(await server.get(seriesPath(at(0, 1)), asParts))).toHaveLength(3);
    const [part, ...others] = await partsOf(await server.get(pathOf(at(0, 1, 2))));
    expect(others).toEqual([]);
    expect(parseFile(part!.body).dataset.string(tags.SOPInstanceUID)).toBe(at(0, 1, 2).sopInstanceUid);
  });

  it('as a file of its own tells nothing of who sent it', async () => {
    const response = await server.get(pathOf(at(0)), asFile);
    expect(response.headers.get('content-type')).toBe(
      'application/dicom; transfer-syntax=1.2.840.10008.1.2.1',
    );
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="${at(0).sopInstanceUid}.dcm"`,
    );
    const { meta, dataset } = parseFile(new Uint8Array(await response.arrayBuffer()));
    expect(meta.has(tags.SendingApplicationEntityTitle)).toBe(false);
    expect(meta.has(tags.PrivateInformation)).toBe(false);
    expect(meta.string(tags.MediaStorageSOPInstanceUID)).toBe(at(0).sopInstanceUid);
    expect(dataset.string(tags.PatientID)).toBe(at(0).patientId);
  });

  it.each([
    ['a study', studyPath, 6],
    ['a series', seriesPath, 3],
  ])('%s as a zip of the files as they are stored', async (_name, path, count) => {
    const response = await server.get(path(at(0)), { accept: 'application/zip' });
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[0-9.]+\.zip"/);
    using directory = new TemporaryDirectory();
    const zip = directory.join('answer.zip');
    writeFileSync(zip, Buffer.from(await response.arrayBuffer()));
    const files = execFileSync('python3', ['-c', UNZIP, zip], { maxBuffer: 64 * 1024 * 1024 });
    expect(files.toString().trim().split('\n')).toHaveLength(count);
    const sums = [...corpus({ ...shape, studies: 1 })].map((sent) => sha256(encodeDataSet(sent)));
    for (const sum of files.toString().trim().split('\n')) expect(sums).toContain(sum);
  });

  it('as a zip: of nothing, and of what may not be seen, there is none', async () => {
    const zip = { accept: 'application/zip' };
    expect((await server.get('/studies/1.2.3', zip)).status).toBe(404);
    expect((await server.get(studyPath(at(0)), { ...zip, authorization: 'Test guest' })).status).toBe(404);
    expect((await server.get(pathOf(at(0)), zip)).status).toBe(406);
  });

  it('in byte ranges of the file, across what stands in front of the data set', async () => {
    const file = await bytesOf(await server.get(pathOf(at(0)), asFile));
    for (const [from, to] of [
      [0, 99],
      [100, 1_999],
      [5_000, 5_999],
      [0, file.length - 1],
    ] as const) {
      const response = await server.get(pathOf(at(0)), { ...asFile, range: `bytes=${from}-${to}` });
      expect(response.status).toBe(206);
      expect(response.headers.get('content-range')).toBe(`bytes ${from}-${to}/${file.length}`);
      expect((await bytesOf(response)).equals(file.subarray(from, to + 1))).toBe(true);
    }
    const beyond = await server.get(pathOf(at(0)), { ...asFile, range: `bytes=${file.length}-` });
    expect(beyond.status).toBe(416);
  });

  it('larger than what is read at once come in chunks, whole', async () => {
    const response = await server.get(pathOf(only(large)), asFile);
    const file = new Uint8Array(await response.arrayBuffer());
    expect(Number(response.headers.get('content-length'))).toBe(file.length);
    expect(Buffer.compare(dataSetOf(file), encodeDataSet(only(large)))).toBe(0);
    const [part] = await partsOf(await server.get(studyPath(only(large)), asParts));
    expect(Buffer.compare(part!.body, file)).toBe(0);
  });

  it('without a transfer syntax asked for come in explicit VR little endian', async () => {
    for (const stored of [only(implicit), only(bigEndian)]) {
      const response = await server.get(pathOf(stored), { accept: 'application/dicom' });
      const file = parseFile(new Uint8Array(await response.arrayBuffer()));
      expect(file.transferSyntaxUid).toBe(transferSyntaxes.explicitVrLittleEndian);
      expect(file.dataset.string(tags.PatientID)).toBe(stored.patientId);
    }
  });

  it('come in a transfer syntax that was asked for, or are refused with the one that there is', async () => {
    const asked = await server.get(pathOf(at(0)), {
      accept: 'application/dicom; transfer-syntax=1.2.840.10008.1.2',
    });
    expect(parseFile(new Uint8Array(await asked.arrayBuffer())).transferSyntaxUid).toBe('1.2.840.10008.1.2');
    const refused = await server.get(pathOf(at(0)), {
      accept: 'application/dicom; transfer-syntax=1.2.840.10008.1.2.4.50',
    });
    expect(refused.status).toBe(406);
    expect(await refused.json()).toMatchObject({
      code: 'http/not-acceptable',
      params: { offered: 'application/dicom; transfer-syntax=1.2.840.10008.1.2.1' },
    });
    expect((await server.get(studyPath(at(0)), { accept: 'application/dicom' })).status).toBe(406);
  });
});

describe('metadata', () => {
  it('is everything but bulk data', async () => {
    const rows = await server.json(`${seriesPath(at(0))}/metadata`);
    expect(rows).toHaveLength(3);
    const [json] = rows;
    expect(json!['7FE00010']).toEqual({
      vr: 'OW',
      BulkDataURI: `${server.root}${pathOf(at(0))}/bulkdata/7FE00010`,
    });
    expect(json!['00083002']).toEqual({ vr: 'UI', Value: [transferSyntaxes.explicitVrLittleEndian] });
    const { '7FE00010': _pixels, ...rest } = json!;
    const dataset = fromJson(rest);
    for (const element of at(0).dataset) {
      if (element.tag === tags.PixelData) continue;
      expect(dataset.strings(element.tag), element.tag.toString(16)).toEqual(
        at(0).dataset.strings(element.tag),
      );
    }
    expect(await server.json(`${studyPath(at(0))}/metadata`)).toHaveLength(6);
    expect(await server.json(`${pathOf(at(0, 1, 1))}/metadata`)).toHaveLength(1);
  });

  it('names long values by reference', async () => {
    const [json] = await server.json(`${pathOf(only(large))}/metadata`);
    expect(json!['00420011']).toEqual({
      vr: 'OB',
      BulkDataURI: `${server.root}${pathOf(only(large))}/bulkdata/00420011`,
    });
  });
});

describe('bulk data', () => {
  const pixels = (instance: CorpusInstance) => Buffer.from(instance.dataset.bytes(tags.PixelData)!);
  const asBytes = { accept: 'application/octet-stream' };
  const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

  it('is one part, or plain bytes where those are asked for', async () => {
    const path = `${pathOf(at(0))}/bulkdata/7FE00010`;
    const [part] = await partsOf(await server.get(path));
    expect(part!.headers.get('content-type')).toBe('application/octet-stream');
    expect(Buffer.compare(part!.body, pixels(at(0)))).toBe(0);
    const response = await server.get(path, asBytes);
    expect(response.headers.get('content-disposition')).toBe('attachment');
    expect(Buffer.compare(await bytesOf(response), pixels(at(0)))).toBe(0);
  });

  it('is in little endian, however it is stored', async () => {
    const response = await server.get(`${pathOf(only(bigEndian))}/bulkdata/7FE00010`, asBytes);
    // Pixel data is the last element.
    const stored = Buffer.from(encodeDataSet(only(bigEndian)).slice(-32_768));
    expect(Buffer.compare(await bytesOf(response), stored.swap16())).toBe(0);
    const [json] = await server.json(`${pathOf(only(bigEndian))}/metadata`);
    expect(json!['7FE00010']!.vr).toBe('OW');
  });

  it('of a long element before the pixels, in both VR encodings', async () => {
    for (const [stored, length] of [
      [only(large), 5_000_002],
      [only(implicit), 3_000_000],
    ] as const) {
      const response = await server.get(`${pathOf(stored)}/bulkdata/00420011`, asBytes);
      const bytes = await bytesOf(response);
      expect(bytes.length).toBe(length);
      expect(bytes.subarray(0, 300)).toEqual(
        Buffer.from(stored.dataset.bytes(tags.EncapsulatedDocument)!.subarray(0, 300)),
      );
      const image = await server.get(`${pathOf(stored)}/bulkdata/7FE00010`, asBytes);
      expect(Buffer.compare(await bytesOf(image), pixels(stored))).toBe(0);
    }
  });

  it('says where it is, also as the pixel data of an instance', async () => {
    const [byPath] = await partsOf(await server.get(`${pathOf(at(0))}/bulkdata/7FE00010`));
    const [byName] = await partsOf(await server.get(`${pathOf(at(0))}/pixeldata`));
    for (const part of [byPath, byName]) {
      expect(part!.headers.get('content-location')).toBe(`${server.root}${pathOf(at(0))}/bulkdata/7FE00010`);
      expect(Buffer.compare(part!.body, pixels(at(0)))).toBe(0);
    }
    const range = await server.get(`${pathOf(at(0))}/pixeldata`, { range: 'bytes=10-19' });
    expect(range.status).toBe(206);
    expect((await bytesOf(range)).equals(pixels(at(0)).subarray(10, 20))).toBe(true);
  });

  it('of all that a path names: what metadata give by reference, each as a part', async () => {
    for (const [path, count] of [
      [studyPath(at(0)), 6],
      [seriesPath(at(0)), 3],
      [pathOf(at(0)), 1],
      [studyPath(only(implicit)), 4],
      [pathOf(only(bigEndian)), 1],
    ] as const) {
      const references = (await server.json(`${path}/metadata`)).flatMap((model) =>
        Object.values(model as JsonDataset).flatMap(({ BulkDataURI: uri }) => uri ?? []),
      );
      expect(references).toHaveLength(count);
      const response = await server.get(`${path}/bulkdata`);
      expect(response.headers.get('content-type')).toMatch(
        /^multipart\/related; type="application\/octet-stream"; boundary=/,
      );
      const parts = await partsOf(response);
      expect(parts.map(({ headers }) => headers.get('content-location'))).toEqual(references);
      for (const { headers, body } of parts) {
        const alone = await server.get(headers.get('content-location')!.slice(server.root.length), asBytes);
        expect(Buffer.compare(await bytesOf(alone), body)).toBe(0);
      }
    }
  });

  it('of all: the pixel data alone', async () => {
    const parts = await partsOf(await server.get(`${studyPath(only(implicit))}/pixeldata`));
    const sent = [...corpus(implicit)];
    expect(parts.map(({ body }) => pixels(sent.shift()!).equals(body))).toEqual([true, true]);
    expect(await partsOf(await server.get(`${seriesPath(at(0))}/pixeldata`))).toHaveLength(3);
  });

  it('of all: in parts, of a type that there is, for who may see them', async () => {
    const status = async (path: string, headers: Record<string, string>) =>
      (await server.get(path, headers)).status;
    expect(await status(`${studyPath(at(0))}/bulkdata`, asBytes)).toBe(406);
    const jpeg = { accept: 'multipart/related; type="image/jpeg"; transfer-syntax=1.2.840.10008.1.2.4.70' };
    expect(await status(`${studyPath(at(0))}/bulkdata`, jpeg)).toBe(406);
    for (const level of [studyPath, seriesPath, pathOf])
      for (const resource of ['bulkdata', 'pixeldata']) {
        const path = `${level(at(0))}/${resource}`;
        expect(await status(path, { authorization: 'Test guest' })).toBe(404);
        expect(await status(path, { authorization: 'Test finder' })).toBe(403);
      }
  });

  it.each([
    ['bytes=0-9', 0, 10],
    ['bytes=100-', 100, 32768],
    ['bytes=-8', 32760, 32768],
    ['bytes=32000-99999', 32000, 32768],
  ])('by range %s', async (range, start, end) => {
    const response = await server.get(`${pathOf(at(0))}/bulkdata/7FE00010`, { range });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/32768`);
    expect(Buffer.compare(await bytesOf(response), pixels(at(0)).subarray(start, end))).toBe(0);
  });

  it('refuses a range that is not there, and paths that lead nowhere', async () => {
    const beyond = await server.get(`${pathOf(at(0))}/bulkdata/7FE00010`, { range: 'bytes=99999-' });
    expect(beyond.status).toBe(416);
    expect(beyond.headers.get('content-range')).toBe('bytes */32768');
    const status = async (path: string) => (await server.get(`${pathOf(at(0))}/bulkdata/${path}`)).status;
    expect(await status('00420011')).toBe(404);
    expect(await status('00081140/7/00081155')).toBe(404);
    expect(await status('nonsense')).toBe(400);
    expect(await status('00081140/0')).toBe(400);
    expect(await status(`${'00081140/0/'.repeat(80)}7FE00010`)).toBe(400);
  });
});

describe('conditional requests', () => {
  it.each([
    ['an instance', () => pathOf(at(0))],
    ['a study', () => studyPath(at(0))],
    ['metadata', () => `${seriesPath(at(0))}/metadata`],
    ['bulk data', () => `${pathOf(at(0))}/bulkdata/7FE00010`],
    ['all bulk data', () => `${seriesPath(at(0))}/bulkdata`],
    ['all pixel data', () => `${seriesPath(at(0))}/pixeldata`],
  ])('for %s are 304 while nothing changed', async (_what, path) => {
    const first = await server.get(path());
    await first.arrayBuffer();
    const etag = first.headers.get('etag')!;
    expect(etag).toMatch(/^(W\/)?"[\w-]{22}"$/);
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    const again = await server.get(path(), { 'if-none-match': `"other", W/${etag.replace('W/', '')}` });
    expect(again.status).toBe(304);
    expect(again.headers.get('etag')).toBe(etag);
    expect((await server.get(path(), { 'if-none-match': '"other"' })).status).toBe(200);
  });
});

describe('who asks', () => {
  it('gets what their scope has; the rest does not exist', async () => {
    const headers = { authorization: 'Test guest' };
    expect((await server.get(studyPath(at(1)), headers)).status).toBe(200);
    for (const path of [
      studyPath(at(0)),
      pathOf(at(0)),
      `${pathOf(at(0))}/metadata`,
      `${pathOf(at(0))}/bulkdata/7FE00010`,
    ]) {
      const hidden = await server.get(path, headers);
      const absent = await server.get(path.replaceAll('2.25.', '2.26.'), headers);
      expect([hidden.status, absent.status], path).toEqual([404, 404]);
      expect(await hidden.json()).toEqual(await absent.json());
    }
  });

  it('needs the right to read', async () => {
    const headers = { authorization: 'Test finder' };
    for (const path of [studyPath(at(0)), `${pathOf(at(0))}/metadata`, `${pathOf(at(0))}/bulkdata/7FE00010`])
      expect((await server.get(path, headers)).status).toBe(403);
  });
});
