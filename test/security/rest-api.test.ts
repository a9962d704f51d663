/** Hostile requests to the REST routes: each gets a typed refusal, and the server goes on as before. */
import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ByteRoute, byteRoutes, nothing, type Right, rights } from '../../src/contract/index.ts';
import { Dataset } from '../../src/dicom/index.ts';
import { corpus, encodeFile } from '../support/corpus.ts';
import { callerWith } from '../support/http-door.ts';
import { waitFor } from '../support/processes.ts';
import { asAdmin, openRest, type RestServer } from '../support/rest-server.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2';
const only = (right: Right) => callerWith({ rights: new Set([right]) });
const people = Object.fromEntries(rights.map((right) => [right, only(right)]));

// Made here: it keeps this process, and so the server, busy for a while.
const bomb = zipSync({ bomb: new Uint8Array(100 * 2 ** 20) });

let server: RestServer;
beforeAll(async () => {
  server = await openRest({ ...people, blind: callerWith({ scope: nothing }) });
});
afterAll(async () => {
  // Whatever was asked, the server still answers and nothing was written beside its folders.
  expect((await server.fetch('/api/jobs')).status).toBe(200);
  expect(existsSync(join(server.temporary.directory.path, '..', 'evil'))).toBe(false);
  await server[Symbol.asyncDispose]();
});

async function post(path: string, body: string | Uint8Array, headers: Record<string, string>) {
  const response = await server.fetch(path, { method: 'POST', body: Buffer.from(body), headers });
  return { status: response.status, code: ((await response.json()) as { code: string }).code };
}

const json = { 'content-type': 'application/json' };
const dicom = { 'content-type': 'application/dicom' };

it.each(Object.entries(byteRoutes) as [string, ByteRoute][])('%s lets in who may', async (_name, route) => {
  const url = `${server.url}${route.path.replace(/:\w+/g, '1.2')}`;
  const ask = async (authorization?: string) => {
    const stop = new AbortController();
    const headers = {
      ...(authorization && { authorization }),
      ...(route.method === 'POST' && {
        'content-type': route.body ? 'application/json' : 'application/dicom',
      }),
    };
    const body = route.method === 'POST' ? { body: '{}' } : {};
    const response = await fetch(url, { method: route.method, headers, ...body, signal: stop.signal });
    stop.abort();
    return response.status;
  };
  for (const right of rights) {
    const status = await ask(`Test ${right}`);
    const mayPass = route.right === 'anyone' || route.right === 'known' || route.right === right;
    expect({ right, isRefused: status === 403 }).toEqual({ right, isRefused: !mayPass });
  }
  if (route.right === 'anyone') return;
  expect(await ask()).toBe(403);
  // Who is known only, and sees nothing, is told of nothing.
  expect((await ask('Test blind')) === 403).toBe(route.right !== 'known');
});

