import { readdirSync, symlinkSync } from 'node:fs';
import { mkdir, stat, utimes, writeFile } from 'node:fs/promises';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Zippable, zipSync } from 'fflate';
import { Upload, type UploadOptions } from 'tus-js-client';
import { expect, it } from 'vitest';
import { type Clock, IsocenterError, silentLogger, systemClock } from '../../src/base/index.ts';
import { type ListedJob, type Problem, problemOf } from '../../src/contract/index.ts';
import { expireUploads } from '../../src/http/rest/uploads.ts';
import { writeDicomdir } from '../../src/media/index.ts';
import { corpus } from '../support/corpus.ts';
import { isoOf } from '../support/disc-image.ts';
import { callerWith } from '../support/http-door.ts';
import { niftiFile } from '../support/nifti-file.ts';
import { waitFor } from '../support/processes.ts';
import { asAdmin, openRest, type RestServer } from '../support/rest-server.ts';
import { describeWithPeer } from '../support/skip.ts';
import { tester } from '../support/temp-archive.ts';
import { canMount, SmallVolume } from '../support/volumes.ts';

const instances = [...corpus({ kind: 'tiny', studies: 1, instancesPerSeries: 3, seed: 9 })];

/** Sends bytes with the stock client; resolves with the id of the upload. */
function send(
  server: RestServer,
  bytes: Uint8Array,
  metadata: Record<string, string>,
  more: Partial<UploadOptions> = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const upload = new Upload(Buffer.from(bytes), {
      endpoint: `${server.url}/api/uploads`,
      headers: asAdmin,
      retryDelays: null,
      metadata,
      onError: reject,
      onSuccess: () => resolve(upload.url!.split('/').at(-1)!),
      ...more,
    });
    upload.start();
  });
}

interface Result {
  readonly counts: Readonly<Record<string, number>>;
  readonly files: readonly { readonly path: string; readonly outcome: string; readonly reason?: Problem }[];
}

async function resultOf(server: RestServer, id: string): Promise<ListedJob & { result: Result }> {
  const job = await waitFor('the job', async () => {
    const found = await server.client.jobShow({ id });
    return found.endedAt !== null && found;
  });
  return job as ListedJob & { result: Result };
}

const folder = (server: RestServer) => readdirSync(server.temporary.directory.join('uploads'));

it('takes in a DICOM file in parts, and forgets the upload', async () => {
  await using server = await openRest();
  const id = await send(server, instances[0]!.encode(), { filename: 'a.dcm' }, { chunkSize: 500 });
  const { state, subject, result } = await resultOf(server, id);
  expect([state, subject]).toEqual(['done', 'user:tester']);
  expect(result.files).toMatchObject([{ path: 'a.dcm', outcome: 'stored' }]);
  expect(folder(server)).toEqual([]);
});

it('takes in what is in the image of a disc', async () => {
  await using server = await openRest();
  const [first, second] = instances;
  const contents = {
    'IMAGES/A': first!.encode(),
    B: second!.encode(),
    'report.pdf': '%PDF-',
    DICOMDIR: 'none',
  };
  const image = await isoOf(contents);
  for (const outcome of ['stored', 'already-there']) {
    const { state, result } = await resultOf(server, await send(server, image, { filename: 'disc.iso' }));
    expect(state).toBe('done');
    expect(result.files).toMatchObject([
      { path: 'disc.iso/DICOMDIR', outcome: 'not-dicom' },
      { path: 'disc.iso/B', outcome },
      { path: 'disc.iso/IMAGES/A', outcome },
      { path: 'disc.iso/report.pdf', outcome: 'not-dicom' },
    ]);
  }
  // The last two sectors are those of the last two files.
  const cut = await resultOf(server, await send(server, image.subarray(0, image.length - 4096), {}));
  expect(cut).toMatchObject({ state: 'done', result: { counts: { 'already-there': 2, broken: 2 } } });
  expect(folder(server)).toEqual([]);
});

it('offers the documents of a container, and keeps them when it is asked to', async () => {
  await using server = await openRest();
  const contents = { A: instances[0]!.encode(), 'docs/report.pdf': Buffer.from('%PDF-1.7 a report') };
  const containers = { 'disc.iso': await isoOf(contents), 'disc.zip': zipSync(contents) };
  for (const [filename, bytes] of Object.entries(containers)) {
    const path = `${filename}/docs/report.pdf`;
    const offered = await resultOf(server, await send(server, bytes, { filename }));
    expect(offered.result.files).toContainEqual({
      ...{ path, outcome: 'not-dicom', bytes: 0, mediaType: 'application/pdf' },
    });
    const { result } = await resultOf(server, await send(server, bytes, { filename, documents: 'true' }));
    expect(result.counts).toEqual({ 'already-there': 1, kept: 1 });
    expect(result.files).toContainEqual(expect.objectContaining({ path, outcome: 'kept', bytes: 17 }));
  }
  const { files } = await server.client.filesList({});
  expect(files).toMatchObject([
    { name: 'report.pdf', attachments: [{ target: 'study', uid: instances[0]!.studyInstanceUid }] },
  ]);
});

