/** Links to send something: what they take, where it goes, what they show, and that they end. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { type Zippable, zipSync } from 'fflate';
import type { Browser as Chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controlSocketPath, createClient, httpTransport } from '../../src/client/index.ts';
import type { CallFor, Client, CreatedShare, ListedJob } from '../../src/contract/index.ts';
import { Browser } from '../support/browser.ts';
import { hasChromium, openChromium } from '../support/chromium.ts';
import { isocenterJson } from '../support/command-line.ts';
import { type CorpusInstance, corpus } from '../support/corpus.ts';
import { waitFor } from '../support/processes.ts';
import { sendInstances } from '../support/sender.ts';
import { type IsocenterServer, startIsocenter } from '../support/server.ts';
import { TemporaryDirectory } from '../support/temp.ts';

let server: IsocenterServer;
let client: Client;
let url: string;
let hidden: CorpusInstance;
const images = (seed: number, instancesPerSeries = 2): CorpusInstance[] => [
  ...corpus({ kind: 'tiny', studies: 1, instancesPerSeries, seed }),
];

beforeAll(async () => {
  server = await startIsocenter();
  client = createClient(httpTransport({ socketPath: controlSocketPath(server.data) }));
  url = `http://127.0.0.1:${server.httpPort}`;
  await client.collectionAdd({ name: 'inbox' });
  hidden = images(600, 1)[0]!;
  await sendInstances(server.peer, 'MODALITY', [hidden]);
});
afterAll(() => server.stop());

const inADay = () => new Date(Date.now() + 86_400_000).toISOString();
const make = (more: Partial<CallFor<'uploadLinkCreate'>> = {}) =>
  client.uploadLinkCreate({ title: 'Your disc', collection: 'inbox', expiresAt: inADay(), ...more });

/** A browser that has opened the link; `cookie` is what it then sends. */
async function open({ path }: CreatedShare, code = ''): Promise<Browser & { cookie: string }> {
  const browser = new Browser(url);
  const [page = '', secret = ''] = path.split('#');
  const answer = await browser.post(page, { secret, code });
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  expect(answer.location ?? answer.status).toBe('/upload');
  return Object.assign(browser, { cookie });
}