it('JSON that is deep, large, compressed, or reaches for prototypes', async () => {
  const deep = `{"match":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  expect((await post('/api/find', deep, json)).status).toBe(400);
  expect(await post('/api/find', '{"__proto__":{"level":"study"}}', json)).toMatchObject({ status: 400 });
  expect(await post('/api/find', '{"match":{"constructor":{"prototype":{}}}}', json)).toMatchObject({
    status: 400,
  });
  expect((await post('/api/find', '{"match":{"hasOwnProperty":"x"}}', json)).status).toBe(400);
  expect(({} as { level?: string }).level).toBeUndefined();
  expect(await post('/api/find', `"${'x'.repeat(5 * 2 ** 20)}"`, json)).toEqual({
    ...{ status: 413, code: 'input/too-large' },
  });
  const blown = gzipSync(Buffer.alloc(64 * 2 ** 20, 0x20));
  expect((await post('/api/find', blown, { ...json, 'content-encoding': 'gzip' })).status).toBe(400);
  expect(await post('/api/instances', blown, { ...dicom, 'content-encoding': 'gzip' })).toEqual({
    ...{ status: 415, code: 'input/media-type' },
  });
});

it('UIDs that are paths', async () => {
  const uid = '../../../evil';
  const dataset = Dataset.of({
    SOPClassUID: CT,
    SOPInstanceUID: uid,
    StudyInstanceUID: uid,
    SeriesInstanceUID: uid,
  });
  const file = encodeFile(dataset, CT, '1.2.3');
  expect(await post('/api/instances', file, dicom)).toEqual({ status: 409, code: 'ingest/bad-uid' });
  for (const path of ['/api/studies/..%2f..%2fevil/zip', '/api/files/..%2f..%2fevil/content'])
    expect([400, 404]).toContain((await server.fetch(path)).status);
});

it('names of people in a zip stay inside of it, and unique', async () => {
  const hostile = ['..^..', '/etc/passwd', 'CON', 'a\u202Efdp.exe', '<b>:"|?*', '.'];
  const uids: string[] = [];
  for (const [index, name] of hostile.entries()) {
    const [instance] = corpus({
      ...{ kind: 'tiny', studies: 1, instancesPerSeries: 1, seed: 900 + index },
      override: () => ({
        SpecificCharacterSet: 'ISO_IR 192',
        PatientName: name,
        StudyDescription: '../..',
        SeriesDescription: 'x\\y',
      }),
    });
    uids.push(instance!.studyInstanceUid);
    expect((await post('/api/instances', instance!.encode(), dicom)).status).toBe(200);
  }
  const body = JSON.stringify({
    selection: { studies: uids },
    template: '{PatientName}/{StudyDescription}.dcm',
  });
  const response = await server.fetch('/api/zip', { method: 'POST', body, headers: json });
  const names = Object.keys(unzipSync(await response.bytes()));
  expect(names).toHaveLength(hostile.length);
  for (const name of names) {
    expect(name).not.toMatch(/(^|\/)\.\.?(\/|$)|^\/|[<>:"|?*\\\u202e]/);
    expect(name.split('/')[0]).not.toMatch(/^con$/i);
  }
  for (const template of ['../../evil.dcm', '/evil.dcm', '{PatientName', 'a//b']) {
    const asked = JSON.stringify({ selection: { studies: uids }, template });
    const answer = await server.fetch('/api/zip', { method: 'POST', body: asked, headers: json });
    if (answer.status !== 200) continue;
    for (const name of Object.keys(unzipSync(await answer.bytes())))
      expect(name).not.toMatch(/(^|\/)\.\.?(\/|$)|^\//);
  }
});

/** An upload in one go. */
async function upload(bytes: Uint8Array, metadata = ''): Promise<Response> {
  const headers = {
    ...{ 'tus-resumable': '1.0.0', 'upload-length': String(bytes.length) },
    ...{ 'content-type': 'application/offset+octet-stream' },
    ...(metadata && { 'upload-metadata': metadata }),
  };
  return await server.fetch('/api/uploads', { method: 'POST', body: Buffer.from(bytes), headers });
}

async function outcomeOf(bytes: Uint8Array) {
  const response = await upload(bytes);
  const id = response.headers.get('location')!.split('/').at(-1)!;
  return await waitFor('the job', async () => {
    const job = await server.client.jobShow({ id });
    return job.endedAt !== null && job;
  });
}

it('zips that climb out, lie, nest, or are none', { timeout: 120_000 }, async () => {
  const slip = await outcomeOf(zipSync({ '../../../../../../tmp/evil': Buffer.from('x') }));
  expect(slip).toMatchObject({ state: 'failed', failure: { code: 'input/unreadable', class: 'permanent' } });
  const nested = zipSync({
    'inner.zip': zipSync({ 'deep.zip': zipSync({ bomb: new Uint8Array(2 ** 20) }) }),
  });
  expect(await outcomeOf(nested)).toMatchObject({ state: 'done', result: { counts: { 'not-dicom': 1 } } });
  // Not read beyond its beginning, so what it grows to does not matter.
  expect(bomb.length).toBeLessThan(2 ** 20);
  expect(await outcomeOf(bomb)).toMatchObject({
    ...{ state: 'done', result: { counts: { 'not-dicom': 1 }, files: [{ bytes: 0 }] } },
  });
  expect(await outcomeOf(Buffer.from('PK\x03\x04 and nothing else'))).toMatchObject({ state: 'failed' });
});

it('uploads that are too large, have hostile names, or ids that are paths', async () => {
  const huge = await server.fetch('/api/uploads', {
    method: 'POST',
    headers: { 'tus-resumable': '1.0.0', 'upload-length': String(2 ** 50) },
  });
  expect([413, 507]).toContain(huge.status);
  const long = Buffer.from('x'.repeat(300)).toString('base64');
  expect((await upload(Buffer.from('x'), `filename ${long}`)).status).toBe(400);
  const proto = Buffer.from('x').toString('base64');
  expect((await upload(Buffer.from('x'), `__proto__ ${proto}`)).status).toBeLessThan(500);
  for (const id of ['..%2f..%2fREADME.txt', '%2e%2e', 'x%00y', 'private', '.json'])
    for (const method of ['HEAD', 'PATCH', 'DELETE']) {
      const status = await rawStatus(method, `/api/uploads/${id}`);
      expect([id, method, status >= 400 && status < 500]).toEqual([id, method, true]);
    }
  expect(existsSync(server.temporary.directory.join('README.txt'))).toBe(true);
});

/** As it is: fetch would tidy up the path. */
function rawStatus(method: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...{ ...asAdmin, 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-length': '0' },
      'content-type': 'application/offset+octet-stream',
    };
    const outgoing = request({ host: '127.0.0.1', port: server.port, method, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    outgoing.once('error', reject);
    outgoing.end();
  });
}
