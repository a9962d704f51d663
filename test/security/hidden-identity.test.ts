/**
 * A link that hides whose images it shows, against every route there is: routes are taken from the servers themselves, and what
 * they answer is searched for all that names the patient.
 */
import type { FastifyInstance, RouteOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger, systemClock } from '../../src/base/index.ts';
import { type Caller, rights, type Scope } from '../../src/contract/index.ts';
import { Dataset, type PlainDataset, parseFile, tags } from '../../src/dicom/index.ts';
import { MetadataWatch } from '../../src/http/dicomweb/metadata/metadata-watch.ts';
import { dicomWebRoutes } from '../../src/http/index.ts';
import { createTranscoder, Renderer, WorkerPool } from '../../src/render/index.ts';
import { encodeFile, transferSyntaxes, uid } from '../support/corpus.ts';
import { contentItem, pdfFile, reportFile } from '../support/documents.ts';
import { ct, elementsOf, framesOf, ultrasound } from '../support/generated-images.ts';
import { callersByName, callerWith, type OpenDoor, openDoor } from '../support/http-door.ts';
import { openRest, type RestServer } from '../support/rest-server.ts';

const SEED = 8_900;
const study = uid(SEED, 1);
const [SLICES, DEFLATED, BIG_ENDIAN, FILM, SCREEN, CLEAN_SCREEN, BURNED, REPORT, LETTER] = [
  1, 2, 3, 4, 5, 6, 7, 8, 9,
];
/** More than are described anew each time. */
const SLICE_COUNT = 18;

/** What names somebody, none of which is anything else. */
const secrets = [
  ...[
    'Zwetschgenberger',
    'Kunigunde',
    'Holunderstrauch',
    '山羊坂',
    'Doktorweber',
    'ZX-778-Q',
    'AC-5512-Z',
    'OTHER-99-K',
  ],
  ...['19620304', '+49 555 0199', 'Apfelgasse', 'RQ-31-77', 'privately said', 'VISIT-8-8'],
];
const identity: PlainDataset = {
  SpecificCharacterSet: 'ISO_IR 192',
  PatientName: 'Zwetschgenberger^Kunigunde=山羊坂^花',
  ...{ PatientID: 'ZX-778-Q', PatientBirthDate: '19620304', PatientSex: 'F', PatientAge: '061Y' },
  OtherPatientIDsSequence: [{ PatientID: 'OTHER-99-K', TypeOfPatientID: 'TEXT' }],
  ...{ OtherPatientNames: 'Holunderstrauch^Kunigunde', PatientAddress: 'Apfelgasse 3' },
  ...{
    PatientTelephoneNumbers: '+49 555 0199',
    AccessionNumber: 'AC-5512-Z',
    ReferringPhysicianName: 'Doktorweber',
  },
  ...{ StudyDate: '20240501', StudyTime: '101500', StudyDescription: 'Knee of Ms ZWETSCHGENBERGER' },
  ...{ AdmissionID: 'VISIT-8-8', ImageComments: 'Kunigunde moved', ProtocolName: 'knee_zx-778-q_v2' },
  RequestAttributesSequence: [
    { RequestedProcedureID: 'RQ-31-77', RequestedProcedureDescription: 'Kunigunde' },
  ],
  ReferencedImageSequence: [
    {
      ...{
        ReferencedSOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
        ReferencedSOPInstanceUID: uid(SEED, 1, 1, 99),
      },
      PurposeOfReferenceCodeSequence: [
        { CodeValue: '121311', CodingSchemeDesignator: 'DCM', CodeMeaning: 'For Kunigunde Zwetschgenberger' },
      ],
      PatientName: 'Zwetschgenberger^Kunigunde',
    },
  ],
};

interface Part {
  readonly series: number;
  readonly instance?: number;
  readonly kind: PlainDataset;
  readonly more?: PlainDataset;
  readonly syntax?: string;
}