it('keeps volumes without being asked, also when nothing else is sent', async () => {
  await using server = await openRest();
  const bytes = Buffer.from(gzipSync(niftiFile({ size: [2, 3, 4] })));
  const zipped = Buffer.from(zipSync({ 'sub-01/T1w.nii.gz': bytes }));
  for (const [filename, sent] of [
    ['T1w.nii.gz', bytes],
    ['brains.zip', zipped],
  ] as const) {
    const { result } = await resultOf(server, await send(server, sent, { filename }));
    expect(result.counts).toEqual({ kept: 1 });
  }
  const { files } = await server.client.filesList({});
  expect(files).toMatchObject([{ name: 'T1w.nii.gz', preview: 'volume', attachments: [] }]);
});

it('names the job with the last bytes, and not before', async () => {
  await using server = await openRest();
  const bytes = Buffer.from(instances[0]!.encode());
  const headers = {
    ...asAdmin,
    'tus-resumable': '1.0.0',
    'content-type': 'application/offset+octet-stream',
  };
  const begin = (body: Buffer<ArrayBuffer>) =>
    fetch(`${server.url}/api/uploads`, {
      ...{ method: 'POST', body },
      headers: { ...headers, 'upload-length': String(bytes.length) },
    });
  const whole = await begin(bytes);
  const idOf = (response: Response) => response.headers.get('location')!.split('/').at(-1)!;
  expect(whole.headers.get('isocenter-job')).toBe(idOf(whole));
  expect((await resultOf(server, idOf(whole))).result.counts).toEqual({ stored: 1 });
  const begun = await begin(bytes.subarray(0, 700));
  expect([begun.status, begun.headers.get('isocenter-job')]).toEqual([201, null]);
  const rest = await fetch(new URL(begun.headers.get('location')!, server.url), {
    ...{ method: 'PATCH', body: bytes.subarray(700) },
    headers: { ...headers, 'upload-offset': '700' },
  });
  expect([rest.status, rest.headers.get('isocenter-job')]).toEqual([204, idOf(begun)]);
});

it('goes on where a connection broke', async () => {
  await using server = await openRest();
  const bytes = instances[0]!.encode();
  const half = await new Promise<Upload>((resolve, reject) => {
    const upload: Upload = new Upload(Buffer.from(bytes), {
      ...{ endpoint: `${server.url}/api/uploads`, headers: asAdmin, retryDelays: null, chunkSize: 700 },
      onError: reject,
      onChunkComplete: () => void upload.abort().then(() => resolve(upload)),
    });
    upload.start();
  });
  const seen: number[] = [];
  const id = await send(
    server,
    bytes,
    {},
    {
      ...{ endpoint: null, uploadUrl: half.url, chunkSize: 700 },
      onProgress: (sent) => seen.push(sent),
    },
  );
  expect(seen[0]).toBeGreaterThanOrEqual(700);
  expect((await resultOf(server, id)).result.counts).toEqual({ stored: 1 });
});

it('unpacks a zip: what is there already is no failure, what is no image is passed over', async () => {
  await using server = await openRest();
  const entries: Zippable = {};
  for (const [index, instance] of instances.entries()) entries[`DICOM/S1/I${index}`] = instance.encode();
  entries['README.TXT'] = Buffer.from('hello');
  entries['autorun.exe'] = Buffer.from(`MZ${'x'.repeat(3_000)}`);
  entries['broken.dcm'] = instances[0]!.encode().subarray(0, 900);
  const zip = zipSync(entries);
  const first = await resultOf(server, await send(server, zip, { filename: 'disc.zip' }));
  expect(first.result.counts).toEqual({ stored: 3, 'not-dicom': 2, broken: 1 });
  expect(first.result.files.find(({ outcome }) => outcome === 'broken')).toMatchObject({
    path: 'disc.zip/broken.dcm',
  });
  const again = await resultOf(server, await send(server, zip, { filename: 'disc.zip' }));
  expect(again.result.counts).toEqual({ 'already-there': 3, 'not-dicom': 2, broken: 1 });
});

