/** Attacks on the DICOM web services. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Dataset, parseFile, tags, toJson, writeFile } from '../../src/dicom/index.ts';
import { type CorpusShape, corpus, corpusInstance, encodeFile } from '../support/corpus.ts';
import { type DicomWebServer, openDicomWeb } from '../support/dicom-web-server.ts';
import { callerWith } from '../support/http-door.ts';
import { multipartOf, partsOf } from '../support/multipart.ts';

const shape: CorpusShape = {
  kind: 'tiny',
  studies: 2,
  instancesPerSeries: 2,
  seed: 80,
  override: () => ({
    PatientName: '<script>alert(1)</script>',
    StudyDescription: '"><img src=x onerror=alert(1)>',
  }),
};
const at = (study = 0, instance = 0) => corpusInstance(shape, { study, series: 0, instance });
const path = `/studies/${at().studyInstanceUid}/series/${at().seriesInstanceUid}/instances/${at().sopInstanceUid}`;
const DICOM = 'application/dicom';
const JSON_MODEL = 'application/dicom+json';

let server: DicomWebServer;

beforeAll(async () => {
  const { studyInstanceUid } = at(1);
  server = await openDicomWeb({
    other: callerWith({ scope: { kind: 'rules', rules: [{ studyInstanceUid }] } }),
    nothing: callerWith({ scope: { kind: 'nothing' } }),
  });
  await server.store(corpus(shape));
});
afterAll(() => server[Symbol.asyncDispose]());

function store(body: Uint8Array, type = DICOM): Promise<Response> {
  const headers = { authorization: 'Test admin', 'content-type': type };
  return fetch(`${server.root}/studies`, { method: 'POST', headers, body: Buffer.from(body) });
}

/** What comes back to bytes on the wire. */
function raw(...pieces: readonly (string | Uint8Array)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      // Refused in the middle of sending: what was answered before counts.
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? undefined : reject(error),
    );
    for (const piece of pieces) socket.write(piece);
  });
}

const head = (...lines: readonly string[]) =>
  `${['POST /dicom-web/studies HTTP/1.1', 'Host: a', 'Authorization: Test admin', ...lines].join('\r\n')}\r\n\r\n`;

describe('identifiers of others', () => {
  it('do not exist, at any resource, for who may not see them', async () => {
    const study = path.replace(/\/series.*/, '');
    const series = path.replace(/\/instances.*/, '');
    const wado = `/wado?requestType=WADO&studyUID=${at().studyInstanceUid}&seriesUID=${at().seriesInstanceUid}&objectUID=${at().sopInstanceUid}`;
    const read = [study, series, path].flatMap((each) => [each, `${each}/metadata`]);
    for (const who of ['other', 'nothing'])
      for (const each of [...read, `${path}/bulkdata/7FE00010`, wado]) {
        const response = await server.get(each, { authorization: `Test ${who}` });
        expect(response.status, `${who} ${each}`).toBeGreaterThanOrEqual(403);
        expect(await response.text()).not.toContain(at().patientId);
      }
    for (const each of [
      `${study}/series`,
      `${study}/instances`,
      `${series}/instances`,
      `/studies?PatientID=${at().patientId}`,
    ])
      expect((await server.get(each, { authorization: 'Test other' })).status, each).toBe(204);
    // A parent of one's own does not open somebody else's child.
    const mixed = `/studies/${at(1).studyInstanceUid}/series/${at().seriesInstanceUid}/instances/${at().sopInstanceUid}`;
    expect((await server.get(mixed, { authorization: 'Test other' })).status).toBe(404);
    expect((await server.get(mixed)).status).toBe(404);
  });

  it('cannot leave the archive', async () => {
    for (const uid of [
      '..%2f..%2fetc%2fpasswd',
      '%2e%2e',
      '1.2%00',
      '1.2%0d%0aX:%20y',
      `1.${'2'.repeat(80)}`,
      '*',
      '%',
    ]) {
      const response = await server.get(`/studies/${uid}/metadata`);
      expect([400, 404, 414], uid).toContain(response.status);
      expect(await response.text()).not.toContain('root:');
    }
  });
});

