import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CorpusInstance,
  type CorpusShape,
  corpus,
  corpusInstance,
  transferSyntaxes,
} from '../support/corpus.ts';
import { type DicomWebServer, type JsonInstance, openDicomWeb } from '../support/dicom-web-server.ts';
import { callerWith } from '../support/http-door.ts';
import { dataSetOf, multipartOf, partsOf } from '../support/multipart.ts';
import { waitFor } from '../support/processes.ts';
import { encodeDataSet } from '../support/sender.ts';

const shapeOf = (seed: number, more: Partial<CorpusShape> = {}): CorpusShape => ({
  kind: 'mr',
  studies: 1,
  instancesPerSeries: 3,
  seed,
  ...more,
});
const instancesOf = (seed: number, more: Partial<CorpusShape> = {}) => [...corpus(shapeOf(seed, more))];
const firstOf = (seed: number, more: Partial<CorpusShape> = {}) =>
  corpusInstance(shapeOf(seed, more), { study: 0, series: 0, instance: 0 });

let server: DicomWebServer;

beforeAll(async () => {
  server = await openDicomWeb({ reader: callerWith({ rights: new Set(['find', 'view', 'download']) }) });
});
afterAll(() => server[Symbol.asyncDispose]());

const DICOM = 'application/dicom';

async function post(
  body: Uint8Array,
  contentType: string,
  { path = '/studies', headers = {} }: { path?: string; headers?: Record<string, string> } = {},
) {
  const response = await fetch(`${server.root}${path}`, {
    method: 'POST',
    headers: { authorization: 'Test admin', 'content-type': contentType, ...headers },
    body: Buffer.from(body),
  });
  const text = await response.text();
  return { response, status: response.status, json: (text === '' ? {} : JSON.parse(text)) as JsonInstance };
}

function postParts(
  parts: readonly { type?: string; body: Uint8Array }[],
  options?: Parameters<typeof post>[2],
) {
  const { boundary, body } = multipartOf(parts.map(({ type = DICOM, body }) => ({ type, body })));
  return post(body, `multipart/related; type="${DICOM}"; boundary=${boundary}`, options);
}

const encoded = (instances: readonly CorpusInstance[]) => instances.map((each) => ({ body: each.encode() }));
const items = (json: JsonInstance, tag: string) => (json[tag]?.Value ?? []) as JsonInstance[];
const valuesOf = (json: JsonInstance, sequence: string, tag: string) =>
  items(json, sequence).map((item) => item[tag]?.Value?.[0]);
const STORED = '00081199';
const FAILED = '00081198';
const OTHER_FAILURES = '0008119A';
const INSTANCE = '00081155';
const REASON = '00081197';

async function kept(instance: CorpusInstance): Promise<Uint8Array | undefined> {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = instance;
  const path = `/studies/${studyInstanceUid}/series/${seriesInstanceUid}/instances/${sopInstanceUid}`;
  const response = await server.get(path, {
    accept: 'multipart/related; type="application/dicom"; transfer-syntax=*',
  });
  return response.status === 200 ? (await partsOf(response))[0]!.body : undefined;
}

