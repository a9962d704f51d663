/** The Native DICOM Model in place of JSON: searches, metadata, answers to stores (PS3.18 8.7.3.1). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromXml, type JsonDataset } from '../../src/dicom/index.ts';
import { type CorpusShape, corpus, corpusInstance } from '../support/corpus.ts';
import { type DicomWebServer, openDicomWeb } from '../support/dicom-web-server.ts';
import { multipartOf, partsOf } from '../support/multipart.ts';

const shape: CorpusShape = { kind: 'mr', studies: 3, instancesPerSeries: 2, seed: 95 };
const at = (study: number, instance = 0) => corpusInstance(shape, { study, series: 0, instance });
const ALL_XML = 'multipart/related; type="application/dicom+xml"';

let server: DicomWebServer;
beforeAll(async () => {
  server = await openDicomWeb();
  await server.store(corpus(shape));
});
afterAll(() => server[Symbol.asyncDispose]());

/** The documents of an answer, in the JSON model. */
async function documentsOf(path: string): Promise<JsonDataset[]> {
  const response = await server.get(path, { accept: ALL_XML });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(
    /^multipart\/related; type="application\/dicom\+xml"; boundary=/,
  );
  const parts = await partsOf(response);
  expect(parts.every(({ headers }) => headers.get('content-type') === 'application/dicom+xml')).toBe(true);
  return Promise.all(parts.map(({ body }) => fromXml(Buffer.from(body).toString())));
}

/** Values that the model says as text in XML are numbers in JSON. */
const asText = (json: unknown): unknown =>
  JSON.parse(JSON.stringify(json), (_key, value) => (typeof value === 'number' ? String(value) : value));

describe('searches', () => {
  it.each([
    ['whole', '/studies'],
    ['a page', '/studies?limit=2&offset=1'],
    ['instances', () => `/studies/${at(1).studyInstanceUid}/instances?includefield=all`],
  ])('%s: a document for each result, which says what the JSON says', async (_what, path) => {
    const where = typeof path === 'string' ? path : path();
    expect(asText(await documentsOf(where))).toEqual(asText(await server.json(where)));
  });

  it('nothing found is 204', async () => {
    const headers = { accept: ALL_XML };
    expect((await server.get('/studies?PatientID=nobody', headers)).status).toBe(204);
    expect((await server.get('/studies?PatientID=nobody&limit=5', headers)).status).toBe(204);
  });

  it('one document is not the form of several results', async () => {
    const response = await server.get('/studies', { accept: 'application/dicom+xml' });
    expect(response.status).toBe(406);
    expect(await response.text()).toContain('application/dicom+json');
  });
});

describe('metadata', () => {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = at(1);
  const study = `/studies/${studyInstanceUid}`;
  it.each([
    ['study', study],
    ['series', `${study}/series/${seriesInstanceUid}`],
    ['instance', `${study}/series/${seriesInstanceUid}/instances/${sopInstanceUid}`],
  ])('of a %s say what the JSON says', async (_level, path) => {
    const theirs = await documentsOf(`${path}/metadata`);
    expect(asText(theirs)).toEqual(asText(await server.json(`${path}/metadata`)));
    expect(theirs[0]!['7FE00010']).toMatchObject({
      BulkDataURI: expect.stringContaining('/bulkdata/7FE00010'),
    });
  });

  it('are another representation than the JSON', async () => {
    const [xml, json] = await Promise.all(
      [ALL_XML, 'application/dicom+json'].map((accept) => server.get(`${study}/metadata`, { accept })),
    );
    expect(xml!.headers.get('etag')).not.toBe(json!.headers.get('etag'));
    const again = await server.get(`${study}/metadata`, {
      ...{ accept: ALL_XML, 'if-none-match': xml!.headers.get('etag')! },
    });
    expect(again.status).toBe(304);
  });
});

it('stores are answered with a document', async () => {
  const sent = corpusInstance({ ...shape, seed: 96 }, { study: 0, series: 0, instance: 0 });
  const { boundary, body } = multipartOf([{ type: 'application/dicom', body: sent.encode() }]);
  const response = await fetch(`${server.root}/studies`, {
    method: 'POST',
    headers: {
      authorization: 'Test admin',
      accept: 'application/dicom+xml',
      'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}`,
    },
    body: new Uint8Array(body),
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/dicom+xml');
  const model = await fromXml(await response.text());
  expect(model['00081199']!.Value).toMatchObject([{ '00081155': { Value: [sent.sopInstanceUid] } }]);
});