function imageFile({ series, instance = 1, kind, more = {}, syntax }: Part): Uint8Array {
  const dataset = elementsOf(kind, SEED);
  const named = Dataset.of({
    ...identity,
    ...{ SeriesInstanceUID: uid(SEED, 1, series), SOPInstanceUID: uid(SEED, 1, series, instance) },
    ...{ SeriesNumber: series, InstanceNumber: instance, SeriesDescription: 'axial kunigunde' },
    ...more,
  });
  for (const { tag, vr, value } of named)
    dataset.set(tag, vr, value.kind === 'items' ? value.items : named.strings(tag));
  dataset.set(0x00291010, 'LO', 'privately said').set(0x00290010, 'LO', 'MAKER');
  const pixels = Buffer.concat(framesOf(elementsOf(kind, SEED), SEED + instance));
  const isWide = dataset.number(tags.BitsAllocated) === 16;
  if (syntax === transferSyntaxes.explicitVrBigEndian) pixels.swap16();
  dataset.set(tags.PixelData, isWide ? 'OW' : 'OB', new Uint8Array(pixels));
  return encodeFile(dataset, dataset.string(tags.SOPClassUID)!, dataset.string(tags.SOPInstanceUID)!, syntax);
}

const slices = Array.from({ length: SLICE_COUNT }, (_, at) =>
  imageFile({ series: SLICES, instance: at + 1, kind: ct }),
);
const screen: PlainDataset = { ...ct, SOPClassUID: '1.2.840.10008.5.1.4.1.1.7', Modality: 'OT' };
const shownSeries = [SLICES, DEFLATED, BIG_ENDIAN, FILM, CLEAN_SCREEN];
const withheldSeries = [SCREEN, BURNED, REPORT, LETTER];
const files = [
  ...slices,
  imageFile({ series: DEFLATED, kind: ct, syntax: '1.2.840.10008.1.2.1.99' }),
  imageFile({ series: BIG_ENDIAN, kind: ct, syntax: transferSyntaxes.explicitVrBigEndian }),
  imageFile({ series: FILM, kind: ultrasound }),
  imageFile({ series: SCREEN, kind: screen }),
  imageFile({ series: CLEAN_SCREEN, kind: screen, more: { BurnedInAnnotation: 'NO' } }),
  imageFile({ series: BURNED, kind: ct, more: { BurnedInAnnotation: 'YES' } }),
  reportFile(SEED, REPORT, {
    title: 'Report',
    images: [uid(SEED, 1, SLICES, 1)],
    content: [contentItem('TEXT', 'Finding', { TextValue: 'Kunigunde Zwetschgenberger is well.' })],
  }),
  pdfFile(SEED, LETTER, ['Dear Kunigunde']),
];

/** Every right, so that nothing but the hiding keeps anything back. */
const hiddenIn = (scope: Scope): Caller =>
  callerWith({
    ...{ actor: { kind: 'share', name: '0123456789ab', identityHidden: true }, scope },
    rights: new Set(rights),
  });

let rest: RestServer;
let web: OpenDoor;
let pool: WorkerPool;
let file: string;
const routes: { method: string; url: string; base: () => string }[] = [];

