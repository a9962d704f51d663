/** Selections that are made ready and fetched by a path: files, discs and pictures, and what their files are called. */
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { notIncludedName, type ResultFor } from '../../src/contract/index.ts';
import { tags } from '../../src/dicom/index.ts';
import { encodeFile, uid } from '../support/corpus.ts';
import { ct, elementsOf, nativeFile, ultrasound } from '../support/generated-images.ts';
import { callerWith } from '../support/http-door.ts';
import { openRest, type RestServer } from '../support/rest-server.ts';

const seeds = { image: 51, film: 52, words: 53 } as const;
const studyOf = (kind: keyof typeof seeds): string => uid(seeds[kind], 1);
const both = { studies: [studyOf('image'), studyOf('film')] };
/** A data set without an image. */
function wordsFile(): Uint8Array {
  const dataset = elementsOf({ Modality: 'SR' }, seeds.words);
  const [sopClass, sop] = [tags.SOPClassUID, tags.SOPInstanceUID].map((tag) => dataset.string(tag)!);
  return encodeFile(dataset, sopClass!, sop!);
}

let server: RestServer;

beforeAll(async () => {
  server = await openRest({ other: callerWith({ actor: { kind: 'user', name: 'other' } }) });
  for (const file of [nativeFile(ct, seeds.image), nativeFile(ultrasound, seeds.film), wordsFile()])
    expect((await store(file)).status).toBe(200);
});
afterAll(() => server[Symbol.asyncDispose]());

const store = (file: Uint8Array) =>
  server.fetch('/api/instances', {
    method: 'POST',
    headers: { 'content-type': 'application/dicom' },
    body: Buffer.from(file),
  });

/** A study with a series of so many images. */
async function filmOfSeries(images: number): Promise<string> {
  const seed = 54;
  for (let at = 1; at <= images; at++) {
    const series = {
      StudyInstanceUID: uid(seed, 1),
      SeriesInstanceUID: uid(seed, 1, 1),
      PatientID: 'VIEWER54',
    };
    const image = { SOPInstanceUID: uid(seed, 1, 1, at), InstanceNumber: at };
    expect((await store(nativeFile({ ...ct, ...series, ...image }, seed + at))).status).toBe(200);
  }
  return uid(seed, 1);
}

const ask = (path: string, body: object) =>
  server.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function prepared(body: object): Promise<ResultFor<'downloadPrepare'>> {
  const response = await ask('/api/downloads', body);
  expect(response.status).toBe(200);
  return (await response.json()) as ResultFor<'downloadPrepare'>;
}

async function fetched(body: object): Promise<{ name: string | null; bytes: Uint8Array }> {
  const response = await server.fetch((await prepared(body)).path);
  expect(response.status).toBe(200);
  return { name: response.headers.get('content-disposition'), bytes: await response.bytes() };
}

async function namesOf(body: object): Promise<ResultFor<'exportNames'>> {
  return (await (await ask('/api/export/names', body)).json()) as ResultFor<'exportNames'>;
}

it('gives files under the names that were foretold', async () => {
  const asked = { selection: both, template: '{PatientID}/{Modality} {InstanceNumber:03}.dcm' };
  expect(await namesOf(asked)).toEqual({
    names: ['VIEWER51/CT 001.dcm', 'VIEWER52/US 001.dcm'],
    instances: 2,
  });
  const { name, bytes } = await fetched({ ...asked, name: 'Müller knee' });
  expect(name).toContain("filename*=UTF-8''M%C3%BCller%20knee.zip");
  expect(Object.keys(unzipSync(bytes)).sort()).toEqual(['VIEWER51/CT 001.dcm', 'VIEWER52/US 001.dcm']);
});

it('gives the layout of discs, and images of discs', async () => {
  const media = await fetched({ selection: both, form: 'media' });
  expect(Object.keys(unzipSync(media.bytes))).toContain('DICOMDIR');
  const disc = await fetched({ selection: both, form: 'disc' });
  expect(Buffer.from(disc.bytes).toString('latin1', 0x8001, 0x8006)).toBe('CD001');
  expect(disc.name).toContain('filename="images.iso"');
});