/** Announces a file and sends it with the same request. */
function send(cookie: string, bytes: Uint8Array, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}/api/uploads`, {
    method: 'POST',
    headers: {
      ...{ cookie, origin: url, 'tus-resumable': '1.0.0', 'upload-length': String(bytes.length) },
      ...{ 'content-type': 'application/offset+octet-stream', ...headers },
    },
    body: Buffer.from(bytes),
  });
}

async function endOf(cookie: string, response: Response): Promise<ListedJob> {
  const id = response.headers.get('location')!.split('/').at(-1);
  return await waitFor('the job', async () => {
    const job = (await (await fetch(`${url}/api/jobs/${id}`, { headers: { cookie } })).json()) as ListedJob;
    return job.endedAt ? job : undefined;
  });
}

const zipOf = (instances: readonly CorpusInstance[]): Uint8Array =>
  zipSync(Object.fromEntries(instances.map((one, i) => [`${i}.dcm`, one.encode()])) as Zippable);

describe('an upload link', () => {
  it('takes files into its collection, tells what became of them, and shows nothing else', async () => {
    const link = await make();
    const { cookie } = await open(link);
    expect((await new Browser(url).get('/upload')).status).toBe(401);
    const [first, second] = images(601);
    const stored = await endOf(cookie, await send(cookie, zipOf([first!, second!])));
    expect(stored).toMatchObject({ state: 'done', result: { counts: { stored: 2 } } });
    const { rows } = await client.find({
      level: 'study',
      match: { StudyInstanceUID: first!.studyInstanceUid },
    });
    expect(rows).toHaveLength(1);
    expect((await client.collectionShow({ name: 'inbox' })).studies).toBeGreaterThan(0);

    const get = async (path: string) => (await fetch(`${url}${path}`, { headers: { cookie } })).status;
    for (const path of [
      '/dicom-web/studies',
      `/api/studies/${first!.studyInstanceUid}/zip`,
      '/api/events/stream',
    ])
      expect([path, await get(path)]).toEqual([path, 403]);
    expect(await get('/shared')).toBe(401);
    // Several people may have the link: none finds what the others sent, nor by the beginning of an id.
    const jobs = await fetch(`${url}/api/jobs`, { headers: { cookie } });
    expect(await jobs.json()).toEqual({ jobs: [] });
    expect(await get(`/api/jobs/${stored.id.slice(0, 8)}`)).toBe(404);
  });

  it('adds nothing to the studies of others, and stores in no other way', async () => {
    const { cookie } = await open(await make());
    const [another] = corpus({
      ...{ kind: 'tiny', studies: 1, instancesPerSeries: 2, seed: 600 },
      override: ({ instance }) => (instance === 0 ? {} : { InstanceNumber: 77 }),
    });
    const refused = await endOf(cookie, await send(cookie, another!.encode()));
    expect(refused).toMatchObject({ result: { counts: { broken: 1 } } });
    const [fresh] = images(602, 1);
    const ways = [
      ['/api/instances', 'application/dicom'],
      ['/api/files', 'application/pdf'],
      ['/dicom-web/studies', 'application/dicom'],
    ] as const;
    for (const [path, type] of ways) {
      const { status } = await fetch(`${url}${path}`, {
        ...{ method: 'POST', body: Buffer.from(fresh!.encode()) },
        headers: { cookie, origin: url, 'content-type': type },
      });
      expect([path, status]).toEqual([path, 403]);
    }
  });

  it('takes so many files and bytes, and no upload whose size nobody knows', async () => {
    const [one, two] = images(603);
    const size = one!.encode().length;
    const few = await open(await make({ maxFiles: 1 }));
    expect((await send(few.cookie, one!.encode())).status).toBe(201);
    const spent = await send(few.cookie, two!.encode());
    expect(spent.status).toBe(403);
    expect(await spent.text()).toContain('access/link-spent');
    const link = await make({ maxBytes: Math.round(size * 1.5) });
    const small = await open(link);
    const deferred = await fetch(`${url}/api/uploads`, {
      method: 'POST',
      headers: {
        ...{ cookie: small.cookie, origin: url, 'tus-resumable': '1.0.0', 'upload-defer-length': '1' },
      },
    });
    expect(deferred.status).toBeGreaterThanOrEqual(400);
    const statuses = await Promise.all(
      [one!, two!].map(async (each) => (await send(small.cookie, each.encode())).status),
    );
    expect(statuses.sort()).toEqual([201, 403]);
    const { shares } = await client.sharesList();
    expect(shares.find(({ id }) => id === link.id)?.upload).toMatchObject({ files: 1, bytes: size });
  });

  it('ends when it is revoked, also where it is open and for what is under way, and needs its code', async () => {
    const link = await make({ withCode: true });
    const wrong = new Browser(url);
    const [page = '', secret = ''] = link.path.split('#');
    expect((await wrong.post(page, { secret, code: '00000000' })).status).toBe(401);
    const { cookie } = await open(link, link.code!);
    const [one] = images(604, 1);
    const bytes = one!.encode();
    const begun = await fetch(`${url}/api/uploads`, {
      method: 'POST',
      headers: { cookie, origin: url, 'tus-resumable': '1.0.0', 'upload-length': String(bytes.length) },
    });
    expect(begun.status).toBe(201);
    await client.shareRevoke({ id: link.id });
    const rest = await fetch(new URL(begun.headers.get('location')!, url), {
      ...{ method: 'PATCH', body: Buffer.from(bytes) },
      headers: {
        ...{ cookie, origin: url, 'tus-resumable': '1.0.0', 'upload-offset': '0' },
        'content-type': 'application/offset+octet-stream',
      },
    });
    expect(rest.status).toBe(401);
    expect((await fetch(`${url}/upload`, { headers: { cookie } })).status).toBe(401);
  });

  it('is made by who may store there themselves, and only into a collection that there is', async () => {
    await expect(make({ collection: 'nowhere' })).rejects.toMatchObject({ code: 'archive/not-found' });
    await client.collectionAdd({ name: 'other' });
    const { token } = await client.tokenCreate({
      ...{ name: 'maker', rights: ['share', 'store'], expiresAt: null },
      scope: { kind: 'rules', rules: [{ collection: 'inbox' }] },
    });
    const create = async (collection: string) =>
      (
        await fetch(`${url}/api/upload-links`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ collection, expiresAt: inADay() }),
        })
      ).status;
    expect([await create('inbox'), await create('other')]).toEqual([200, 403]);
    const made = await isocenterJson<CreatedShare>(server, [
      ...['share', 'upload', '--collection', 'inbox', '--max-size', '1GB', '--expires', '2d'],
    ]);
    expect(made.upload).toMatchObject({ maxBytes: 1e9, files: 0 });
  });
});

describe.skipIf(!hasChromium)('the page of an upload link', () => {
  let chromium: Chromium;
  beforeAll(async () => {
    chromium = await openChromium();
  });
  afterAll(() => chromium.close());

  it('sends a whole folder, goes on when the connection breaks, and says what became of it', {
    timeout: 90_000,
  }, async () => {
    using directory = new TemporaryDirectory('disc');
    const folder = directory.join('disc');
    mkdirSync(`${folder}/IMAGES`, { recursive: true });
    const instances = images(605, 4);
    for (const [i, one] of instances.entries()) writeFileSync(`${folder}/IMAGES/${i}.dcm`, one.encode());
    writeFileSync(`${folder}/readme.txt`, 'no image');
    writeFileSync(`${folder}/DICOMDIR`, 'the index of the disc');
    const context = await chromium.newContext();
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.goto(`${url}${(await make()).path}`);
    await page.waitForURL('**/upload');
    await page.getByText('Drop a disc').waitFor();
    let broken = 0;
    await page.route('**/api/uploads', (route) => (broken++ === 0 ? route.abort() : route.continue()));
    await page.locator('input[webkitdirectory]').setInputFiles(folder);
    await page.getByText(/5 of 5 files, 4 images taken in, 1 are no images\. Done/).waitFor();
    expect(broken).toBeGreaterThan(5);
    // Nothing that the policy of the page forbids was tried; the broken request is told by the browser itself.
    expect(said.filter((text) => !/net::ERR_FAILED/.test(text))).toEqual([]);
    await context.close();
  });

  it('gives up what the server has no room for or does not take, and waits for a result over a broken connection', {
    timeout: 90_000,
  }, async () => {
    const context = await chromium.newContext();
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    await page.goto(`${url}${(await make()).path}`);
    await page.getByText('Drop a disc').waitFor();
    const choose = (name: string, buffer: Uint8Array) =>
      page
        .locator('input[type=file]:not([webkitdirectory])')
        .setInputFiles([{ name, mimeType: 'application/dicom', buffer: Buffer.from(buffer) }]);
    const [one] = images(606, 1);
    for (const [index, status] of [507, 415].entries()) {
      await page.route('**/api/uploads', (route) =>
        route.fulfill({ status, json: { title: `Not today: ${status}.` } }),
      );
      await choose(`${status}.dcm`, one!.encode());
      await page.getByText(`${status}.dcm: Not today: ${status}.`).waitFor();
      await page.getByText(`0 images taken in, ${index + 1} failed. Done`).waitFor();
      await page.unroute('**/api/uploads');
    }
    let broken = 0;
    await page.route('**/api/jobs/*', (route) => (broken++ < 2 ? route.abort() : route.continue()));
    await choose('later.dcm', one!.encode());
    await page.getByText('3 of 3 files, 1 images taken in, 2 failed. Done').waitFor();
    expect(broken).toBeGreaterThan(2);
    await context.close();
  });
});