beforeAll(async () => {
  rest = await openRest();
  const { archive, directory } = rest.temporary;
  pool = new WorkerPool();
  void createTranscoder(pool);
  const renderer = new Renderer({ archive, pool, thumbnails: directory.join('thumbnails-2') });
  const parts = { archive, renderer, logger: silentLogger, clock: systemClock };
  const collect = (server: FastifyInstance) =>
    void server.addHook('onRoute', ({ method, url }: RouteOptions) => {
      for (const one of [method].flat())
        if (one !== 'HEAD') routes.push({ method: one, url, base: () => web.url });
    });
  web = await openDoor(collect, dicomWebRoutes({ ...parts, authenticate: callersByName(rest.callers) }));
  for (const each of files)
    expect(
      (
        await as('admin', '/api/instances', {
          method: 'POST',
          body: Buffer.from(each),
          type: 'application/dicom',
        })
      ).status,
    ).toBe(200);
  const { patients } = await rest.client.patientsList({});
  // Keys of patients have their IDs in them.
  const scope = {
    kind: 'rules',
    rules: [{ patientKey: patients.find(({ patientId }) => patientId === 'ZX-778-Q')!.patientKey }],
  } as const;
  rest.callers.hidden = hiddenIn(scope);
  rest.callers.told = callerWith({ scope });
  const note = `/api/files?${new URLSearchParams({ name: 'Kunigunde.txt', target: 'study', uid: study })}`;
  const kept = await as('admin', note, { method: 'POST', body: 'Zwetschgenberger', type: 'text/plain' });
  file = (jsonOf(kept) as { digest: string }).digest;
  await rest.client.labelSet({ target: 'study', uid: study, name: 'who', value: 'Kunigunde' });
  // What was made for those who may know: metadata and small pictures that are kept.
  await new MetadataWatch(parts, () => `${web.url}/dicom-web`).look();
  for (const series of [SLICES, BURNED]) {
    const place = `/dicom-web/studies/${study}/series/${uid(SEED, 1, series)}`;
    expect((await as('told', `${place}/metadata`, { base: web.url })).text).toContain('Zwetschgenberger');
    expect((await as('told', `${place}/thumbnail`, { base: web.url })).status).toBe(200);
  }
}, 120_000);
afterAll(async () => {
  await web[Symbol.asyncDispose]();
  await pool.close();
  await rest[Symbol.asyncDispose]();
});

interface Asked {
  readonly base?: string;
  readonly method?: string;
  readonly body?: NonNullable<RequestInit['body']>;
  readonly type?: string;
  readonly accept?: string;
}