it('tells what the DICOMDIR of a zip names and the zip does not hold', async () => {
  await using server = await openRest();
  const images = ['IMAGES/A', 'IMAGES/B', 'IMAGES/C'];
  const index = writeDicomdir(
    images.map((path, at) => ({
      fileId: path.split('/'),
      ...{ dataset: instances[at]!.dataset, transferSyntaxUid: instances[at]!.transferSyntaxUid },
    })),
    { implementationClassUid: '1.2.3' },
  );
  // Programs that pack discs write names in letters of their own.
  const entries = {
    'CD/DICOMDIR': index,
    'CD/images/a.;1': instances[0]!.encode(),
    'IMAGES/B': Buffer.from('no'),
  };
  const { result } = await resultOf(server, await send(server, zipSync(entries), { filename: 'disc.zip' }));
  expect(result.counts).toEqual({ stored: 1, 'not-dicom': 2, broken: 2 });
  expect(result.files.filter(({ outcome }) => outcome === 'broken')).toEqual(
    ['disc.zip/CD/IMAGES/B', 'disc.zip/CD/IMAGES/C'].map((path) => ({
      ...{ path, outcome: 'broken', bytes: 0, reason: problemOf(new IsocenterError('disc/not-there')) },
    })),
  );
});

it('keeps any other file, attached to what was named', async () => {
  await using server = await openRest();
  const uid = instances[0]!.studyInstanceUid;
  const metadata = { filename: '../../Brief <b>.pdf', filetype: 'application/pdf', target: 'study', uid };
  const { result } = await resultOf(server, await send(server, Buffer.from('%PDF-1.7 text'), metadata));
  expect(result.counts).toEqual({ kept: 1 });
  const { files } = await server.client.filesList({ target: 'study', uid });
  expect(files).toMatchObject([{ name: metadata.filename, mediaType: 'application/pdf', preview: 'pdf' }]);
});

it.each([
  ['a.txt', 'some text', 'text/plain', 'text'],
  ['report.pdf', '%PDF-1.7 text', 'application/pdf', 'pdf'],
  ['no name for it', '\x89PNG\r\n\x1a\n', 'image/png', 'image'],
  ['report.pdf', '<script>alert(1)</script>', 'application/octet-stream', 'none'],
])('says what %s is when the sender does not', async (filename, content, mediaType, preview) => {
  await using server = await openRest();
  const body = Buffer.from(content, 'latin1');
  await resultOf(server, await send(server, body, { filename, keep: 'true' }));
  const { files } = await server.client.filesList({});
  expect(files).toMatchObject([{ name: filename, mediaType, preview }]);
  const shown = await server.fetch(`/api/files/${files[0]!.digest}/preview`);
  expect(shown.status).toBe(preview === 'none' ? 406 : 200);
  const straight = await server.fetch(`/api/files?name=${encodeURIComponent(filename)}`, {
    ...{ method: 'POST', body: new Blob([body]) },
  });
  expect(await straight.json()).toMatchObject({ mediaType, preview });
});

it('is seen by who began it only, and begun by who may store', async () => {
  const other = callerWith({ actor: { kind: 'user', name: 'other' } });
  const reader = callerWith({
    actor: { kind: 'user', name: 'reader' },
    rights: new Set(['view', 'download']),
  });
  await using server = await openRest({ other, reader });
  const create = (name: string) =>
    fetch(`${server.url}/api/uploads`, {
      method: 'POST',
      headers: { authorization: `Test ${name}`, 'tus-resumable': '1.0.0', 'upload-length': '5' },
    });
  expect((await create('reader')).status).toBe(403);
  const made = await create('admin');
  expect(made.status).toBe(201);
  const url = new URL(made.headers.get('location')!, server.url);
  const ask = (method: string, name: string, body?: string) =>
    fetch(url, {
      method,
      headers: {
        ...{ authorization: `Test ${name}`, 'tus-resumable': '1.0.0', 'upload-offset': '0' },
        'content-type': 'application/offset+octet-stream',
      },
      ...(body === undefined ? {} : { body }),
    });
  for (const method of ['HEAD', 'PATCH', 'DELETE']) {
    const answer = await ask(method, 'other', method === 'PATCH' ? 'abcde' : undefined);
    expect([method, answer.status]).toEqual([method, 404]);
  }
  expect((await fetch(url, { headers: asAdmin })).status).toBe(404);
  expect((await ask('HEAD', 'admin')).status).toBe(200);
  expect((await ask('PATCH', 'admin', 'abcde')).status).toBe(204);
});

const MEBIBYTE = 2 ** 20;
/** What uploads leave free, and some room above it. */
const VOLUME_MEBIBYTES = 2_048 + 16;
const PART = 10 * MEBIBYTE;

