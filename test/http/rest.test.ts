import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { parseFile, parseFileHead, tags } from '../../src/dicom/index.ts';
import { openDiscImage, readDicomdir } from '../../src/media/index.ts';
import { type CorpusShape, corpus } from '../support/corpus.ts';
import { callerWith } from '../support/http-door.ts';
import { openRest, type RestServer } from '../support/rest-server.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { tester } from '../support/temp-archive.ts';

const dicom = { 'content-type': 'application/dicom' };
const shape: CorpusShape = { kind: 'tiny', studies: 2, instancesPerSeries: 3, seed: 5 };

const post = (server: RestServer, body: Uint8Array, headers: Record<string, string> = dicom) =>
  server.fetch('/api/instances', { method: 'POST', body: Buffer.from(body), headers });

async function storeAll(server: RestServer, which = shape): Promise<Uint8Array[]> {
  const files = [...corpus(which)].map((instance) => instance.encode());
  for (const file of files) expect((await post(server, file)).status).toBe(200);
  return files;
}

/** Of the data set alone: the head is ours. */
function digestOf(file: Uint8Array): string {
  const head = parseFileHead(file, true);
  if (typeof head === 'number') throw new Error('the head is cut off');
  return createHash('sha256').update(file.subarray(head.dataSetOffset)).digest('hex');
}

it('stores a DICOM file and says what it is; the same again is no second one, other content is a conflict', async () => {
  await using server = await openRest();
  const [instance] = corpus(shape);
  const file = instance!.encode();
  const stored = await post(server, file);
  expect(stored.status).toBe(200);
  const answer = (await stored.json()) as object;
  expect(answer).toMatchObject({ outcome: 'stored', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(await (await post(server, file)).json()).toEqual({ ...answer, outcome: 'already-there' });
  const [other] = corpus({ ...shape, override: () => ({ ImageComments: 'other' }) });
  expect(await (await post(server, other!.encode())).json()).toMatchObject({ outcome: 'conflict' });
});

it('takes a file in pieces of any size', async () => {
  await using server = await openRest();
  const file = [...corpus(shape)][0]!.encode();
  const answer = await new Promise<string>((resolve, reject) => {
    const headers = { ...dicom, authorization: 'Test admin' };
    const outgoing = request(`${server.url}/api/instances`, { method: 'POST', headers }, async (response) =>
      resolve(String(Buffer.concat(await response.toArray()))),
    );
    outgoing.on('error', reject);
    void (async () => {
      for (const byte of [1, 100, 31, 1, 7, 200]) {
        outgoing.write(file.subarray(0, byte));
        break;
      }
      for (let at = 1; at < file.length; at += 97) {
        outgoing.write(file.subarray(at, at + 97));
        if (at % 5 === 0) await sleep(1);
      }
      outgoing.end();
    })();
  });
  expect(JSON.parse(answer)).toMatchObject({ outcome: 'stored' });
});

it('says what is wrong with what cannot be taken', async () => {
  await using server = await openRest();
  const file = [...corpus(shape)][0]!.encode();
  const failure = async (response: Promise<Response>) => {
    const { status, headers, json } = await response.then(async (one) => ({
      ...{ status: one.status, headers: one.headers, json: (await one.json()) as { code: string } },
    }));
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    return [status, json.code];
  };
  expect(await failure(post(server, Buffer.from('hello')))).toEqual([400, 'dicom/not-dicom']);
  expect(await failure(post(server, new Uint8Array(0)))).toEqual([400, 'dicom/not-dicom']);
  expect(await failure(post(server, file.subarray(0, file.length - 3)))).toEqual([400, 'dicom/truncated']);
  expect(await failure(post(server, file, { 'content-type': 'application/json' }))).toEqual([
    ...[415, 'input/media-type'],
  ]);
  expect(await failure(post(server, file, { ...dicom, 'content-encoding': 'gzip' }))).toEqual([
    ...[415, 'input/media-type'],
  ]);
});

it('gives a study as a zip with readable names, and what was stored in it', async () => {
  await using server = await openRest();
  const files = await storeAll(server);
  const { dataset } = parseFile(files[0]!);
  const uid = dataset.string(tags.StudyInstanceUID)!;
  const response = await server.fetch(`/api/studies/${uid}/zip`);
  expect(response.headers.get('content-disposition')).toContain(`filename="study-${uid}.zip"`);
  const entries = unzipSync(await response.bytes());
  const expected = files
    .filter((file) => parseFile(file).dataset.string(tags.StudyInstanceUID) === uid)
    .map(digestOf);
  expect(Object.values(entries).map(digestOf).sort()).toEqual(expected.sort());
  for (const path of Object.keys(entries)) expect(path).toMatch(/^[^/]+\/[^/]+\/[^/]+\/\d{5}\.dcm$/);
});

it('gives a selection in the layout of discs', async () => {
  await using server = await openRest();
  const files = await storeAll(server);
  const response = await server.fetch('/api/zip', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ selection: { query: { match: { PatientID: '*' } } }, layout: 'media' }),
  });
  const entries = unzipSync(await response.bytes());
  const { records } = readDicomdir(entries.DICOMDIR!);
  const named = records.filter(({ fileId }) => fileId.length > 0).map(({ fileId }) => fileId.join('/'));
  expect(named.sort()).toEqual(
    Object.keys(entries)
      .filter((path) => path !== 'DICOMDIR')
      .sort(),
  );
  expect(named).toHaveLength(files.length);
});