async function as(
  who: string,
  path: string,
  { base = rest.url, method = 'GET', body, type, accept }: Asked = {},
) {
  const response = await fetch(`${base}${path}`, {
    method,
    headers: {
      authorization: `Test ${who}`,
      ...(type !== undefined && { 'content-type': type }),
      ...(accept !== undefined && { accept }),
    },
    ...(body !== undefined && { body }),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const heads = JSON.stringify([...response.headers]);
  return { status: response.status, text: `${heads}${bytes.toString('utf8')}`, bytes };
}

const jsonOf = ({ bytes }: { readonly bytes: Buffer }): unknown => JSON.parse(bytes.toString());

const find = (who: string, body: object) =>
  as(who, '/api/find', { method: 'POST', type: 'application/json', body: JSON.stringify(body) });

const said = (text: string): string[] =>
  secrets.filter((secret) => text.toLowerCase().includes(secret.toLowerCase()));

const pathOf = (url: string, series: number, instance = 1): string =>
  url
    .replace(':study', study)
    .replace(':series', uid(SEED, 1, series))
    .replace(':instance', uid(SEED, 1, series, instance))
    .replace(':frames', '1');

const searches = ['', '?includefield=all', '?includefield=PatientName,OtherPatientIDsSequence'];
const types = [
  ...[
    'application/dicom+json',
    'multipart/related; type="application/dicom+xml"',
    'multipart/related; type="image/png"',
  ],
  ...['image/jpeg', 'image/png', 'image/gif', 'multipart/related; type="application/octet-stream"', '*/*'],
];

describe('a link that hides whose images it shows', () => {
  it('says nothing at any route of the DICOM web services, in no form', { timeout: 300_000 }, async () => {
    const answered = new Map<string, Set<number>>();
    const toldOf = new Set<string>();
    for (const { url, base } of routes.filter(({ method, url }) => method === 'GET' && !url.endsWith('*')))
      for (const series of [...shownSeries, ...withheldSeries])
        for (const accept of series === SLICES ? types : types.slice(0, 2))
          for (const query of /\/(studies|series|instances)$/.test(url)
            ? searches
            : ['?annotation=patient']) {
            const path = `${pathOf(url, series)}${query}`;
            const answer = await as('hidden', path, { base: base(), accept });
            expect({ path, accept, said: said(answer.text) }).toEqual({ path, accept, said: [] });
            answered.set(url, (answered.get(url) ?? new Set()).add(answer.status));
            if (series === SLICES && said((await as('told', path, { base: base(), accept })).text).length > 0)
              toldOf.add(url);
          }
    // Who may know is told, by the same routes: so the search above can find something.
    expect([...toldOf].map((url) => url.replace('/dicom-web', ''))).toEqual(
      expect.arrayContaining([
        '/studies',
        '/studies/:study/metadata',
        '/studies/:study/series/:series/metadata',
      ]),
    );
    const isRefused = (url: string) => [...answered.get(url)!].every((status) => status === 403);
    const refused = [...answered.keys()].filter(isRefused).map((url) => url.replace('/dicom-web', ''));
    expect(refused.sort()).toEqual(
      [
        ...['/studies/:study', '/studies/:study/series/:series'],
        '/studies/:study/series/:series/instances/:instance',
        ...['/studies/:study/bulkdata', '/studies/:study/series/:series/bulkdata'],
        '/studies/:study/series/:series/instances/:instance/bulkdata',
        ...['/studies/:study/pixeldata', '/studies/:study/series/:series/pixeldata'],
        ...['/studies/:study/series/:series/instances/:instance/pixeldata', '/wado'],
      ].sort(),
    );
  });

  it('shows the images: metadata, frames and pictures', async () => {
    for (const series of shownSeries) {
      const place = pathOf('/dicom-web/studies/:study/series/:series', series);
      const metadata = await as('hidden', `${place}/metadata`, { base: web.url });
      expect({ series, status: metadata.status }).toEqual({ series, status: 200 });
      const [first, ...others] = jsonOf(metadata) as Record<string, unknown>[];
      expect(others).toHaveLength(series === SLICES ? SLICE_COUNT - 1 : 0);
      expect(first).toMatchObject({ '00280010': { vr: 'US', Value: [40] }, '00101010': { Value: ['061Y'] } });
      const image = pathOf('/dicom-web/studies/:study/series/:series/instances/:instance', series);
      const [ours, theirs] = await Promise.all(
        ['hidden', 'told'].map((who) => as(who, `${image}/rendered`, { base: web.url, accept: 'image/png' })),
      );
      expect(ours!.status).toBe(200);
      expect(ours!.bytes.equals(theirs!.bytes)).toBe(true);
      // What is written on a picture is drawn of what is known.
      const [unnamed, named] = await Promise.all(
        ['hidden', 'told'].map((who) =>
          as(who, `${image}/rendered?annotation=patient&viewport=400,400`, {
            base: web.url,
            accept: 'image/png',
          }),
        ),
      );
      expect([unnamed!.status, named!.status]).toEqual([200, 200]);
      expect(unnamed!.bytes.equals(named!.bytes)).toBe(false);
      expect((await as('hidden', `${image}/frames/1`, { base: web.url })).status).toBe(200);
      expect((await as('hidden', `${place}/thumbnail`, { base: web.url })).status).toBe(200);
    }
  });

  it('shows no report, document or picture with writing in it, also where a small one was made before', async () => {
    for (const series of withheldSeries)
      for (const below of [
        '/metadata',
        '/thumbnail',
        '/instances/:instance/thumbnail',
        '/instances/:instance/frames/1',
      ]) {
        const path = pathOf(`/dicom-web/studies/:study/series/:series${below}`, series);
        const { status, text } = await as('hidden', path, { base: web.url });
        expect({ path, status }).toEqual({ path, status: 403 });
        expect(text).toContain('archive/withheld');
      }
    const whole = await as('hidden', `/dicom-web/studies/${study}/metadata`, { base: web.url });
    expect(jsonOf(whole)).toHaveLength(SLICE_COUNT + shownSeries.length - 1);
  });

  it('gives no value of an element that it hides, by no path', { timeout: 120_000 }, async () => {
    for (const [series, bytes] of [
      [SLICES, slices[0]!],
      [BIG_ENDIAN, files[SLICE_COUNT + 1]!],
      [DEFLATED, files[SLICE_COUNT]!],
    ] as const) {
      const paths = pathsIn(parseFile(bytes).dataset);
      expect(paths.length).toBeGreaterThan(40);
      let count = 0;
      for (const path of paths) {
        const place = pathOf(
          '/dicom-web/studies/:study/series/:series/instances/:instance/bulkdata/',
          series,
        );
        const { text } = await as('hidden', `${place}${path}`, { base: web.url });
        expect({ path, said: said(text) }).toEqual({ path, said: [] });
        count += said((await as('told', `${place}${path}`, { base: web.url })).text).length;
      }
      expect(count).toBeGreaterThan(20);
    }
  });

  it('says nothing in rows, and lets nobody guess by searching', async () => {
    const include = [
      'PatientBirthDate',
      'AccessionNumber',
      'OtherPatientNames',
      'ReferringPhysicianName',
      'ProtocolName',
    ];
    for (const level of ['study', 'series', 'instance']) {
      const answer = await find('hidden', { level, include: [...include, 'PatientName', 'PatientID'] });
      expect(answer.status).toBe(200);
      expect(said(answer.text)).toEqual([]);
      expect((jsonOf(answer) as { rows: unknown[] }).rows).not.toHaveLength(0);
      expect(said((await find('told', { level, include })).text)).not.toEqual([]);
    }
    const refused = [
      { match: { PatientName: 'Zwet*' } },
      { match: { PatientID: 'ZX-778-Q' } },
      { match: { PatientBirthDate: '19620304' } },
      { match: { AccessionNumber: 'AC*' } },
      { match: { StudyDescription: '*zwet*' } },
      { level: 'series', match: { ProtocolName: '*zx*' } },
      { labels: [{ name: 'who', value: 'Kunigunde' }] },
      { order: ['PatientName'] },
      { level: 'patient' },
    ];
    for (const body of refused) {
      expect({ body, status: (await find('hidden', body)).status }).toEqual({ body, status: 403 });
      expect((await find('told', body)).status).toBe(200);
    }
    for (const query of [
      'PatientName=Z*',
      'PatientID=ZX-778-Q',
      'RequestAttributesSequence.RequestedProcedureID=RQ*',
    ])
      for (const path of ['/dicom-web/series?', '/dicom-web/series?limit=0&'])
        expect((await as('hidden', `${path}${query}`, { base: web.url })).status).toBe(403);
    const row = jsonOf(await find('hidden', { match: { StudyInstanceUID: study, ModalitiesInStudy: 'CT' } }));
    expect(row).toMatchObject({
      rows: [{ StudyDate: '20240501', StudyDescription: null, PatientName: null }],
    });
  });

  it('gets nothing from any other operation of the API', { timeout: 120_000 }, async () => {
    const open = ['find', 'me', 'studies', `studies/${study}`, `studies/${study}/series`].map(
      (name) => `/api/${name}`,
    );
    const description = jsonOf(await as('hidden', '/api/openapi.json')) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => method !== 'head')
        .map((method) => [method.toUpperCase(), path] as const),
    );
    expect(operations.length).toBeGreaterThan(100);
    const answered = new Set<string>();
    for (const [method, path] of operations) {
      if (path.includes('openapi') || path.includes('docs') || path === '/api/health') continue;
      const filled = path
        .replace('{study}', study)
        .replace('{digest}', file)
        .replace('{uid}', path.includes('series') ? uid(SEED, 1, SLICES) : uid(SEED, 1, SLICES, 1))
        .replace(/\{\w+\}/g, 'x');
      const answer = await as('hidden', filled, {
        method,
        ...(method !== 'GET' && { type: 'application/json', body: '{}' }),
      });
      expect({ method, path, said: said(answer.text) }).toEqual({ method, path, said: [] });
      if (answer.status !== 403) answered.add(filled);
    }
    expect([...answered].sort()).toEqual(
      [...open, `/api/series/${uid(SEED, 1, SLICES)}`, `/api/instances/${uid(SEED, 1, SLICES, 1)}`].sort(),
    );
  });
});

/** Paths of all elements of a data set, as bulk data are named, sequences themselves among them. */
function pathsIn(dataset: Dataset, above = ''): string[] {
  return [...dataset].flatMap(({ tag, value }) => {
    const path = `${above}${tag.toString(16).toUpperCase().padStart(8, '0')}`;
    const inside = value.kind === 'items' ? value.items : [];
    return [path, ...inside.flatMap((item, at) => pathsIn(item, `${path}/${at}/`))];
  });
}