it.each(['png', 'jpeg'] as const)(
  'gives a picture of each frame as %s, and names what is none',
  async (form) => {
    const template = '{PatientID}/{InstanceNumber:02}.dcm';
    const selection = { studies: [...both.studies, studyOf('words')] };
    const ending = form === 'png' ? 'png' : 'jpg';
    const frames = ['1', '2', '3'].map((frame) => `VIEWER52/01/${frame}.${ending}`);
    const expected = [`VIEWER51/01.${ending}`, ...frames];
    expect((await namesOf({ selection: both, template, form })).names).toEqual(expected);
    const entries = unzipSync((await fetched({ selection, template, form })).bytes);
    expect(Object.keys(entries).sort()).toEqual([...expected, notIncludedName].sort());
    for (const path of expected)
      expect(await sharp(entries[path]).metadata()).toMatchObject({ format: form, width: 48, height: 40 });
    expect(Buffer.from(entries[notIncludedName]!).toString()).toContain(uid(seeds.words, 1, 1, 1));
  },
);

it('gives a film of each series and of each image with several frames, and names what is none', async () => {
  const template = '{PatientID}/{InstanceNumber:02}.dcm';
  const expected = ['VIEWER51/01.gif', 'VIEWER52/01.gif'];
  expect((await namesOf({ selection: both, template, form: 'gif' })).names).toEqual(expected);
  const film = await filmOfSeries(4);
  const selection = { studies: [...both.studies, film, studyOf('words')] };
  const entries = unzipSync((await fetched({ selection, template, form: 'gif' })).bytes);
  expect(Object.keys(entries).sort()).toEqual([...expected, 'VIEWER54/01.gif', notIncludedName].sort());
  const about = async (path: string) => sharp(entries[path]).metadata();
  // PS3.3 C.7.6.5: as fast as the image says; ten a second where nothing is said.
  expect(await about('VIEWER52/01.gif')).toMatchObject({ pages: 3, delay: [40, 40, 40], width: 48 });
  expect(await about('VIEWER54/01.gif')).toMatchObject({ pages: 4, delay: [100, 100, 100, 100], width: 48 });
  expect(Buffer.from(entries[notIncludedName]!).toString()).toContain(uid(seeds.words, 1, 1, 1));
});

it('shows in a film the greys of the pictures, in their order', async () => {
  const selection = { studies: [await filmOfSeries(4)] };
  const of = async (form: string) =>
    unzipSync((await fetched({ selection, template: '{InstanceNumber}.dcm', form })).bytes);
  const [films, pictures] = [await of('gif'), await of('png')];
  const film = await sharp(films['1.gif'], { animated: true }).extractChannel(0).raw().toBuffer();
  for (const [at, name] of ['1.png', '2.png', '3.png', '4.png'].entries()) {
    const picture = await sharp(pictures[name]).extractChannel(0).raw().toBuffer();
    const page = film.subarray(at * picture.length, (at + 1) * picture.length);
    expect(page.equals(picture)).toBe(true);
  }
});

it('has nothing where nothing is selected, no pictures of words, and no names by a template that is none', async () => {
  const statusOf = async (path: string, body: object) => (await ask(path, body)).status;
  expect(await statusOf('/api/downloads', { selection: { studies: ['1.2.3'] } })).toBe(404);
  expect(await statusOf('/api/export/names', { selection: both, template: '{Nonsense}.dcm' })).toBe(400);
  const { path } = await prepared({ selection: { studies: [studyOf('words')] }, form: 'png' });
  expect((await server.fetch(path)).status).toBeGreaterThanOrEqual(400);
});

it('is for who asked for it alone, and can be fetched again', async () => {
  const { path, instances } = await prepared({ selection: both });
  expect(instances).toBe(2);
  const { status } = await server.fetch(path, { headers: { authorization: 'Test other' } });
  expect(status).toBe(404);
  for (let i = 0; i < 2; i++) expect((await server.fetch(path)).status).toBe(200);
  expect((await server.fetch('/api/downloads/nonsense')).status).toBe(404);
});
