/**
 * Every route that the public door has, against everybody who may come and every study they may not see. Routes are taken
 * from the server itself: one that has no expectation here fails.
 */
import type { FastifyInstance, RouteOptions } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Access } from '../../src/access/index.ts';
import { IsocenterError, silentLogger, systemClock } from '../../src/base/index.ts';
import { everything, type GrantTerms, localAdministrator, roles } from '../../src/contract/index.ts';
import {
  createAuthenticate,
  Downloads,
  dicomWebRoutes,
  metricsRoute,
  OidcClient,
  pageRoutes,
  restRoutes,
  uploadRoutes,
} from '../../src/http/index.ts';
import { Jobs } from '../../src/jobs/index.ts';
import { Renderer, SeriesQuality, WorkerPool } from '../../src/render/index.ts';
import { openAccess } from '../support/access.ts';
import { Browser } from '../support/browser.ts';
import { type CorpusInstance, corpus } from '../support/corpus.ts';
import { Modality } from '../support/eventful-archive.ts';
import { fakeControl } from '../support/fake-control.ts';
import { type OpenDoor, openDoor } from '../support/http-door.ts';
import { TemporaryArchive, tester } from '../support/temp-archive.ts';

const people = [
  ...(['anonymous', 'expired', 'other', 'viewer', 'uploader', 'administrator'] as const),
  ...(['session', 'share', 'viewOnlyShare', 'uploadLink'] as const),
] as const;
type Person = (typeof people)[number];
type Audience = readonly Person[];

const everybody: Audience = people;
const finders: Audience = ['other', 'viewer', 'administrator', 'session', 'share', 'viewOnlyShare'];
/** Of metadata, frames and pictures, and of files. */
const lookers = finders;
const downloaders: Audience = ['other', 'viewer', 'administrator', 'session', 'share'];
/** Who sees everything. */
const findersOfAll: Audience = ['viewer', 'administrator'];
const storers: Audience = ['uploader', 'administrator'];
const uploaders: Audience = [...storers, 'uploadLink'];
const known: Audience = people.filter((person) => person !== 'anonymous' && person !== 'expired');
/** The page itself asks who is there. */
const pages: Audience = people;

