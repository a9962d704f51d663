/** What clients of the HTTP door do, each kind as one function: it throws when an answer is not what it has to be. */
import { strToU8, zipSync } from 'fflate';
import { Browser } from './browser.ts';
import { type CorpusInstance, corpus, corpusInstance } from './corpus.ts';
import { multipartOf } from './multipart.ts';

/** What every client works on. */
export interface Scene {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly token: string;
  readonly account: { readonly name: string; readonly password: string };
  /** What was there before; clients read from it. */
  readonly stored: readonly SeededInstance[];
  /** A number that nobody else has: what is sent under it is new. */
  readonly next: () => number;
  /** Counts what the server said that it stored. */
  readonly acknowledge: (instances: number) => void;
  readonly seed: number;
}

export interface SeededInstance extends CorpusInstance {
  readonly file: Uint8Array;
}

export type ClientKind = keyof typeof clientKinds;
type Work = (scene: Scene, random: () => number) => Promise<void>;

/** How many of a hundred requests are of a kind, and what each does. */
export const clientKinds = {
  qido: { share: 22, work: search },
  metadata: { share: 10, work: readMetadata },
  instance: { share: 18, work: retrieveInstance },
  frame: { share: 10, work: retrieveFrame },
  rendered: { share: 10, work: render },
  stow: { share: 9, work: storeByStow },
  post: { share: 9, work: storeByPost },
  zip: { share: 3, work: fetchZip },
  tus: { share: 3, work: uploadInParts },
  events: { share: 3, work: watchEvents },
  login: { share: 3, work: logInAndOut },
} as const satisfies Record<string, { readonly share: number; readonly work: Work }>;

/** New instances of one sender, each in a study of its own. */
const shapeOf = ({ seed }: Scene) =>
  ({ kind: 'mr', studies: 1, instancesPerSeries: 1, seed: seed + 1 }) as const;

export function seedInstances(seed: number, studies: number, instancesPerSeries: number): SeededInstance[] {
  const shape = { kind: 'mr', studies, instancesPerSeries, seed } as const;
  return Array.from(corpus(shape), (instance) => ({ ...instance, file: instance.encode() }));
}

async function ask(
  { url, token }: Scene,
  path: string,
  expected: readonly number[],
  init: RequestInit & { readonly headers?: Record<string, string> } = {},
): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, ...init.headers };
  const response = await fetch(`${url}${path}`, { ...init, headers });
  if (expected.includes(response.status)) return response;
  throw new Error(
    `${init.method ?? 'GET'} answered ${response.status}: ${(await response.text()).slice(0, 300)}`,
  );
}

function requireThat(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(what);
}

const oneOf = <T>(list: readonly T[], random: () => number): T => list[Math.floor(random() * list.length)]!;
const seriesPath = ({ studyInstanceUid, seriesInstanceUid }: CorpusInstance): string =>
  `/dicom-web/studies/${studyInstanceUid}/series/${seriesInstanceUid}`;
const instancePath = (one: CorpusInstance): string => `${seriesPath(one)}/instances/${one.sopInstanceUid}`;

async function search(scene: Scene, random: () => number): Promise<void> {
  const { studyInstanceUid, patientId } = oneOf(scene.stored, random);
  const [path, wanted] = oneOf(
    [
      [`/studies?PatientID=${patientId}&includefield=all`, studyInstanceUid],
      [`/studies?StudyInstanceUID=${studyInstanceUid}`, studyInstanceUid],
      ['/studies?limit=25&PatientName=*a*', ''],
      [`/studies/${studyInstanceUid}/series`, studyInstanceUid],
      [`/studies/${studyInstanceUid}/instances?limit=20`, studyInstanceUid],
    ] as const,
    random,
  );
  const text = await (await ask(scene, `/dicom-web${path}`, [200])).text();
  requireThat(text.includes(wanted), 'a search did not find a study');
}

async function readMetadata(scene: Scene, random: () => number): Promise<void> {
  const one = oneOf(scene.stored, random);
  const text = await (await ask(scene, `${seriesPath(one)}/metadata`, [200])).text();
  requireThat(text.includes(one.sopInstanceUid), 'metadata lack an instance');
}

/** The end of a pixel data element tells one instance from all others. */
const TAIL_BYTES = 4_096;

async function retrieveInstance(scene: Scene, random: () => number): Promise<void> {
  const one = oneOf(scene.stored, random);
  const headers = { accept: 'application/dicom; transfer-syntax=*' };
  const body = await (await ask(scene, instancePath(one), [200], { headers })).bytes();
  requireThat(Buffer.from(tail(body)).equals(tail(one.file)), 'an instance came with other bytes');
}

const tail = (bytes: Uint8Array): Uint8Array => bytes.subarray(-TAIL_BYTES);