describe('store', () => {
  it('several instances, told one by one', async () => {
    const sent = instancesOf(10);
    const { status, response, json } = await postParts(encoded(sent));
    expect(status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/dicom+json');
    const { studyInstanceUid } = sent[0]!;
    expect(json['00081190']).toEqual({ vr: 'UR', Value: [`${server.root}/studies/${studyInstanceUid}`] });
    expect(valuesOf(json, STORED, INSTANCE)).toEqual(sent.map(({ sopInstanceUid }) => sopInstanceUid));
    expect(valuesOf(json, STORED, '00081150')).toEqual(sent.map(({ sopClassUid }) => sopClassUid));
    expect(json[FAILED]).toBeUndefined();
    // Findable and readable as soon as the answer is there.
    expect(await server.json(`/studies/${studyInstanceUid}/instances`)).toHaveLength(3);
    const url = valuesOf(json, STORED, '00081190')[1] as string;
    const again = await fetch(url, { headers: { authorization: 'Test admin', accept: '*/*' } });
    expect(again.status).toBe(200);
  });

  it('one instance without multipart', async () => {
    const instance = firstOf(11);
    const { status, json } = await post(instance.encode(), DICOM);
    expect(status).toBe(200);
    expect(valuesOf(json, STORED, INSTANCE)).toEqual([instance.sopInstanceUid]);
    expect(await kept(instance)).toBeDefined();
  });

  it.each([...Object.entries(transferSyntaxes).entries()])(
    'what was sent is kept byte for byte: %j',
    async (index, [, transferSyntaxUid]) => {
      const instance = firstOf(100 + index, { transferSyntaxUid });
      expect((await postParts([{ body: instance.encode() }])).status).toBe(200);
      const file = await kept(instance);
      expect(Buffer.compare(dataSetOf(file!), encodeDataSet(instance))).toBe(0);
    },
  );

  it('the same again is stored, not failed', async () => {
    const sent = encoded(instancesOf(13));
    await postParts(sent);
    const { status, json } = await postParts(sent);
    expect(status).toBe(200);
    expect(items(json, STORED)).toHaveLength(3);
  });

  it('into the study of the path', async () => {
    const [a, b] = [firstOf(14), firstOf(15)];
    const path = `/studies/${a.studyInstanceUid}`;
    const { status, json } = await postParts(encoded([a, b]), { path });
    expect(status).toBe(202);
    expect(valuesOf(json, STORED, INSTANCE)).toEqual([a.sopInstanceUid]);
    expect(valuesOf(json, FAILED, INSTANCE)).toEqual([b.sopInstanceUid]);
    expect(valuesOf(json, FAILED, REASON)).toEqual([0xa900]);
    expect(await kept(b)).toBeUndefined();
  });

  it('bodies that come in small pieces and without a length', async () => {
    const sent = instancesOf(16);
    const { boundary, body } = multipartOf(encoded(sent).map((part) => ({ type: DICOM, ...part })));
    const request = httpRequest(`${server.root}/studies`, {
      method: 'POST',
      headers: {
        authorization: 'Test admin',
        'content-type': `multipart/related; type=application/dicom; boundary="${boundary}"`,
      },
    });
    for (let at = 0; at < body.length; at += 4999) request.write(body.subarray(at, at + 4999));
    request.end();
    const [response] = await once(request, 'response');
    response.resume();
    expect(response.statusCode).toBe(200);
    for (const instance of sent)
      expect(Buffer.compare(dataSetOf((await kept(instance))!), encodeDataSet(instance))).toBe(0);
  });

  it('a part without a type is taken to be DICOM', async () => {
    const body = Buffer.concat([Buffer.from('--b\r\n\r\n'), firstOf(17).encode(), Buffer.from('\r\n--b--')]);
    expect((await post(body, 'multipart/related; boundary=b')).status).toBe(200);
  });
});

describe('what cannot be stored', () => {
  it('does not stop the others, and says why by its reason', async () => {
    const [good, cut, noUid, ...more] = instancesOf(20, { instancesPerSeries: 5 });
    const withoutUid = corpusInstance(shapeOf(21, { override: () => ({ SeriesInstanceUID: '' }) }), {
      study: 0,
      series: 0,
      instance: 0,
    });
    const { status, json } = await postParts([
      { body: good!.encode() },
      { body: cut!.encode().slice(0, -1000) },
      { body: Buffer.from('MZ this is no DICOM file, it is something else') },
      { body: withoutUid.encode() },
      { type: 'text/html', body: Buffer.from('<html>') },
      ...encoded(more),
    ]);
    expect(noUid).toBeDefined();
    expect(status).toBe(202);
    expect(valuesOf(json, STORED, INSTANCE)).toEqual(
      [good!, ...more].map(({ sopInstanceUid }) => sopInstanceUid),
    );
    expect(valuesOf(json, FAILED, INSTANCE)).toEqual([cut!.sopInstanceUid, withoutUid.sopInstanceUid]);
    expect(valuesOf(json, FAILED, REASON)).toEqual([0xc000, 0xa900]);
    expect(valuesOf(json, OTHER_FAILURES, REASON)).toEqual([0xc000, 0x0110]);
    expect(await kept(cut!)).toBeUndefined();
  });

  it('is 409 when it was everything', async () => {
    const { status, json } = await postParts([{ body: Buffer.from('nonsense') }]);
    expect(status).toBe(409);
    expect(valuesOf(json, OTHER_FAILURES, REASON)).toEqual([0xc000]);
  });

  it.each([
    ['another media type', 'application/zip', {}, 415],
    ['a compressed body', DICOM, { 'content-encoding': 'gzip' }, 415],
    ['a multipart of something else', 'multipart/related; type="application/pdf"; boundary=b', {}, 415],
    ['a multipart without boundary', 'multipart/related; type="application/dicom"', {}, 415],
    ['a form', 'multipart/form-data; boundary=b', {}, 415],
    ['an answer that nobody can write', DICOM, { accept: 'text/html' }, 406],
  ])('%s is refused with what would be taken', async (_what, type, headers, expected) => {
    const { status, json, response } = await post(firstOf(22).encode(), type, { headers });
    expect(status).toBe(expected);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(JSON.stringify(json)).toContain('application/dicom');
  });

  it('a body without an instance, or that does not end, is 400; what was complete stays', async () => {
    expect((await post(Buffer.from('--b--'), 'multipart/related; boundary=b')).status).toBe(400);
    const [complete, open] = instancesOf(23);
    const { body } = multipartOf(
      encoded([complete!, open!]).map((part) => ({ type: DICOM, ...part })),
      'b',
    );
    const { status } = await post(body.subarray(0, -2000), 'multipart/related; boundary=b');
    expect(status).toBe(400);
    expect(await kept(complete!)).toBeDefined();
    expect(await kept(open!)).toBeUndefined();
  });

  it('needs the right to store, before anything is read', async () => {
    const { status } = await post(firstOf(24).encode(), DICOM, { headers: { authorization: 'Test reader' } });
    expect(status).toBe(403);
    expect(await kept(firstOf(24))).toBeUndefined();
  });

  it('a client that goes away in the middle leaves nothing behind', async () => {
    const [complete, open] = instancesOf(25);
    const { body } = multipartOf(
      encoded([complete!, open!]).map((part) => ({ type: DICOM, ...part })),
      'b',
    );
    const socket = connect(server.port, '127.0.0.1');
    const head = [
      'POST /dicom-web/studies HTTP/1.1',
      'Host: localhost',
      'Authorization: Test admin',
      'Content-Type: multipart/related; boundary=b',
      `Content-Length: ${body.length}`,
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    socket.write(body.subarray(0, -2000), () => socket.destroy());
    await waitFor('the complete one', async () => (await kept(complete!)) !== undefined);
    expect(await kept(open!)).toBeUndefined();
  });
});