/** Who gets past the door. */
const expected: Readonly<Record<string, Audience>> = {
  'GET /health': everybody,
  'GET /metrics': ['administrator'],
  'GET /api/openapi.json': everybody,
  'GET /api/docs': everybody,
  'GET /api/events/stream': finders,
  'GET /api/jobs/stream': known,
  'POST /api/instances': storers,
  'GET /api/conflicts/:id/contents/:digest': findersOfAll,
  'GET /api/quarantine/:id/content': ['administrator'],
  'GET /api/studies/:study/zip': downloaders,
  'GET /api/files/:digest/content': downloaders,
  'GET /api/files/:digest/preview': lookers,
  'GET /api/series/:uid/mosaic': lookers,
  'POST /api/files': storers,
  'POST /api/zip': downloaders,
  'GET /api/downloads/:ticket': downloaders,
  'GET /api/studies/:study/iso': downloaders,
  'POST /api/iso': downloaders,
  ...Object.fromEntries(
    ['PATCH', 'DELETE', 'OPTIONS'].map((method) => [`${method} /api/uploads/:id`, uploaders]),
  ),
  'POST /api/uploads': uploaders,
  'OPTIONS /api/uploads': uploaders,
  'GET /pages.css': everybody,
  'GET /pages/webauthn.js': everybody,
  'GET /pages/passkeys.js': everybody,
  'GET /': everybody,
  'GET /setup': everybody,
  'POST /setup': everybody,
  'GET /login': everybody,
  'POST /login': everybody,
  'POST /login/passkey/begin': everybody,
  'POST /login/passkey': everybody,
  'GET /login/provider': everybody,
  'GET /login/provider/callback': everybody,
  'GET /login/provider/connect': pages,
  'GET /login/code': everybody,
  'POST /login/code': everybody,
  'POST /logout': everybody,
  // Whoever has the link.
  'GET /invitation/:name': everybody,
  'POST /invitation/:name': everybody,
  'GET /share/:id': everybody,
  'POST /share/:id': everybody,
  'GET /shared': pages,
  'GET /upload': pages,
  'GET /pages/upload.js': everybody,
  'OPTIONS /dicom-web': everybody,
  'OPTIONS /dicom-web/': everybody,
  'GET /dicom-web/studies': finders,
  'GET /dicom-web/series': finders,
  'GET /dicom-web/instances': finders,
  'GET /dicom-web/studies/:study/series': finders,
  'GET /dicom-web/studies/:study/instances': finders,
  'GET /dicom-web/studies/:study/series/:series/instances': finders,
  'GET /dicom-web/studies/:study': downloaders,
  'GET /dicom-web/studies/:study/metadata': lookers,
  'GET /dicom-web/studies/:study/series/:series': downloaders,
  'GET /dicom-web/studies/:study/series/:series/metadata': lookers,
  'GET /dicom-web/studies/:study/series/:series/instances/:instance': downloaders,
  'GET /dicom-web/studies/:study/series/:series/instances/:instance/metadata': lookers,
  'GET /dicom-web/studies/:study/series/:series/instances/:instance/bulkdata/*': lookers,
  'GET /dicom-web/studies/:study/bulkdata': lookers,
  'GET /dicom-web/studies/:study/pixeldata': lookers,
  'GET /dicom-web/studies/:study/series/:series/bulkdata': lookers,
  'GET /dicom-web/studies/:study/series/:series/pixeldata': lookers,
  'GET /dicom-web/studies/:study/series/:series/instances/:instance/bulkdata': lookers,
  'GET /dicom-web/studies/:study/series/:series/instances/:instance/pixeldata': lookers,
  'GET /dicom-web/studies/:study/rendered': lookers,
  'GET /dicom-web/studies/:study/thumbnail': lookers,
  'GET /dicom-web/studies/:study/series/:series/rendered': lookers,
  'GET /dicom-web/studies/:study/series/:series/thumbnail': lookers,
  'GET /dicom-web/studies/:study/series/:series/instances/:instance/rendered': lookers,
  'GET /dicom-web/studies/:study/series/:series/instances/:instance/thumbnail': lookers,
  'GET /dicom-web/studies/:study/series/:series/instances/:instance/frames/:frames/rendered': lookers,
  'GET /dicom-web/studies/:study/series/:series/instances/:instance/frames/:frames/thumbnail': lookers,
  'GET /dicom-web/studies/:study/series/:series/instances/:instance/frames/:frames': lookers,
  // As a DICOM file, which is what this test asks for; a picture takes the right to view alone.
  'GET /dicom-web/wado': downloaders,
  'POST /dicom-web/studies': storers,
  'POST /dicom-web/studies/:study': storers,
};

/** For its routes; nobody goes there in this test. */
const neverAsked = new OidcClient(
  {
    ...{ issuer: 'https://login.example', clientId: 'isocenter', clientSecretFile: undefined, scopes: [] },
    ...{ nameClaim: 'name', roleClaim: 'roles', roles: {}, label: 'the clinic' },
    ...{ groupClaim: 'groups', groups: {} },
  },
  systemClock,
  silentLogger,
);

const noJob = async (): Promise<never> => {
  throw new IsocenterError('archive/not-found', { what: 'job' });
};
const unchanging = {
  ...{ get: noJob, cancel: noJob, retry: noJob },
  async *changes() {},
};

let temporary: TemporaryArchive;
let access: Access;
let door: OpenDoor;
let pool: WorkerPool;
let hidden: CorpusInstance;
let shown: CorpusInstance;
/** Of those who come with a browser. */
const cookies: Partial<Record<Person, string>> = {};
const tokens: Partial<Record<Person, string>> = {};
const routes: { method: string; url: string }[] = [];

const collect = (server: FastifyInstance): void =>
  void server.addHook('onRoute', ({ method, url }: RouteOptions) => {
    for (const one of [method].flat()) if (one !== 'HEAD') routes.push({ method: one, url });
  });

