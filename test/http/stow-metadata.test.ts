/** STOW-RS of metadata and bulk data: what is retrieved so can be stored so (PS3.18 8.7.3.3, 10.5.2). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dataset, parseFile, tags, toJson, toXml } from '../../src/dicom/index.ts';
import { decodeFrame, encodeFrame, readImagePixel } from '../../src/pixels/index.ts';
import { type CorpusShape, corpusInstance } from '../support/corpus.ts';
import { type DicomWebServer, type JsonInstance, openDicomWeb } from '../support/dicom-web-server.ts';
import { multipartOf } from '../support/multipart.ts';

const shapeOf = (seed: number): CorpusShape => ({ kind: 'mr', studies: 1, instancesPerSeries: 2, seed });
const at = (seed: number, instance = 0) => corpusInstance(shapeOf(seed), { study: 0, series: 0, instance });
const JSON_MODEL = 'application/dicom+json';
const XML_MODEL = 'application/dicom+xml';
const BYTES = 'application/octet-stream';

let server: DicomWebServer;
beforeAll(async () => {
  server = await openDicomWeb();
});
afterAll(() => server[Symbol.asyncDispose]());

interface SentPart {
  readonly type: string;
  readonly headers?: string;
  readonly body: Uint8Array;
}

async function post(parts: readonly SentPart[], type = JSON_MODEL, path = '/studies') {
  const { boundary, body } = multipartOf(parts);
  return send(body, `multipart/related; type="${type}"; boundary=${boundary}`, path);
}

async function send(body: Uint8Array, contentType: string, path = '/studies') {
  const response = await fetch(`${server.root}${path}`, {
    method: 'POST',
    headers: { authorization: 'Test admin', 'content-type': contentType },
    body: new Uint8Array(body),
  });
  const text = await response.text();
  return { status: response.status, json: (text === '' ? {} : JSON.parse(text)) as JsonInstance };
}

const textPart = (type: string, content: unknown): SentPart => ({
  type,
  body: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
});
const located = (location: string, body: Uint8Array, type = BYTES): SentPart => ({
  ...{ type, body },
  headers: `Content-Location: ${location}\r\n`,
});

/** The stored data set of an instance. */
async function stored({ studyInstanceUid, seriesInstanceUid, sopInstanceUid }: ReturnType<typeof at>) {
  const path = `/studies/${studyInstanceUid}/series/${seriesInstanceUid}/instances/${sopInstanceUid}`;
  const response = await server.get(path, { accept: 'application/dicom; transfer-syntax=*' });
  expect(response.status).toBe(200);
  return parseFile(new Uint8Array(await response.arrayBuffer()));
}

const modelOf = (seed: number, instance = 0, uri = (path: string) => `bulk/${instance}/${path}`) =>
  toJson(at(seed, instance).dataset, { bulkDataUri: uri });
const pixelsOf = (seed: number, instance = 0) => at(seed, instance).dataset.bytes(tags.PixelData)!;
const same = (dataset: Dataset, expected: Dataset) => expect(toJson(dataset)).toEqual(toJson(expected));

describe('metadata and bulk data', () => {
  it('of several instances in JSON', async () => {
    const { status } = await post([
      textPart(JSON_MODEL, [modelOf(501), modelOf(501, 1)]),
      located('bulk/1/7FE00010', pixelsOf(501, 1)),
      located(`${server.root}/bulk/0/7FE00010`, pixelsOf(501)),
    ]);
    expect(status).toBe(200);
    for (const instance of [0, 1]) same((await stored(at(501, instance))).dataset, at(501, instance).dataset);
  });

  it('in XML, a document for each', async () => {
    const { status } = await post(
      [0, 1].flatMap((instance) => [
        textPart(XML_MODEL, toXml(modelOf(502, instance))),
        located(`bulk/${instance}/7FE00010`, pixelsOf(502, instance)),
      ]),
      XML_MODEL,
    );
    expect(status).toBe(200);
    for (const instance of [0, 1]) same((await stored(at(502, instance))).dataset, at(502, instance).dataset);
  });

  it('with identifiers of parts', async () => {
    const { status } = await post([
      textPart(
        JSON_MODEL,
        modelOf(503, 0, () => 'cid:pixels@here'),
      ),
      { type: BYTES, headers: 'Content-ID: <pixels@here>\r\n', body: pixelsOf(503) },
    ]);
    expect(status).toBe(200);
    same((await stored(at(503))).dataset, at(503).dataset);
  });

  it('alone, with all values in it', async () => {
    const inline = toJson(at(504).dataset);
    expect((await send(Buffer.from(JSON.stringify([inline])), JSON_MODEL)).status).toBe(200);
    same((await stored(at(504))).dataset, at(504).dataset);
    const xml = Buffer.from(toXml(toJson(at(504, 1).dataset)));
    expect((await send(xml, XML_MODEL)).status).toBe(200);
    same((await stored(at(504, 1))).dataset, at(504, 1).dataset);
  });

  it('compressed pixel data, a frame in each part', async () => {
    const uid = '1.2.840.10008.1.2.4.80';
    const { dataset } = at(505);
    const image = readImagePixel(dataset, tags.PixelData);
    const codestream = await encodeFrame({ image, bytes: pixelsOf(505) }, uid);
    const { status } = await post([
      textPart(JSON_MODEL, [modelOf(505)]),
      located('bulk/0/7FE00010', codestream, `image/jls; transfer-syntax=${uid}`),
    ]);
    expect(status).toBe(200);
    const file = await stored(at(505));
    expect(file.meta.string(tags.TransferSyntaxUID)).toBe(uid);
    const value = file.dataset.get(tags.PixelData)!.value;
    const [fragment] = value.kind === 'fragments' ? value.fragments.fragments : [];
    const { bytes } = await decodeFrame(fragment!, uid, image);
    expect(Buffer.compare(bytes, pixelsOf(505))).toBe(0);
  });

  it('what was retrieved can be sent back', async () => {
    await server.store([at(506)]);
    const { studyInstanceUid } = at(506);
    const [model] = await server.json(`/studies/${studyInstanceUid}/metadata`);
    const other = { ...model, '00080018': { vr: 'UI', Value: ['2.25.506'] } } as Record<string, unknown>;
    const { BulkDataURI } = other['7FE00010'] as { BulkDataURI: string };
    const { status, json } = await post([textPart(JSON_MODEL, [other]), located(BulkDataURI, pixelsOf(506))]);
    expect(status).toBe(200);
    const [item] = json['00081199']!.Value as JsonInstance[];
    expect(item!['00081155']!.Value).toEqual(['2.25.506']);
    const { dataset } = await stored({ ...at(506), sopInstanceUid: '2.25.506' });
    expect(dataset.has(0x00083002)).toBe(false);
    expect(Buffer.compare(dataset.bytes(tags.PixelData)!, pixelsOf(506))).toBe(0);
  });
});