it('gives a study and a selection as images of discs', async () => {
  await using server = await openRest();
  using directory = new TemporaryDirectory('iso');
  const files = await storeAll(server);
  const uid = parseFile(files[0]!).dataset.string(tags.StudyInstanceUID)!;
  const ofStudy = files.filter((file) => parseFile(file).dataset.string(tags.StudyInstanceUID) === uid);
  const selected = server.fetch('/api/iso', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ selection: { query: { match: { PatientID: '*' } } } }),
  });
  for (const [asked, expected] of [
    [server.fetch(`/api/studies/${uid}/iso`), ofStudy],
    [selected, files],
  ] as const) {
    const response = await asked;
    expect(response.headers.get('content-type')).toBe('application/x-iso9660-image');
    const bytes = await response.bytes();
    expect(response.headers.get('content-length')).toBe(String(bytes.length));
    writeFileSync(directory.join('disc.iso'), bytes);
    const image = await openDiscImage(directory.join('disc.iso'));
    const dicom = [...image.files].filter(([path]) => path.startsWith('/IMAGES/'));
    const read = dicom.map(async ([, file]) => digestOf(Buffer.concat(await Array.fromAsync(file.read()))));
    expect((await Promise.all(read)).sort()).toEqual(expected.map(digestOf).sort());
  }
  expect((await server.fetch('/api/studies/1.2.3/iso')).status).toBe(404);
});

it('names what a zip lacks, and has no zip of nothing', async () => {
  await using server = await openRest();
  const files = await storeAll(server);
  const uid = parseFile(files[0]!).dataset.string(tags.StudyInstanceUID)!;
  const { parts } = server.temporary;
  const [page] = await Array.fromAsync(
    parts.catalog.instances({ kind: 'everything' }, { studyInstanceUids: [uid] }),
  );
  await parts.store.remove(page![0]!.location!.key);
  const entries = unzipSync(await (await server.fetch(`/api/studies/${uid}/zip`)).bytes());
  expect(String(Buffer.from(entries['NOT INCLUDED.txt']!))).toContain(page![0]!.sopInstanceUid);
  expect((await server.fetch('/api/studies/1.2.3/zip')).status).toBe(404);
  expect((await server.fetch('/api/studies/..%2f..%2fetc/zip')).status).toBe(400);
});

it('tells events from a cursor on, and goes on after the last one that was seen', async () => {
  await using server = await openRest();
  await storeAll(server);
  const first = await readEvents(server, {}, 3);
  expect(first).toHaveLength(3);
  const next = await readEvents(server, { 'last-event-id': String(first[0]) }, 2);
  expect(next).toEqual(first.slice(1));
});

