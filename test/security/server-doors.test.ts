/** HTTP, the control socket and the data directory, as an attacker on the same machine or network finds them. */
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, httpTransport } from '../../src/client/index.ts';
import { corpusInstance } from '../support/corpus.ts';
import { engines } from '../support/engines.ts';
import { readRaw, storeRaw } from '../support/store-scu.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { secretPatient, WatchedServer } from '../support/watched-server.ts';

const MEBIBYTE = 1024 * 1024;
const STALLED = 600;

const stored = corpusInstance(
  {
    kind: 'tiny',
    studies: 1,
    instancesPerSeries: 1,
    seed: 77_005,
    override: () => ({
      ...secretPatient,
      StudyDescription: '../../../escape',
      SeriesDescription: '/etc/passwd\0x',
    }),
  },
  { study: 0, series: 0, instance: 0 },
);

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

describe.each(engines)('the other doors of a server, on $name', (engine) => {
  const directory = new TemporaryDirectory('doors');
  let watched: WatchedServer;

  beforeAll(async () => {
    watched = await WatchedServer.start(engine);
    expect(await storeRaw(watched.server.peer, [readRaw(stored.encode())])).toEqual([0]);
  });
  afterAll(async () => {
    await watched?.[Symbol.asyncDispose]();
    directory.remove();
  });

  it.each([
    ['control.sock', 0o600],
    ['private', 0o700],
  ])('%s is for its owner only', (path, mode) => {
    expect(watched.modeOf(path)).toBe(mode);
  });

  it('nothing in the data directory is for everybody', () => {
    const paths = readdirSync(watched.server.data, { recursive: true }) as string[];
    expect(paths.length).toBeGreaterThan(10);
    expect(
      ['.', ...paths].filter(
        (path) => existsSync(`${watched.server.data}/${path}`) && watched.modeOf(path) & 0o007,
      ),
    ).toEqual([]);
  });

  it.each([
    '/api/find',
    '/health/',
    '/metrics/../api/status',
    '/..%2f..%2fetc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '//etc/passwd',
    '/assets/none.js',
    '/health%00',
    '/health/../../private',
    '/control.sock',
  ])('HTTP GET %s: 404', async (path) => {
    const reply = await overHttp('GET', path);
    expect(reply).toMatchObject({ status: 404, type: expect.stringContaining('application/problem+json') });
    expect(JSON.parse(reply.body)).toMatchObject({ code: 'input/no-such-place', status: 404 });
  });

  it.each(['/api/status', '/api/nodes'])('HTTP GET %s: 401 for somebody unknown', async (path) => {
    const reply = await overHttp('GET', path);
    expect(reply).toMatchObject({ status: 401, type: expect.stringContaining('application/problem+json') });
    expect(JSON.parse(reply.body)).toMatchObject({ code: 'access/unauthenticated', status: 401 });
  });

  it.each(['/studies', '/studies/1.2.3', '/people/..%2f..'])('HTTP GET %s: to the log-in', async (path) => {
    const address = `http://127.0.0.1:${watched.server.httpPort}${path}`;
    const { status, headers } = await fetch(address, { redirect: 'manual' });
    expect(status).toBe(303);
    expect(headers.get('location')).toBe(`/login?next=${encodeURIComponent(path)}`);
  });

  it('HTTP GET /: where to go, and nothing of what is here', async () => {
    const { status, body } = await overHttp('GET', '/');
    expect(status).toBe(200);
    for (const place of ['/dicom-web', '/api/docs', '/health']) expect(body).toContain(place);
    expect(body).not.toMatch(/\^|\d+ (studies|images)/);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('HTTP %s /health: 404', async (method) => {
    expect(await overHttp(method, '/health')).toMatchObject({ status: 404 });
  });

  it('HTTP answers /health and /metrics, and they say nothing of patients', async () => {
    for (const path of ['/health', '/metrics']) {
      const reply = await overHttp('GET', path);
      expect(reply.status).toBe(200);
      expect(reply.body).not.toMatch(/geheimnis|secret-4711|19511103/i);
    }
  });

  it.each([
    [
      'a header of 1 MiB',
      `GET /health HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(MEBIBYTE)}\r\n\r\n`,
      /^HTTP\/1.1 431/,
    ],
    [
      '100,000 headers',
      `GET /health HTTP/1.1\r\nHost: x\r\n${'X: y\r\n'.repeat(100_000)}\r\n`,
      /^HTTP\/1.1 431/,
    ],
    ['a request line without end', `GET /${'a'.repeat(MEBIBYTE)}`, /^HTTP\/1.1 4\d\d/],
    [
      'two lengths',
      'POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello',
      /^HTTP\/1.1 400/,
    ],
    [
      'length and chunks',
      'POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      /^HTTP\/1.1 400/,
    ],
    ['noise', '\u0001\u0002\u0003\r\n\r\n', /^HTTP\/1.1 400/],
    ['DICOM', '\u0001\0\0\0\0\u0010', /^HTTP\/1.1 400/],
  ])('HTTP with %s is refused', async (_name, text, expected) => {
    expect(await rawHttp(text)).toMatch(expected);
    await watched.assertServes();
  });

  it(`${STALLED} stalled HTTP requests keep DICOM and memory free, and are cut off`, {
    timeout: 120_000,
  }, async () => {
    const before = watched.residentBytes();
    const sockets = Array.from({ length: STALLED }, () => connect(watched.server.httpPort, '127.0.0.1'));
    let closed = 0;
    for (const socket of sockets) {
      socket.on('error', () => {}).on('close', () => closed++);
      socket.resume().write('GET /health HTTP/1.1\r\nX-A: ');
    }
    await watched.assertServes();
    await expect.poll(() => closed, { timeout: 45_000 }).toBe(STALLED);
    expect((await overHttp('GET', '/health')).status).toBe(200);
    expect(watched.residentBytes() - before).toBeLessThan(100 * MEBIBYTE);
  });

  const malformed: Record<string, [method: string, path: string, body: string, status: number]> = {
    'an unknown field': ['POST', '/api/find', '{"match":{},"sql":"DROP TABLE study"}', 400],
    'a mistyped field': ['POST', '/api/find', '{"macth":{"PatientID":"1"}}', 400],
    'a field of the wrong type': ['POST', '/api/find', '{"limit":"all"}', 400],
    'an unknown field inside another': ['POST', '/api/remove', '{"selection":{"query":{"macth":{}}}}', 400],
    'a prototype': ['POST', '/api/find', '{"__proto__":{"limit":1},"constructor":{"prototype":{}}}', 400],
    'JSON cut short': ['POST', '/api/find', '{"match":', 400],
    'no JSON': ['POST', '/api/find', 'Geheimnis^Gerda', 400],
    'JSON 100,000 deep': ['POST', '/api/find', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 400],
    'a node whose name climbs': ['GET', '/api/nodes/..%2f..%2fetc', '', 404],
    'a node named by SQL': ['DELETE', "/api/nodes/x'--", '', 400],
    'a path that is not absolute': ['POST', '/api/import', '{"paths":["../../etc"]}', 400],
    'a path that is not there': ['POST', '/api/import', '{"paths":["/nowhere/at/all"]}', 404],
    'a path with NUL': ['POST', '/api/import', '{"paths":["/tmp/\\u0000x"]}', 404],
    'a device': ['POST', '/api/import', '{"paths":["/dev/zero"]}', 400],
    'an unknown route': ['GET', '/api/secrets', '', 404],
  };
  it.each(Object.entries(malformed))(
    'the control API refuses %s',
    async (_name, [method, path, body, status]) => {
      const reply = await overSocket(method, path, body);
      expect(reply, reply.body.slice(0, 300)).toMatchObject({ status });
      expect(reply.type).toContain('application/problem+json');
      expect(reply.body).not.toMatch(/node_modules|at .*\.ts:\d/);
      await watched.assertServes();
    },
  );

  it.each([
    ['names that climb', '../../{StudyDescription}/{InstanceNumber}.dcm'],
    ['an absolute name', '/{SeriesDescription}/{InstanceNumber}.dcm'],
    ['values that climb', '{StudyDescription}/{SeriesDescription}/{InstanceNumber}.dcm'],
  ])('an export with %s stays in its folder', async (name, template) => {
    const folder = directory.join(`out-${name.replaceAll(' ', '-')}`, 'inner');
    mkdirSync(folder, { recursive: true });
    await exportTo(folder, template).catch(() => {});
    const written = readdirSync(directory.path, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(written.filter(({ parentPath }) => !parentPath.includes('/inner'))).toEqual([]);
    expect(existsSync('/escape')).toBe(false);
  });

  it('an export does not go into the archive itself, nor through a link into it', async () => {
    const { data } = watched.server;
    symlinkSync(data, directory.join('link'));
    const before = readdirSync(data).sort();
    for (const folder of [
      data,
      `${data}/studies`,
      `${data}/new`,
      directory.join('link'),
      directory.join('link', 'new'),
    ]) {
      await expect(exportTo(folder), folder).rejects.toMatchObject({ code: 'input/invalid' });
    }
    await expect(exportTo('relative/folder')).rejects.toMatchObject({ code: 'input/invalid' });
    expect(readdirSync(data).sort()).toEqual(before);
  });

  it('an import follows no link out of the folder, and does not end on a loop', async () => {
    const folder = directory.join('links');
    mkdirSync(folder);
    symlinkSync(folder, `${folder}/loop`);
    symlinkSync('/dev/zero', `${folder}/zero.dcm`);
    symlinkSync('/etc/passwd', `${folder}/passwd.dcm`);
    writeFileSync(`${folder}/text.txt`, 'Geheimnis^Gerda');
    const reply = await overSocket('POST', '/api/import', JSON.stringify({ paths: [folder] }));
    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.body.trim().split('\n').at(-1)!)).toMatchObject({ result: { new: 0 } });
  });

  it('left nothing behind', async () => {
    await watched.assertNoDescriptorLeft();
    watched.assertDiscreet();
  });

  async function exportTo(folder: string, template = '{InstanceNumber}.dcm'): Promise<void> {
    const client = createClient(httpTransport({ socketPath: `${watched.server.data}/control.sock` }));
    const selection = { studies: [stored.studyInstanceUid] };
    for await (const _ of client.exportFiles({ selection, folder, template })) void _;
  }

  const overHttp = (method: string, path: string): Promise<Reply> =>
    exchange({ host: '127.0.0.1', port: watched.server.httpPort }, method, path, '');

  const overSocket = (method: string, path: string, body: string): Promise<Reply> =>
    exchange({ socketPath: `${watched.server.data}/control.sock` }, method, path, body);

  function rawHttp(text: string): Promise<string> {
    return new Promise((resolve) => {
      let received = '';
      const socket = connect(watched.server.httpPort, '127.0.0.1');
      socket.setEncoding('latin1').on('data', (chunk) => {
        received += chunk;
      });
      socket.on('error', () => {}).on('close', () => resolve(received));
      socket.write(text, 'latin1');
    });
  }
});

function exchange(target: object, method: string, path: string, body: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = body === '' ? {} : { 'content-type': 'application/json' };
    const outgoing = request({ ...target, method, path, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          type: response.headers['content-type'] ?? '',
          body: text,
        }),
      );
    });
    outgoing.on('error', reject).end(body);
  });
}