describe('what browsers might run', () => {
  it('is never sniffed, framed or cached by others', async () => {
    const answers = [
      ['/studies', 'application/dicom+json'],
      [`${path}/metadata`, 'application/dicom+json'],
      [path, 'multipart/related; type="application/dicom"; transfer-syntax=*'],
      [path, 'application/dicom; transfer-syntax=*'],
      [`${path}/bulkdata/7FE00010`, 'application/octet-stream'],
      [`${path}/bulkdata/7FE00010`, '*/*'],
    ] as const;
    for (const [each, accept] of answers) {
      const { headers } = await server.get(each, { accept });
      expect(headers.get('x-content-type-options'), each).toBe('nosniff');
      expect(headers.get('content-security-policy'), each).toContain("default-src 'none'");
      expect(headers.get('cache-control'), each).toBe('private, no-cache');
      expect(headers.get('content-type'), each).not.toMatch(/html|javascript|xml/);
    }
    expect(
      (await server.get(path, { accept: 'application/dicom' })).headers.get('content-disposition'),
    ).toContain('attachment');
  });

  it('a preamble that is a program or a page does not come back', async () => {
    for (const [index, preamble] of ['MZ\x90\0', '\x7fELF', '<html><script>alert(1)</script>'].entries()) {
      const instance = corpusInstance({ ...shape, seed: 81 + index }, { study: 0, series: 0, instance: 0 });
      const file = parseFile(instance.encode());
      const polyglot = writeFile({
        ...file,
        preamble: Buffer.concat([Buffer.from(preamble, 'latin1'), Buffer.alloc(128)]).subarray(0, 128),
      });
      const answer = (await (await store(polyglot)).json()) as Record<
        string,
        { Value: Record<string, { Value: string[] }>[] }
      >;
      const url = answer['00081199']!.Value[0]!['00081190']!.Value[0]!;
      const back = await fetch(url, {
        headers: { authorization: 'Test admin', accept: 'application/dicom' },
      });
      const bytes = Buffer.from(await back.arrayBuffer());
      expect(bytes.subarray(0, 128).every((byte) => byte === 0)).toBe(true);
    }
  });
});

