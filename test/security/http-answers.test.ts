/** A real server that holds hostile data: what its answers let browsers, caches, other sites and its own log do with them. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser } from '../support/browser.ts';
import { isocenterJson } from '../support/command-line.ts';
import { type CorpusInstance, corpus } from '../support/corpus.ts';
import { multipartOf } from '../support/multipart.ts';
import { type IsocenterServer, startIsocenter } from '../support/server.ts';

/** Text that is a page, a script or a formula where it is taken for one. */
const hostile = {
  PatientName: '<img src=x onerror=alert(1)>^Gerda',
  PatientID: '=HYPERLINK("http://evil","x")',
  StudyDescription: '<script>alert(2)</script>',
  SeriesDescription: '"><svg onload=alert(3)>',
  TextValue: '<script>alert(4)</script> finding',
} as const;
const label = '<script>alert(5)</script>';
const fileName = '<script>alert(6)</script>.html';
const title = '<b onclick=alert(7)>';
const runs = /<(script>alert|img src=x|svg onload|b onclick)/;
const password = 'correct horse battery staple';

let server: IsocenterServer;
let url = '';
let token = '';
let instance: CorpusInstance;
let digest = '';
let sharePath = '';
let session: Browser;

const asAdmin = () => ({ authorization: `Bearer ${token}` });

async function ask(
  path: string,
  init: RequestInit & { headers?: Record<string, string> } = {},
): Promise<Response> {
  return await fetch(`${url}${path}`, {
    ...init,
    redirect: 'manual',
    headers: { ...asAdmin(), ...init.headers },
  });
}

async function post(path: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return await ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

const polyglot = (file: Uint8Array): Uint8Array => {
  const copy = new Uint8Array(file);
  copy.set(Buffer.from('MZ<html><script>alert(8)</script>'), 0);
  return copy;
};

beforeAll(async () => {
  server = await startIsocenter();
  url = `http://127.0.0.1:${server.httpPort}`;
  const create = ['token', 'create', 'admin', '--role', 'administrator'];
  ({ token } = await isocenterJson<{ token: string }>(server, create));
  const shape = {
    kind: 'tiny',
    studies: 1,
    instancesPerSeries: 1,
    seed: 51,
    override: () => hostile,
  } as const;
  instance = [...corpus(shape)][0]!;
  const headers = { 'content-type': 'application/dicom' };
  const file = Buffer.from(polyglot(instance.encode()));
  expect((await ask('/api/instances', { method: 'POST', headers, body: file })).status).toBe(200);
  const of = { target: 'study', uid: instance.studyInstanceUid };
  const query = new URLSearchParams({ name: fileName, ...of });
  const kept = await ask(`/api/files?${query}`, {
    ...{ method: 'POST', body: '<script>alert(6)</script>', headers: { 'content-type': 'text/html' } },
  });
  ({ digest } = (await kept.json()) as { digest: string });
  expect((await post('/api/labels', { ...of, name: label, value: label })).status).toBe(200);
  const grant = { rights: ['find', 'read', 'edit'], scope: { kind: 'everything' }, expiresAt: null };
  expect((await post('/api/users', { name: 'anna', password, grant })).status).toBe(200);
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const scope = { kind: 'rules', rules: [{ studyInstanceUid: instance.studyInstanceUid }] };
  const shared = await post('/api/shares', { title, scope, expiresAt });
  ({ path: sharePath } = (await shared.json()) as { path: string });
  session = new Browser(url);
  expect(await session.post('/login', { name: 'anna', password })).toMatchObject({ status: 303 });
}, 120_000);
afterAll(() => server?.stop());

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Paths of the API, with what there is in place of their parameters. */
async function operations(): Promise<{ method: string; path: string; pattern: string }[]> {
  const description = (await (await ask('/api/openapi.json')).json()) as Description;
  const { studyInstanceUid: study } = instance;
  const known: Readonly<Record<string, string>> = { study, digest, name: 'anna' };
  return Object.entries(description.paths).flatMap(([pattern, methods]) =>
    Object.keys(methods).map((method) => ({
      method: method.toUpperCase(),
      pattern,
      path: pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => known[name] ?? '1'),
    })),
  );
}

const instancePath = (): string => {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = instance;
  return `/dicom-web/studies/${studyInstanceUid}/series/${seriesInstanceUid}/instances/${sopInstanceUid}`;
};

const dicomWebPaths = (): string[] => {
  const study = `/dicom-web/studies/${instance.studyInstanceUid}`;
  const inside = ['', '/metadata', '/frames/1', '/rendered', '/thumbnail'].map(
    (one) => `${instancePath()}${one}`,
  );
  return [
    '/dicom-web/studies',
    study,
    `${study}/series`,
    `${study}/metadata`,
    `${study}/instances`,
    ...inside,
  ];
};

/** The head of an answer, and its text where it ends soon. */
async function answerOf(path: string, headers: Record<string, string>) {
  const stop = new AbortController();
  const response = await fetch(`${url}${path}`, { headers, redirect: 'manual', signal: stop.signal });
  const isStream = response.headers.get('content-type') === 'text/event-stream';
  const text = isStream ? '' : await response.text();
  stop.abort();
  return { path, status: response.status, headers: response.headers, text };
}