beforeAll(async () => {
  temporary = await TemporaryArchive.open();
  const { archive, directory } = temporary;
  const instances = [...corpus({ kind: 'tiny', studies: 2, instancesPerSeries: 1 })];
  await new Modality(temporary, 'TESTER', systemClock).send(instances);
  [hidden, shown] = instances as [CorpusInstance, CorpusInstance];
  access = await openAccess(archive, directory.path);
  const authenticate = createAuthenticate(access);
  const jobs = new Jobs({
    ...{ catalog: temporary.parts.catalog, clock: systemClock, logger: silentLogger },
    admit: async () => localAdministrator,
  });
  const control = fakeControl({
    // biome-ignore lint/correctness/useYield: a stream that has nothing
    async *events() {
      return { cursor: 0 };
    },
  });
  pool = new WorkerPool();
  const renderer = new Renderer({ archive, pool, thumbnails: directory.join('thumbnails') });
  const downloads = new Downloads(archive, systemClock);
  const quality = new SeriesQuality({ archive, pool });
  const common = {
    archive,
    authenticate,
    renderer,
    quality,
    downloads,
    logger: silentLogger,
    clock: systemClock,
  };
  door = await openDoor(
    collect,
    metricsRoute({ metrics: () => [], authenticate, networks: [] }),
    dicomWebRoutes(common),
    restRoutes({ ...common, jobs: unchanging, control, version: '0' }),
    pageRoutes(access, { oidc: neverAsked }),
    uploadRoutes({ ...common, jobs, folder: directory.join('uploads') }),
  );
  await makePeople();
});
afterAll(async () => {
  await door[Symbol.asyncDispose]();
  await pool.close();
  await temporary[Symbol.asyncDispose]();
});

async function makePeople(): Promise<void> {
  const scope = { kind: 'rules', rules: [{ studyInstanceUid: shown.studyInstanceUid }] } as const;
  const whole = { scope: everything, expiresAt: null };
  const terms: Partial<Record<Person, GrantTerms>> = {
    expired: { ...whole, rights: [...roles.administrator], expiresAt: '2020-01-01T00:00:00Z' },
    other: { ...whole, rights: [...roles.viewer], scope: { kind: 'rules', rules: [{ ...scope.rules[0] }] } },
    viewer: { ...whole, rights: [...roles.viewer] },
    uploader: { ...whole, rights: [...roles.uploader] },
    administrator: { ...whole, rights: [...roles.administrator] },
  };
  for (const [name, one] of Object.entries(terms))
    tokens[name as Person] = (await access.createToken(tester, { name, ...one })).token;
  cookies.share = await cookieOfShare(false);
  cookies.viewOnlyShare = await cookieOfShare(true);
  cookies.uploadLink = await cookieOfUploadLink();
  const [name, password] = ['ada', 'a long walk over the hills'];
  await access.addUser(tester, { name, password, grant: terms.other! });
  cookies.session = await cookieOf((browser) => browser.post('/login', { name, password }));
}

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

async function cookieOfShare(viewOnly: boolean): Promise<string> {
  const { path } = await access.shares.create(localAdministrator, {
    ...{ title: 'for a doctor', withCode: false, viewOnly, hidesIdentity: false, expiresAt: inAnHour() },
    scope: { kind: 'rules', rules: [{ studyInstanceUid: shown.studyInstanceUid }] },
  });
  return await cookieOf((browser) => openLink(browser, path));
}

async function cookieOfUploadLink(): Promise<string> {
  await access.collections.add(tester, 'inbox', { title: '', owner: null, quotaBytes: null });
  const { path } = await access.shares.createUpload(localAdministrator, {
    ...{ title: 'your disc', collection: 'inbox', withCode: false, expiresAt: inAnHour() },
    ...{ maxFiles: 10, maxBytes: 1_000_000 },
  });
  return await cookieOf((browser) => openLink(browser, path));
}

function openLink(browser: Browser, path: string) {
  const [page = '', secret = ''] = path.split('#');
  return browser.post(page, { secret });
}

