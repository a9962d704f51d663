/** Content codings of answers (RFC 9110 8.4), of real doors to real clients. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createGunzip, createZstdDecompress, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CorpusShape, corpus, corpusInstance } from '../support/corpus.ts';
import { type DicomWebServer, openDicomWeb } from '../support/dicom-web-server.ts';
import { ask, exchange } from '../support/http-exchange.ts';
import { asAdmin, openRest, type RestServer } from '../support/rest-server.ts';

const shape: CorpusShape = { kind: 'tiny', studies: 30, seriesPerStudy: 1, instancesPerSeries: 1, seed: 97 };
const XML = 'multipart/related; type="application/dicom+xml"';
const at = (study: number) => corpusInstance(shape, { study, series: 0, instance: 0 });

let web: DicomWebServer;
let rest: RestServer;

beforeAll(async () => {
  web = await openDicomWeb();
  await web.store(corpus(shape));
  rest = await openRest();
  for (const instance of corpus(shape)) {
    const headers = { 'content-type': 'application/dicom' };
    const body = Buffer.from(instance.encode());
    expect((await rest.fetch('/api/instances', { method: 'POST', headers, body })).status).toBe(200);
  }
});
afterAll(async () => {
  await web[Symbol.asyncDispose]();
  await rest[Symbol.asyncDispose]();
});

const undo = { gzip: gunzipSync, zstd: zstdDecompressSync } as const;
const find = JSON.stringify({ level: 'study', match: {}, limit: 30 });
const sent = { 'content-type': 'application/json' };

const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = at(0);
const instancePath = `/studies/${studyInstanceUid}/series/${seriesInstanceUid}/instances/${sopInstanceUid}`;

describe.each(['gzip', 'zstd'] as const)('%s', (coding) => {
  it.each([
    ['a page of a search', () => ({ url: `${web.root}/studies?limit=30` })],
    ['a search without a limit', () => ({ url: `${web.root}/studies` })],
    [
      'results of a query',
      () => ({ url: `${rest.url}/api/find`, method: 'POST', headers: sent, body: find }),
    ],
    ['lines of JSON', () => ({ url: `${rest.url}/api/events?after=0&limit=40` })],
    ['the description of the API', () => ({ url: `${rest.url}/api/openapi.json` })],
    ['what the services can do', () => ({ url: `${web.root}/`, method: 'OPTIONS' })],
  ])('has %s, as whoever takes nothing gets it', async (_what, asked) => {
    const plain = await exchange(asked());
    expect(plain.status).toBe(200);
    expect(plain.headers['content-encoding']).toBeUndefined();
    const coded = await exchange({ ...asked(), encoding: coding });
    expect(coded.headers).toMatchObject({
      'content-encoding': coding,
      'content-type': plain.headers['content-type'],
      vary: expect.stringContaining('accept-encoding'),
    });
    expect(coded.headers.vary).toBe(plain.headers.vary);
    expect(undo[coding](coded.body).toString()).toBe(plain.body.toString());
    expect(coded.body.length).toBeLessThan(plain.body.length / 2);
  });

  it('has documents of XML, each in its part', async () => {
    const asked = { url: `${web.root}/studies?limit=30`, headers: { accept: XML } };
    const { headers, body } = await exchange({ ...asked, encoding: coding });
    expect(headers).toMatchObject({
      'content-encoding': coding,
      'content-type': expect.stringContaining(XML),
    });
    expect(
      undo[coding](body)
        .toString()
        .match(/<NativeDicomModel/g),
    ).toHaveLength(30);
  });

  it('is undone by curl', async () => {
    const url = `${web.root}/studies?limit=30`;
    const [plain, coded] = await Promise.all(
      [['identity'], [coding, '--compressed']].map(([encoding, ...more]) =>
        promisify(execFile)('curl', [
          ...['-sf', ...more, '-H', `Authorization: ${asAdmin.authorization}`],
          ...['-H', `Accept-Encoding: ${encoding}`, url],
        ]),
      ),
    );
    expect(JSON.parse(coded!.stdout)).toHaveLength(30);
    expect(coded!.stdout).toBe(plain!.stdout);
  });

  it('gives the first lines before there are more', async () => {
    const url = `${rest.url}/api/events?after=0&follow=true`;
    const response = await ask({ url, encoding: coding });
    const lines = response.pipe(coding === 'gzip' ? createGunzip() : createZstdDecompress());
    let text = '';
    for await (const chunk of lines.iterator({ destroyOnReturn: false })) {
      text += String(chunk);
      if (text.split('\n').length > 30) break;
    }
    expect(text).toContain('instance.');
    response.destroy();
    lines.destroy();
  });
});

it('fetch undoes it by itself', async () => {
  const response = await web.get('/studies');
  expect(response.headers.get('content-encoding')).toMatch(/^(zstd|gzip)$/);
  expect(await response.json()).toHaveLength(30);
});

describe('nothing is compressed', () => {
  const everything = 'zstd, gzip, br';

  it('of a few lines, unless they are not taken as they are', async () => {
    const asked = { url: `${web.root}/studies?limit=1` };
    const short = await exchange({ ...asked, encoding: everything });
    expect(short.headers['content-encoding']).toBeUndefined();
    expect(JSON.parse(short.body.toString())).toHaveLength(1);
    const coded = await exchange({ ...asked, encoding: 'zstd, identity;q=0' });
    expect(coded.headers['content-encoding']).toBe('zstd');
    expect(zstdDecompressSync(coded.body).equals(short.body)).toBe(true);
  });

  it.each([
    ['DICOM files', () => `${web.root}${instancePath}`],
    ['thumbnails', () => `${web.root}${instancePath}/thumbnail`],
    ['pixel data', () => `${web.root}${instancePath}/bulkdata/7FE00010`],
    ['zips', () => `${rest.url}/api/studies/${studyInstanceUid}/zip`],
    ['pages', () => `${rest.url}/api/docs`],
  ])('of %s', async (_what, url) => {
    const { status, headers } = await exchange({ url: url(), encoding: everything });
    expect(status).toBe(200);
    expect(headers['content-encoding']).toBeUndefined();
  });

  it('where a secret is beside what somebody chose', async () => {
    const grants = Array.from({ length: 60 }, (_, n) => `1.2.840.${n}.${'7'.repeat(40)}`);
    const body = JSON.stringify({
      name: 'program',
      rights: ['find'],
      scope: { kind: 'rules', rules: grants.map((studyInstanceUid) => ({ studyInstanceUid })) },
    });
    const made = await exchange({
      ...{ url: `${rest.url}/api/tokens`, method: 'POST', headers: sent, body },
      encoding: everything,
    });
    expect(made.status, made.body.toString()).toBe(200);
    expect(made.body.length).toBeGreaterThan(2_048);
    expect(made.headers['content-encoding']).toBeUndefined();
    expect(JSON.parse(made.body.toString()).token).toEqual(expect.any(String));
  });
});

it('one entity tag stands for metadata in every coding', async () => {
  const url = `${web.root}${instancePath}/metadata`;
  const answers = await Promise.all(
    ['identity', 'gzip, identity;q=0', 'zstd, identity;q=0'].map((encoding) => exchange({ url, encoding })),
  );
  expect(answers.map(({ headers }) => headers['content-encoding'])).toEqual([undefined, 'gzip', 'zstd']);
  const tags = new Set(answers.map(({ headers }) => headers.etag));
  expect([...tags]).toEqual([expect.stringMatching(/^W\/"[\w-]{22}"$/)]);
  for (const encoding of ['identity', 'gzip', 'zstd']) {
    const again = await exchange({ url, encoding, headers: { 'if-none-match': [...tags][0]! } });
    expect([again.status, again.body.length]).toEqual([304, 0]);
    expect(again.headers.vary).toBe('accept-encoding, accept');
    expect(again.headers['content-encoding']).toBeUndefined();
  }
});

it('what is asked for and is not there is told in words', async () => {
  const url = `${web.root}/studies/1.2.3/metadata`;
  const { status, headers, body } = await exchange({ url, encoding: 'zstd' });
  expect([status, headers['content-encoding']]).toEqual([404, undefined]);
  expect(JSON.parse(body.toString())).toMatchObject({ code: 'archive/not-found' });
});