async function allAnswers() {
  const api = (await operations()).filter(({ method }) => method === 'GET').map(({ path }) => path);
  const pages = ['/', '/login', '/shared', sharePath.split('#')[0]!, '/pages.css', '/health', '/metrics'];
  const errors = ['/nothing', '/api/nothing', '/api/files/zz', '/dicom-web/studies/1.2.3'];
  const cookie = [...session.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const doctor = new Browser(url);
  await doctor.post(sharePath.split('#')[0]!, { secret: sharePath.split('#')[1]! });
  const asDoctor = [...doctor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return [
    ...(await Promise.all([...api, ...dicomWebPaths(), ...errors].map((path) => answerOf(path, asAdmin())))),
    ...(await Promise.all(pages.map((path) => answerOf(path, { cookie })))),
    await answerOf('/shared', { cookie: asDoctor }),
    ...(await Promise.all([...api, ...dicomWebPaths()].map((path) => answerOf(path, {})))),
  ];
}

/** What is the same for everybody. */
const mayBeCached = /^\/(pages\.css|[\w-]+\.(js|css))$/;

describe('every answer', () => {
  let answers: Awaited<ReturnType<typeof allAnswers>>;
  beforeAll(async () => {
    answers = await allAnswers();
    // They mean something: the study is there, and shown.
    expect(answers.filter(({ text }) => text.includes('Gerda')).length).toBeGreaterThan(5);
    expect(answers.some(({ path, status }) => path === '/shared' && status === 200)).toBe(true);
  }, 60_000);

  it('is kept by no shared cache', () => {
    const kept = answers.filter(
      ({ path, headers }) =>
        !mayBeCached.test(path) && !/\b(no-store|private)\b/.test(headers.get('cache-control') ?? ''),
    );
    expect(kept.map(({ path, status }) => [path, status])).toEqual([]);
  });

  it('is taken for what it is, and may be read and framed by no other site', () => {
    for (const { path, headers } of answers) {
      expect([path, headers.get('x-content-type-options')]).toEqual([path, 'nosniff']);
      expect([path, headers.get('access-control-allow-origin')]).toEqual([path, null]);
      expect([path, headers.get('content-security-policy')]).toEqual([
        path,
        expect.stringMatching(/frame-ancestors/),
      ]);
    }
  });

  it('that is a page shows text of others as text, and runs nothing', () => {
    const pages = answers.filter(({ headers }) => /html|svg|xml/.test(headers.get('content-type') ?? ''));
    expect(pages.length).toBeGreaterThan(5);
    for (const { path, text, headers } of pages) {
      expect([path, runs.exec(text)?.[0]]).toEqual([path, undefined]);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/^default-src 'none'/);
      expect(policy).not.toMatch(/script-src[^;]*('unsafe-inline'|'self'|\*|http)/);
    }
  });

  it('is no table that a spreadsheet would open and calculate', () => {
    const types = answers.map(({ headers }) => headers.get('content-type') ?? '');
    expect(types.filter((type) => /csv|excel|spreadsheet|tab-separated/.test(type))).toEqual([]);
  });
});

describe('programs and pages that an image or a file carries', () => {
  it('do not come back in a preamble', async () => {
    const zip = unzipSync(await (await ask(`/api/studies/${instance.studyInstanceUid}/zip`)).bytes());
    const headers = { accept: 'application/dicom' };
    const alone = await (await ask(instancePath(), { headers })).bytes();
    for (const file of [...Object.values(zip), alone]) {
      expect(Buffer.from(file.subarray(0, 128)).equals(Buffer.alloc(128))).toBe(true);
      expect(Buffer.from(file.subarray(128, 132)).toString()).toBe('DICM');
    }
  });

  it('are saved, not shown', async () => {
    const { headers } = await ask(`/api/files/${digest}/content`);
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="[^"<>]*<script>[^"]*"; filename\*=UTF-8''/,
    );
    expect((await ask(`/api/files/${digest}/preview`)).status).toBe(406);
  });
});

describe('who administers the archive from elsewhere', () => {
  it.each([
    ['/api/files/import', { path: '/etc/hostname', name: 'x' }],
    ['/api/files/DIGEST/export', { path: '/tmp/isocenter-never-written' }],
  ])('reads and writes no file of the machine: %s', async (path, body) => {
    const answer = await post(path.replace('DIGEST', digest), body);
    expect([answer.status, await answer.json()]).toEqual([
      403,
      expect.objectContaining({ code: 'archive/forbidden' }),
    ]);
    expect(existsSync('/tmp/isocenter-never-written')).toBe(false);
  });
});