describe('what cannot be stored', () => {
  it('a reference that leads out of the request: nothing is fetched; the others are stored', async () => {
    const outside = modelOf(510, 0, () => `${server.root}/studies`);
    const { status, json } = await post([
      textPart(JSON_MODEL, [outside, modelOf(510, 1)]),
      located('bulk/1/7FE00010', pixelsOf(510, 1)),
    ]);
    expect(status).toBe(202);
    const [failed] = json['00081198']!.Value as JsonInstance[];
    expect(failed!['00081155']!.Value).toEqual([at(510).sopInstanceUid]);
    expect(failed!['00081197']!.Value).toEqual([0xc000]);
    same((await stored(at(510, 1))).dataset, at(510, 1).dataset);
  });

  it('a document that cannot be read: the others are stored and listed', async () => {
    const { status, json } = await post(
      [
        textPart(XML_MODEL, toXml(toJson(at(512).dataset))),
        textPart(XML_MODEL, '<html>'),
        textPart(XML_MODEL, toXml(toJson(at(512, 1).dataset))),
      ],
      XML_MODEL,
    );
    expect(status).toBe(202);
    expect(json['00081199']!.Value).toHaveLength(2);
    expect(json['0008119A']!.Value).toEqual([{ '00081197': { vr: 'US', Value: [0xc000] } }]);
    for (const instance of [0, 1]) same((await stored(at(512, instance))).dataset, at(512, instance).dataset);
  });

  it.each([
    ['a DICOM file among documents', { type: 'application/dicom', body: at(513).encode() }],
    ['bulk data that nothing refers to', located('bulk/of/nobody', Buffer.alloc(4))],
  ])('%s is told, not dropped', async (_what, part) => {
    const { status, json } = await post([textPart(JSON_MODEL, [toJson(at(514).dataset)]), part]);
    expect(status).toBe(202);
    expect(json['00081199']!.Value).toHaveLength(1);
    expect(json['0008119A']!.Value).toEqual([{ '00081197': { vr: 'US', Value: [0x0110] } }]);
  });

  it('without a UID, or into another study than that of the path', async () => {
    const { '00080018': _, ...nameless } = toJson(at(511).dataset);
    expect((await post([textPart(JSON_MODEL, [nameless])])).status).toBe(409);
    const inline = textPart(JSON_MODEL, [toJson(at(511).dataset)]);
    expect((await post([inline], JSON_MODEL, '/studies/1.2.3')).status).toBe(409);
  });

  it.each([
    ['no JSON', JSON_MODEL, '{'],
    ['a number', JSON_MODEL, '[1]'],
    ['no XML', XML_MODEL, '<html>'],
    ['an XML bomb', XML_MODEL, `<!DOCTYPE a [<!ENTITY a "${'a'.repeat(9999)}">]><a>&a;&a;</a>`],
    ['nothing', JSON_MODEL, '[]'],
  ])('%s is 400', async (_what, type, content) => {
    expect((await post([textPart(type, content)], type)).status).toBe(400);
    expect((await send(Buffer.from(content), type)).status).toBe(400);
  });

  it('prototypes are keys like others: refused', async () => {
    const { status } = await post([textPart(JSON_MODEL, '[{"__proto__":{"vr":"LO","Value":["x"]}}]')]);
    expect(status).toBe(409);
  });
});