describeWithPeer('uploads on a small disk', canMount(), () => {
  const tus = { ...asAdmin, 'tus-resumable': '1.0.0' };

  async function create({ url }: RestServer, headers: Record<string, string>): Promise<URL> {
    const made = await fetch(`${url}/api/uploads`, { method: 'POST', headers: { ...tus, ...headers } });
    expect(made.status).toBe(201);
    return new URL(made.headers.get('location')!, url);
  }

  /** A part that is announced; its bytes the caller sends. */
  function patch(place: URL, length: Record<string, string | number>): Patch {
    const type = 'application/offset+octet-stream';
    const headers = { ...tus, 'upload-offset': '0', 'content-type': type, ...length };
    const sent = request(place, { method: 'PATCH', headers });
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      sent.on('response', (response) => resolve(response.resume())).on('error', reject);
    });
    sent.flushHeaders();
    return { sent, answered };
  }

  interface Patch {
    readonly sent: ClientRequest;
    readonly answered: Promise<IncomingMessage>;
  }

  async function statusOf({ sent, answered }: Patch): Promise<number | undefined> {
    const { statusCode } = await answered;
    sent.destroy();
    return statusCode;
  }

  it('leave room for images together, also those that did not say how long they are', async () => {
    using volume = new SmallVolume(VOLUME_MEBIBYTES);
    await using server = await openRest();
    symlinkSync(volume.path, server.temporary.directory.join('uploads'));
    const [first, second] = await Promise.all(
      [1, 2].map(() => create(server, { 'upload-length': String(PART) })),
    );
    const deferred = await create(server, { 'upload-defer-length': '1' });

    expect(await statusOf(patch(deferred, { 'content-length': 4 * PART }))).toBe(507);
    expect(await statusOf(patch(deferred, { 'transfer-encoding': 'chunked' }))).toBe(400);
    const chunked = { 'transfer-encoding': 'chunked', 'upload-length': 4 * PART };
    expect(await statusOf(patch(deferred, chunked))).toBe(507);

    // On its way: neither half of it may be given to anybody else.
    const begun = patch(first!, { 'content-length': PART });
    begun.sent.write(new Uint8Array(PART / 2));
    await waitFor('a part to begin', async () => (await sizeOf(volume, first!)) > 0);
    expect(await statusOf(patch(second!, { 'content-length': PART }))).toBe(507);
    expect(await statusOf(patch(second!, { 'transfer-encoding': 'chunked' }))).toBe(507);
    const little = patch(second!, { 'content-length': 1 });
    little.sent.end('x');
    expect(await statusOf(little)).toBe(204);
    begun.sent.end(new Uint8Array(PART / 2));
    expect(await statusOf(begun)).toBe(204);
  });

  it('give back the room of a part that broke off', async () => {
    using volume = new SmallVolume(VOLUME_MEBIBYTES);
    await using server = await openRest();
    symlinkSync(volume.path, server.temporary.directory.join('uploads'));
    const [first, second] = await Promise.all(
      [1, 2].map(() => create(server, { 'upload-length': String(PART) })),
    );
    const broken = patch(first!, { 'content-length': PART });
    broken.answered.catch(() => {
      // It is broken off here.
    });
    broken.sent.write('x');
    await waitFor('a part to begin', async () => (await sizeOf(volume, first!)) > 0);
    broken.sent.destroy();
    await waitFor('the room to be given back', async () => {
      const asked = patch(second!, { 'content-length': PART });
      asked.sent.end(new Uint8Array(PART));
      return (await statusOf(asked)) === 204;
    });
  });
});

async function sizeOf({ path }: SmallVolume, place: URL): Promise<number> {
  return (await stat(`${path}/${place.pathname.split('/').at(-1)}`)).size;
}

it('what nobody touched for a week goes, whatever is there of it, and nothing that a job waits for', async () => {
  await using server = await openRest();
  const path = server.temporary.directory.join('uploads');
  await mkdir(path, { recursive: true });
  const now = new Date('2026-03-10T00:00:00Z');
  const lay = async (name: string, days: number) => {
    await writeFile(join(path, name), '{}');
    const at = new Date(now.getTime() - days * 86_400_000);
    await utimes(join(path, name), at, at);
  };
  const [whole, half, lone, fresh, waiting] = Array.from({ length: 5 }, () => crypto.randomUUID());
  for (const name of [whole!, `${whole}.json`, half!, `${lone}.json`, waiting!]) await lay(name, 8);
  await lay(fresh!, 8);
  await lay(`${fresh}.json`, 6);
  const input = { path: join(path, waiting!), name: 'a', address: '' };
  const notBefore = new Date(Date.now() + 86_400_000);
  await server.jobs.submit({ id: waiting!, kind: 'upload', input, subject: tester, notBefore });
  const clock: Clock = { ...systemClock, now: () => now };
  const { jobs } = server;
  const authenticate = async () => callerWith();
  await expireUploads({ ...{ folder: path, jobs, clock, logger: silentLogger }, authenticate });
  expect(folder(server).sort()).toEqual([fresh!, `${fresh}.json`, waiting!].sort());
});
