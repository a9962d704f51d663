/** Pages of other origins (CORS): those that are named may use DICOMweb, with a token; in a real browser, too. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IsocenterError } from '../../src/base/index.ts';
import type { CreatedToken } from '../../src/contract/index.ts';
import { settingTable } from '../../src/contract/settings/table.ts';
import { allowOrigins } from '../../src/http/cross-origin.ts';
import { type Authenticate, guard } from '../../src/http/guard.ts';
import { hasChromium, openChromium } from '../support/chromium.ts';
import { isocenterJson } from '../support/command-line.ts';
import { callerWith, openDoor } from '../support/http-door.ts';
import { type IsocenterServer, startIsocenter } from '../support/server.ts';
import { describeWithPeer } from '../support/skip.ts';

const VIEWER = 'https://viewer.example.org';

/** An empty page of an origin of its own, as the server of a viewer gives it. */
const pages = createServer((_request, response) =>
  response.setHeader('content-type', 'text/html').end('<p>'),
);
let page: string;
let server: IsocenterServer;
let root: string;
let token: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
  page = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
  server = await startIsocenter({ config: { corsOrigins: [VIEWER, page] } });
  root = `http://127.0.0.1:${server.httpPort}`;
  const create = ['token', 'create', 'viewer', '--role', 'administrator'];
  token = (await isocenterJson<CreatedToken>(server, create)).token;
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  pages.close();
});

const ask = (path: string, headers: Record<string, string>, method = 'GET') =>
  fetch(`${root}${path}`, { method, headers });
const bearer = () => ({ authorization: `Bearer ${token}` });
const preflight = (origin: string, path = '/dicom-web/studies') =>
  ask(path, { origin, 'access-control-request-method': 'GET' }, 'OPTIONS');
const allowed = ({ headers }: Response) => headers.get('access-control-allow-origin');

describe('an origin that is named', () => {
  it.each([
    '/dicom-web/studies',
    '/dicom-web/studies/1/series/2/instances/3/frames/1',
    '/dicom-web/',
    '/dicom-web/wado',
  ])('is told what it may send to %s, without a token', async (path) => {
    const response = await preflight(VIEWER, path);
    expect(response.status).toBe(204);
    expect(allowed(response)).toBe(VIEWER);
    expect(response.headers.get('access-control-allow-headers')).toContain('authorization');
    expect(response.headers.get('access-control-allow-methods')).toBe('GET, POST, OPTIONS');
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    expect(response.headers.get('vary')).toContain('origin');
  });

  it('reads answers, and why there are none', async () => {
    const found = await ask('/dicom-web/studies', { origin: VIEWER, ...bearer() });
    expect([found.status, allowed(found)]).toEqual([204, VIEWER]);
    expect(found.headers.get('access-control-expose-headers')).toContain('x-total-count');
    const missing = await ask('/dicom-web/studies/1.2.3/metadata', { origin: VIEWER, ...bearer() });
    expect([missing.status, allowed(missing)]).toEqual([404, VIEWER]);
    const unknown = await ask('/dicom-web/studies', { origin: VIEWER });
    expect([unknown.status, allowed(unknown)]).toEqual([401, VIEWER]);
    for (const { headers } of [found, missing, unknown]) {
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      expect(headers.get('vary')).toContain('origin');
    }
  });

  it('has nothing but DICOMweb', async () => {
    for (const path of ['/api/status', '/health', '/log-in']) {
      expect(allowed(await ask(path, { origin: VIEWER, ...bearer() }))).toBeNull();
      expect(allowed(await preflight(VIEWER, path))).toBeNull();
    }
  });

  it('cannot use the cookie of who is logged in', async () => {
    const byCookie: Authenticate = async ({ headers }) => {
      if (headers.cookie === 'somebody') return callerWith();
      throw new IsocenterError('access/unauthenticated', { reason: 'no cookie' });
    };
    await using door = await openDoor((fastify) => {
      void fastify.register(async (guarded) => {
        allowOrigins(guarded, [VIEWER]);
        guard(guarded, byCookie);
        guarded.get('/', { config: { right: 'find' } }, async () => 'seen');
      });
    });
    const get = (headers: Record<string, string>) =>
      fetch(door.url, { headers: { cookie: 'somebody', ...headers } });
    expect((await get({})).status).toBe(200);
    expect((await get({ origin: VIEWER })).status).toBe(401);
  });
});

describe('any other origin', () => {
  it.each([
    'https://viewer.example.org:8443',
    'http://viewer.example.org',
    'https://viewer.example.org.evil.example',
    'https://evil.example',
    'null',
  ])('%s is not allowed', async (origin) => {
    expect(allowed(await preflight(origin))).toBeNull();
    expect((await preflight(origin)).status).toBe(404);
    expect(allowed(await ask('/dicom-web/studies', { origin, ...bearer() }))).toBeNull();
  });

  it.each([
    '*',
    'null',
    'https://viewer.example.org/',
    'viewer.example.org',
    'https://*.example.org',
    'file://',
  ])('the setting does not take %s', (origin) => {
    expect(settingTable.corsOrigins.schema.safeParse([origin]).success).toBe(false);
  });
});

it('without the setting nobody is', async () => {
  await using other = await startIsocenter();
  const url = `http://127.0.0.1:${other.httpPort}/dicom-web/studies`;
  const headers = { origin: VIEWER, 'access-control-request-method': 'GET' };
  const response = await fetch(url, { method: 'OPTIONS', headers });
  expect([response.status, allowed(response)]).toEqual([404, null]);
});

describeWithPeer('in a browser', hasChromium, () => {
  let chromium: Browser;
  beforeAll(async () => {
    chromium = await openChromium();
  });
  afterAll(() => chromium.close());

  /** What a page of an origin gets: status and a header that has to be exposed, or the error. */
  async function fetched(from: string, credentials: 'omit' | 'include') {
    const tab = await chromium.newPage();
    await tab.goto(from);
    const request = { url: `${root}/dicom-web/studies`, token, credentials };
    const result = await tab.evaluate(async (asked) => {
      const headers = { authorization: `Bearer ${asked.token}`, accept: 'application/dicom+json' };
      try {
        const response = await fetch(asked.url, { headers, credentials: asked.credentials });
        return { status: response.status, count: response.headers.get('x-total-count') };
      } catch (error) {
        return { error: String(error) };
      }
    }, request);
    await tab.close();
    return result;
  }

  it('a page of an origin that is named finds studies with its token', async () => {
    expect(await fetched(page, 'omit')).toEqual({ status: 204, count: '0' });
  });

  it('not with credentials, and not from another origin', async () => {
    expect(await fetched(page, 'include')).toHaveProperty('error');
    expect(await fetched(page.replace('127.0.0.1', 'localhost'), 'omit')).toHaveProperty('error');
  });
});