async function retrieveFrame(scene: Scene, random: () => number): Promise<void> {
  const one = oneOf(scene.stored, random);
  const headers = { accept: 'application/octet-stream' };
  const body = await (await ask(scene, `${instancePath(one)}/frames/1`, [200], { headers })).bytes();
  requireThat(Buffer.from(tail(body)).equals(tail(one.file)), 'a frame came with other bytes');
}

async function render(scene: Scene, random: () => number): Promise<void> {
  const one = oneOf(scene.stored, random);
  const width = 100 + Math.floor(random() * 1_000);
  const headers = { accept: 'image/jpeg' };
  const path = `${instancePath(one)}/rendered?window=${width},${2 * width},linear`;
  const body = await (await ask(scene, path, [200], { headers })).bytes();
  requireThat(body[0] === 0xff && body[1] === 0xd8, 'a picture is none');
}

async function storeByStow(scene: Scene): Promise<void> {
  const instance = corpusInstance(shapeOf(scene), { study: scene.next(), series: 0, instance: 0 });
  const { boundary, body } = multipartOf([{ type: 'application/dicom', body: instance.encode() }]);
  const headers = { 'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}` };
  const answer = await ask(scene, '/dicom-web/studies', [200], {
    method: 'POST',
    body: new Uint8Array(body),
    headers,
  });
  requireThat(
    (await answer.text()).includes(instance.sopInstanceUid),
    'STOW-RS does not name what it stored',
  );
  scene.acknowledge(1);
}

async function storeByPost(scene: Scene): Promise<void> {
  const instance = corpusInstance(shapeOf(scene), { study: scene.next(), series: 0, instance: 0 });
  const headers = { 'content-type': 'application/dicom' };
  const body = new Uint8Array(instance.encode());
  const answer = await ask(scene, '/api/instances', [200], { method: 'POST', body, headers });
  const { outcome } = (await answer.json()) as { outcome: string };
  requireThat(outcome === 'stored', `POST says ${outcome}`);
  scene.acknowledge(1);
}

async function fetchZip(scene: Scene, random: () => number): Promise<void> {
  const { studyInstanceUid } = oneOf(scene.stored, random);
  const body = await (await ask(scene, `/api/studies/${studyInstanceUid}/zip`, [200])).bytes();
  const whole = scene.stored.filter((one) => one.studyInstanceUid === studyInstanceUid);
  const least = whole.reduce((sum, { file }) => sum + file.length, 0);
  // The end of central directory record (APPNOTE 4.3.16) is the last of a zip that is whole.
  requireThat(body.length > least && body.lastIndexOf(0x50) >= body.length - 22, 'a zip is not whole');
}

const UPLOADED_AT_ONCE = 3;
const UPLOAD_PARTS = 3;

/** A zip with new instances, over several requests. What becomes of it a job says later. */
async function uploadInParts(scene: Scene): Promise<void> {
  const entries: Record<string, Uint8Array> = { 'README.TXT': strToU8('a disc') };
  for (let i = 0; i < UPLOADED_AT_ONCE; i++)
    entries[`DICOM/${i}`] = corpusInstance(shapeOf(scene), {
      study: scene.next(),
      series: 0,
      instance: 0,
    }).encode();
  const zip = zipSync(entries, { level: 0 });
  const tus = { 'tus-resumable': '1.0.0' };
  const metadata = `filename ${Buffer.from('disc.zip').toString('base64')}`;
  const begun = await ask(scene, '/api/uploads', [201], {
    method: 'POST',
    headers: { ...tus, 'upload-length': String(zip.length), 'upload-metadata': metadata },
  });
  await begun.body?.cancel();
  const place = begun.headers.get('location') ?? '';
  const step = Math.ceil(zip.length / UPLOAD_PARTS);
  for (let offset = 0; offset < zip.length; offset += step) {
    const headers = {
      ...tus,
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
    };
    const body = new Uint8Array(zip.subarray(offset, offset + step));
    await (await ask(scene, place, [204], { method: 'PATCH', headers, body })).body?.cancel();
  }
  scene.acknowledge(UPLOADED_AT_ONCE);
}

/** Listens until something happens: with so many senders that is soon. */
async function watchEvents(scene: Scene): Promise<void> {
  const stop = new AbortController();
  const headers = { 'last-event-id': '1' };
  const response = await ask(scene, '/api/events/stream', [200], { headers, signal: stop.signal });
  let text = '';
  for await (const chunk of response.body!) {
    text += Buffer.from(chunk).toString();
    if (/^id: \d+\nevent: .*\ndata: .*\n\n/m.test(text)) break;
  }
  stop.abort();
  requireThat(/^id: \d+$/m.test(text), 'the events ended');
}

async function logInAndOut({ url, account }: Scene): Promise<void> {
  const browser = new Browser(url);
  const { status } = await browser.post('/login', account);
  requireThat(status === 303, `logging in answered ${status}`);
  const me = await browser.get('/api/me');
  requireThat(me.status === 200 && me.text.includes(account.name), 'nobody after logging in');
  await browser.post('/logout', {});
}