it('tells who sees one study what happened to it, and nothing else', async () => {
  const [one] = corpus(shape);
  const uid = one!.studyInstanceUid;
  const scope = { kind: 'rules', rules: [{ studyInstanceUid: uid }] } as const;
  await using server = await openRest({ guest: callerWith({ scope }) });
  await storeAll(server);
  const response = await fetch(`${server.url}/api/events`, { headers: { authorization: 'Test guest' } });
  const lines = (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const seen = lines.flatMap(({ item }) => (item ? [item.studyInstanceUid] : []));
  expect(seen.length).toBeGreaterThanOrEqual(shape.instancesPerSeries);
  expect(new Set(seen)).toEqual(new Set([uid]));
  const { events } = await server.temporary.archive.events(tester, { kind: 'everything' }, 0, 10_000);
  expect(lines.at(-1)).toEqual({ result: { cursor: events.at(-1)!.cursor } });
});

it('looks at so many events for one answer, and goes on behind them', async () => {
  const uid = corpus(shape).next().value!.studyInstanceUid;
  const scope = { kind: 'rules', rules: [{ studyInstanceUid: uid }] } as const;
  await using server = await openRest({ guest: callerWith({ scope }) });
  const { catalog } = server.temporary.parts;
  const ofOthers = { at: '2026-01-01T00:00:00.000Z', kind: 'study.quiet', actor: 'system:isocenter' };
  await catalog.appendEvents(Array.from({ length: 10_001 }, () => ofOthers));
  await storeAll(server);
  const headers = { authorization: 'Test guest' };
  const answerAfter = async (cursor: number) => {
    const response = await fetch(`${server.url}/api/events?after=${cursor}`, { headers });
    const lines = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    return { seen: lines.length - 1, cursor: lines.at(-1)!.result!.cursor };
  };
  expect(await answerAfter(0)).toEqual({ seen: 0, cursor: 10_000 });
  const rest = await answerAfter(10_000);
  expect(rest.seen).toBeGreaterThanOrEqual(shape.instancesPerSeries);
  expect(rest.cursor).toBe(await catalog.lastEventSeq());
  expect(await answerAfter(rest.cursor)).toEqual({ seen: 0, cursor: rest.cursor });
  const stream = await readEvents(server, headers, 1);
  expect(stream[0]).toBeGreaterThan(10_001);
});

interface Line {
  readonly result?: { readonly cursor: number };
  readonly item?: { readonly studyInstanceUid: string };
}

async function readEvents(
  server: RestServer,
  headers: Record<string, string>,
  count: number,
): Promise<number[]> {
  const stop = new AbortController();
  const response = await server.fetch('/api/events/stream', { headers, signal: stop.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const seen: number[] = [];
  let text = '';
  for await (const chunk of response.body!) {
    text += Buffer.from(chunk).toString();
    const ids = [...text.matchAll(/^id: (\d+)\nevent: [a-z.]+\ndata: \{.*\}\n\n/gm)].map(([, id]) =>
      Number(id),
    );
    seen.splice(0, seen.length, ...ids);
    if (seen.length >= count) break;
  }
  stop.abort();
  return seen.slice(0, count);
}

it('describes itself to everybody, and lets nobody else do anything', async () => {
  await using server = await openRest({ finder: callerWith({ rights: new Set(['find']) }) });
  const description = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as {
    openapi: string;
    paths: Record<string, unknown>;
  };
  expect(description.openapi).toMatch(/^3\.1/);
  expect(Object.keys(description.paths)).toEqual(
    expect.arrayContaining(['/api/find', '/api/jobs/{id}/retry', '/api/studies/{study}/zip']),
  );
  expect(description.paths).toMatchObject({
    '/api/uploads': { post: { responses: { 201: { headers: { Location: {} } } } } },
    '/api/uploads/{id}': {
      head: {},
      patch: {
        parameters: expect.arrayContaining([
          expect.objectContaining({ name: 'Upload-Offset', in: 'header', required: true }),
        ]),
      },
      delete: {},
    },
  });
  const page = await fetch(`${server.url}/api/docs`);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await page.text()).not.toMatch(/<script|src=|https?:\/\//);
  const finder = { authorization: 'Test finder' };
  const zip = `${server.url}/api/studies/1.2.3/zip`;
  expect((await fetch(zip)).status).toBe(403);
  expect((await fetch(zip, { headers: finder })).status).toBe(403);
  const store = { method: 'POST', body: 'x', headers: { ...finder, ...dicom } };
  expect((await fetch(`${server.url}/api/instances`, store)).status).toBe(403);
});