describe('headers and media types out of files', () => {
  it('a transfer syntax that is no UID is refused, not sent on', async () => {
    const { dataset, sopClassUid, sopInstanceUid } = corpusInstance(
      { ...shape, seed: 90 },
      { study: 0, series: 0, instance: 0 },
    );
    const good = Buffer.from(encodeFile(dataset, sopClassUid, sopInstanceUid));
    // Of the same length, so that nothing else of the file has to change.
    const uid = Buffer.from('1.2.840.10008.1.2.1\0', 'latin1');
    const bad = Buffer.from('1.2\r\nX-Evil: yesss\r\n', 'latin1');
    expect(bad.length).toBe(uid.length);
    const at = good.indexOf(uid);
    const file = Buffer.concat([good.subarray(0, at), bad, good.subarray(at + uid.length)]);
    const response = await store(file);
    const answer = (await response.json()) as Record<
      string,
      { Value: Record<string, { Value: string[] }>[] }
    >;
    // It is read by what it is written in, and that is what it is called from then on.
    expect(response.status).toBe(200);
    const url = answer['00081199']!.Value[0]!['00081190']!.Value[0]!;
    const accept = 'multipart/related; type="application/dicom"; transfer-syntax=*';
    const back = await fetch(url, { headers: { authorization: 'Test admin', accept } });
    const [part] = await partsOf(back);
    expect([...part!.headers]).toEqual([
      ['content-type', 'application/dicom; transfer-syntax=1.2.840.10008.1.2.1'],
    ]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s is no attribute', async (name) => {
    const response = await server.get(`/studies?${name}=1`);
    expect(response.status).toBe(400);
    expect((await server.get(`/studies?includefield=${name}`)).status).toBe(400);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each([
    ['a thousand media ranges', { accept: Array.from({ length: 1000 }, () => 'a/b').join() }, 400],
    ['a header longer than any', { accept: `a/b;x="${'y'.repeat(9_000)}"` }, 400],
    ['quotes that do not end', { accept: 'multipart/related; type="application/dicom' }, 200],
    ['nonsense', { accept: ';;;,,,"' }, 200],
  ])('%s in Accept', async (_what, headers, status) => {
    const response = await server.get(path, headers);
    await response.arrayBuffer();
    expect(response.status).toBe(status);
  });

  it.each([
    ['keys nested too deep', `${'RequestAttributesSequence.'.repeat(20)}StudyID=1`],
    ['a thousand keys', Array.from({ length: 1000 }, (_, n) => `PatientID=${n}`).join('&')],
    ['a thousand wildcards', `PatientName=${'*a'.repeat(1000)}`],
    ['a value longer than any', `PatientName=${'a'.repeat(5_000)}`],
    ['an offset beyond numbers', `offset=${'9'.repeat(40)}`],
  ])('%s in a query', async (_what, query) => {
    expect((await server.get(`/studies?${query}`)).status).toBe(400);
  });
});

describe('bodies', () => {
  it('of a multipart without end take no memory and end as refused', async () => {
    const type = 'Content-Type: multipart/related; boundary=b';
    const chunk = Buffer.alloc(64 * 1024, 0x20);
    const preamble = Array.from({ length: 8 }, () => chunk);
    const answer = await raw(head(type, `Content-Length: ${10 ** 12}`), ...preamble);
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain('outside of its parts');
  });

  it('of a million parts are refused', async () => {
    const body = Buffer.from(`${'--b\r\n\r\nx\r\n'.repeat(100_000)}--b--`);
    const response = await store(body, 'multipart/related; boundary=b');
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('more than 20000 parts');
  });

  it.each([
    ['a boundary that is none', 'multipart/related; boundary=""', 400],
    ['a boundary longer than allowed', `multipart/related; boundary=${'b'.repeat(200)}`, 400],
    ['two boundaries', 'multipart/related; boundary=b; boundary=c', 400],
  ])('with %s are refused', async (_what, type, status) => {
    const { body } = multipartOf([{ type: DICOM, body: at().encode() }], 'b');
    expect((await store(body, type)).status).toBe(status);
  });

  it('that could be two requests are refused', async () => {
    const smuggled = head(
      'Content-Type: application/dicom',
      'Content-Length: 4',
      'Transfer-Encoding: chunked',
    );
    const answer = await raw(
      smuggled,
      '0\r\n\r\nGET /dicom-web/studies HTTP/1.1\r\nHost: a\r\nAuthorization: Test admin\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).not.toContain('dicom+json');
  });

  it('that claim giant images are kept without taking memory for them', async () => {
    const { dataset, ...instance } = corpusInstance(
      { ...shape, seed: 95 },
      { study: 0, series: 0, instance: 0 },
    );
    dataset
      .set(tags.Rows, 'US', [65_535])
      .set(tags.Columns, 'US', [65_535])
      .set(tags.NumberOfFrames, 'IS', ['2147483647']);
    const before = process.memoryUsage().rss;
    const response = await store(encodeFile(dataset, instance.sopClassUid, instance.sopInstanceUid));
    expect([200, 409]).toContain(response.status);
    const own = `/studies/${instance.studyInstanceUid}/metadata`;
    await (await server.get(own)).text();
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });

  it('that refer to one part again and again do not become larger than they may be', async () => {
    const { dataset } = corpusInstance({ ...shape, seed: 97 }, { study: 0, series: 0, instance: 0 });
    const model: Record<string, unknown> = { ...toJson(dataset) };
    const references = 200;
    model['00091010'] = { vr: 'LO', Value: ['MULTIPLIED'] };
    model['00090010'] = { vr: 'LO', Value: ['MULTIPLIED'] };
    for (let at = 0; at < references; at++)
      model[`0009${(0x1011 + at).toString(16)}`] = { vr: 'OB', BulkDataURI: 'two-megabytes' };
    const { boundary, body } = multipartOf([
      { type: JSON_MODEL, body: Buffer.from(JSON.stringify([model])) },
      {
        ...{ type: 'application/octet-stream', headers: 'Content-Location: two-megabytes\r\n' },
        body: Buffer.alloc(2 * 1024 * 1024),
      },
    ]);
    const before = process.memoryUsage().rss;
    const response = await store(body, `multipart/related; type="${JSON_MODEL}"; boundary=${boundary}`);
    expect(response.status).toBe(409);
    expect(await response.text()).toContain(`"00081197":{"vr":"US","Value":[${0x0110}]}`);
    // What it may be, once; as a file it would be there several times.
    expect(process.memoryUsage().rss - before).toBeLessThan(500 * 1024 * 1024);
  });

  it('that are kept in memory are taken a few at once; the others wait, and more are refused', async () => {
    const type = `Content-Type: ${JSON_MODEL}`;
    const tooMany = 4;
    const open = Array.from({ length: 4 + 32 + tooMany }, () => connect(server.port, '127.0.0.1'));
    let refused = 0;
    try {
      for (const socket of open) {
        socket.once('data', (answer) => (refused += String(answer).startsWith('HTTP/1.1 503') ? 1 : 0));
        socket.write(`${head(type, 'Content-Length: 2')}[`);
      }
      // Then the others are all there, and nobody else gets among them.
      await expect.poll(() => refused, { timeout: 30_000 }).toBe(tooMany);
      const { dataset } = corpusInstance({ ...shape, seed: 98 }, { study: 0, series: 0, instance: 0 });
      const send = () => store(Buffer.from(JSON.stringify([toJson(dataset)])), JSON_MODEL);
      // Files are not kept: they go past them.
      expect((await store(at().encode())).status).toBe(200);
      expect((await send()).status).toBe(503);
      // Who goes away makes room, whether it was their turn or not.
      for (const socket of open) socket.destroy();
      await expect.poll(async () => (await send()).status).toBe(200);
    } finally {
      for (const socket of open) socket.destroy();
    }
  });

  it('with an identity that is a path are refused', async () => {
    const evil = new Dataset();
    const { dataset, sopClassUid } = corpusInstance(
      { ...shape, seed: 96 },
      { study: 0, series: 0, instance: 0 },
    );
    for (const element of dataset)
      if (element.value.kind === 'strings') evil.set(element.tag, element.vr, element.value.strings);
    for (const tag of [tags.StudyInstanceUID, tags.SeriesInstanceUID, tags.SOPInstanceUID]) {
      evil.set(tag, 'UI', ['../../../../tmp/evil']);
      const response = await store(encodeFile(evil, sopClassUid, '1.2.3'));
      expect(response.status).toBe(409);
      const answer = (await response.json()) as Record<
        string,
        { Value: Record<string, { Value: number[] }>[] }
      >;
      expect(answer['00081198']!.Value[0]!['00081197']!.Value).toEqual([0xc000]);
    }
  });
});