describe('another site', () => {
  const others: readonly (readonly [string, Record<string, string>])[] = [
    ['says so in Origin', { origin: 'https://evil.example' }],
    ['is a page without an origin', { origin: 'null' }],
    ['says so in Fetch Metadata', { 'sec-fetch-site': 'cross-site' }],
    ['shares the domain', { 'sec-fetch-site': 'same-site' }],
    ['says nothing', {}],
  ];

  it.each(others)('that %s cannot use the session of a browser', async (_name, headers) => {
    const cookie = [...session.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const changing = (await operations()).filter(
      ({ method }) => !['GET', 'HEAD', 'OPTIONS'].includes(method),
    );
    const pages = ['/logout', '/login'];
    const targets = [
      ...changing,
      ...pages.map((path) => ({ method: 'POST', path, pattern: path })),
      { method: 'POST', path: '/dicom-web/studies', pattern: '/dicom-web/studies' },
    ];
    for (const { method, path, pattern } of targets) {
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json']) {
        const response = await fetch(`${url}${path}`, {
          ...{ method, redirect: 'manual', body: '{}' },
          headers: { cookie, 'content-type': type, ...headers },
        });
        const text = await response.text();
        // A body of the wrong type is refused before or after; never is it taken.
        expect({ pattern, type, status: response.status, text }).toEqual({
          ...{ pattern, type, text: expect.any(String) },
          status: expect.toSatisfy(
            (status) => status === 403 || (status === 415 && type !== 'application/json'),
          ),
        });
      }
    }
    expect((await session.get('/api/me')).status).toBe(200);
  });

  it('is not what our own page is', async () => {
    const cookie = [...session.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(`${url}/api/find`, {
      ...{ method: 'POST', body: '{}' },
      headers: { cookie, 'content-type': 'application/json', origin: url },
    });
    expect(response.status).toBe(200);
  });
});

describe('bodies', () => {
  const plain = Buffer.alloc(64 * 2 ** 20, 0x20);
  const bombs: readonly (readonly [string, Uint8Array])[] = [
    ['gzip', gzipSync(plain)],
    ['deflate', deflateSync(plain)],
    ['br', brotliCompressSync(plain)],
    ['zstd', zstdCompressSync(plain)],
  ];
  it.each(bombs)('in %s are not blown up', async (encoding, bomb) => {
    for (const [path, type] of [
      ['/api/find', 'application/json'],
      ['/api/instances', 'application/dicom'],
      ['/api/files?name=x', 'application/pdf'],
      ['/dicom-web/studies', 'application/dicom'],
      ['/dicom-web/studies', 'multipart/related; type="application/dicom"; boundary=b'],
      ['/login', 'application/x-www-form-urlencoded'],
    ] as const) {
      const { status } = await ask(path, {
        ...{ method: 'POST', body: Buffer.from(bomb) },
        headers: { 'content-type': type, 'content-encoding': encoding, origin: url },
      });
      expect({ path, type, status }).toEqual({
        path,
        type,
        status: expect.toSatisfy((one) => one >= 400 && one < 500),
      });
    }
  });

  it('that name bytes elsewhere are not fetched for', async () => {
    let calls = 0;
    const elsewhere = createServer((_request, response) => {
      calls++;
      response.end('secret of the network');
    });
    elsewhere.listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    const { port } = elsewhere.address() as AddressInfo;
    const places = [
      `http://127.0.0.1:${port}/`,
      `http://localhost:${port}/`,
      `http://[::ffff:127.0.0.1]:${port}/`,
      'http://169.254.169.254/latest/meta-data/',
      'file:///etc/passwd',
    ];
    for (const [index, BulkDataURI] of places.entries()) {
      const uid = `2.25.${900_000 + index}`;
      const metadata = [
        {
          '00080016': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.7'] },
          '00080018': { vr: 'UI', Value: [uid] },
          '0020000D': { vr: 'UI', Value: [uid] },
          '0020000E': { vr: 'UI', Value: [uid] },
          '7FE00010': { vr: 'OW', BulkDataURI },
        },
      ];
      const { boundary, body } = multipartOf([
        { type: 'application/dicom+json', body: Buffer.from(JSON.stringify(metadata)) },
      ]);
      const type = `multipart/related; type="application/dicom+json"; boundary=${boundary}`;
      const answer = await ask('/dicom-web/studies', {
        ...{ method: 'POST', body: new Uint8Array(body), headers: { 'content-type': type } },
      });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(await answer.text()).not.toMatch(/secret of the network|root:/);
    }
    elsewhere.close();
    expect(calls).toBe(0);
  });
});

it('neither log nor figures have a secret, or anything of a patient', async () => {
  // What goes wrong is what is logged.
  const half = Buffer.from(instance.encode().subarray(0, 1_000));
  const headers = { 'content-type': 'application/dicom' };
  const broken = await ask('/api/instances', { method: 'POST', headers, body: half });
  expect(broken.status).toBeGreaterThanOrEqual(400);
  expect(await broken.text()).not.toMatch(/Gerda|HYPERLINK/);
  await fetch(`${url}/api/status`, { headers: { authorization: `Bearer ${token.slice(0, -1)}` } });
  await fetch(`${url}/api/find?token=${token}`, { headers: { authorization: 'Basic eDp5' } });
  await ask(`/dicom-web/studies?PatientName=Gerda*&StudyDate=nonsense`);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const secrets = [token, password, ...session.cookies.values(), sharePath.split('#')[1]!];
  for (const text of [server.stderr, metrics]) {
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/Gerda|HYPERLINK|alert\(/);
  }
});