async function cookieOf(comeIn: (browser: Browser) => Promise<unknown>): Promise<string> {
  const browser = new Browser(door.url);
  await comeIn(browser);
  expect(browser.cookies.size).toBeGreaterThan(0);
  return [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

function headersOf(person: Person): Record<string, string> {
  const cookie = cookies[person];
  if (cookie !== undefined) return { cookie, origin: door.url };
  return tokens[person] ? { authorization: `Bearer ${tokens[person]}` } : {};
}

const pathOf = (
  url: string,
  { studyInstanceUid, seriesInstanceUid, sopInstanceUid }: CorpusInstance,
): string =>
  url
    .replace(':study', studyInstanceUid)
    .replace(':series', seriesInstanceUid)
    .replace(':instance', sopInstanceUid)
    .replace('*', '7FE00010')
    .replace(':frames', '1')
    .replace(':digest', '0'.repeat(64))
    .replace(':id', '0123456789ab')
    .replace(
      /\/wado$/,
      `/wado?requestType=WADO&studyUID=${studyInstanceUid}&seriesUID=${seriesInstanceUid}&objectUID=${sopInstanceUid}&contentType=application/dicom`,
    );

async function ask(method: string, path: string, headers: Record<string, string>, body?: unknown) {
  const response = await fetch(`${door.url}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...headers,
      // To this machine itself the figures are open.
      ...(path === '/metrics' && { via: '1.1 proxy' }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

const takesSelection = (url: string): boolean => url === '/api/zip' || url === '/api/iso';

it('every route has an expectation, and every expectation a route', () => {
  const found = new Set(routes.map(({ method, url }) => `${method} ${url}`));
  const probes = ['GET /health'];
  expect(
    [...found, ...probes].filter((route) => !(route in expected)),
    'routes that nobody thought about',
  ).toEqual([]);
  expect(Object.keys(expected).filter((route) => !found.has(route) && !probes.includes(route))).toEqual([]);
});

it('lets everybody past the door who may, and nobody else', { timeout: 120_000 }, async () => {
  for (const [route, audience] of Object.entries(expected)) {
    if (audience === everybody) continue;
    const [method = '', url = ''] = route.split(' ');
    for (const person of people) {
      const body = takesSelection(url) ? { selection: { studies: [shown.studyInstanceUid] } } : undefined;
      const { status } = await ask(method, pathOf(url, shown), headersOf(person), body);
      // A cookie counts on the way that it was given only: not through a proxy without HTTPS.
      const isUnknown = cookies[person] !== undefined && url === '/metrics';
      const isKnown = person !== 'anonymous' && person !== 'expired' && !isUnknown;
      const got = status === 401 ? 'unknown' : status === 403 ? 'forbidden' : 'in';
      const wanted = audience.includes(person) ? 'in' : isKnown ? 'forbidden' : 'unknown';
      expect({ route, person, got }).toEqual({ route, person, got: wanted });
    }
  }
});

it('a picture by URI takes the right to view alone', async () => {
  const path = pathOf('/dicom-web/wado', shown).replace('application/dicom', 'image/jpeg');
  expect((await ask('GET', path, headersOf('viewOnlyShare'))).status).toBe(200);
});

it('a study that somebody may not see does not exist for them, at any route', async () => {
  const names = [hidden.patientId, hidden.studyInstanceUid];
  for (const { method, url } of routes.filter((route) =>
    /:study|wado$|\/(studies|series|instances)$|zip$|iso$/.test(route.url),
  )) {
    if (method !== 'GET' && !takesSelection(url)) continue;
    const body = takesSelection(url) ? { selection: { studies: [hidden.studyInstanceUid] } } : undefined;
    for (const person of ['other', 'session', 'share'] as const) {
      const path = pathOf(url, hidden);
      const answer = await ask(method, path, headersOf(person), body);
      const isSearch = /\/(studies|series|instances)$/.test(url);
      const told = isSearch ? names.slice(0, 1) : [];
      expect({ url, person, leaked: told.filter((name) => answer.text.includes(name)) }).toEqual({
        url,
        person,
        leaked: [],
      });
      // A search finds nothing of it, everything else is not there.
      const allowed = isSearch ? [200, 204, 404] : [404];
      expect({
        url,
        person,
        status: answer.status,
        isAllowed: allowed.includes(answer.status),
      }).toMatchObject({ isAllowed: true });
    }
    // The same exists for who may see it, so that the test above means something.
    if (!url.endsWith('/bulkdata/*'))
      expect((await ask(method, pathOf(url, hidden), headersOf('viewer'), body)).status).toBe(200);
  }
});
