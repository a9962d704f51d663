import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CorpusShape, corpus, corpusInstance } from '../support/corpus.ts';
import { type DicomWebServer, openDicomWeb } from '../support/dicom-web-server.ts';
import { callerWith } from '../support/http-door.ts';

const STUDIES = 30;
const shape: CorpusShape = {
  kind: 'tiny',
  studies: STUDIES,
  seriesPerStudy: 2,
  instancesPerSeries: 3,
  override: ({ study, series }) => ({
    StudyDescription: study === 3 ? 'Knie, links' : 'Schädel nativ',
    ...(study === 4 && {
      PatientName: 'Yamada^Tarou=山田^太郎=やまだ^たろう',
      SpecificCharacterSet: 'ISO_IR 192',
    }),
    PatientAge: '045Y',
    SliceThickness: study % 10 === 0 ? '0.75' : '3',
    RequestAttributesSequence: [
      { ScheduledProcedureStepID: `SPS${series}`, RequestedProcedureID: `RP${study}` },
    ],
  }),
};
const at = (study: number, series = 0, instance = 0) => corpusInstance(shape, { study, series, instance });

let server: DicomWebServer;

beforeAll(async () => {
  const { studyInstanceUid } = at(7);
  server = await openDicomWeb({
    guest: callerWith({ scope: { kind: 'rules', rules: [{ studyInstanceUid }] } }),
    uploader: callerWith({ rights: new Set(['store']) }),
  });
  await server.store(corpus(shape));
});
afterAll(() => server[Symbol.asyncDispose]());

const values = (rows: readonly Record<string, { Value?: readonly unknown[] }>[], tag: string) =>
  rows.map((row) => row[tag]?.Value?.[0]);
const STUDY = '0020000D';
const SERIES = '0020000E';
const INSTANCE = '00080018';

describe('studies', () => {
  it('come newest first, with what PS3.18 wants of each', async () => {
    const response = await server.get('/studies');
    expect(response.headers.get('content-type')).toBe('application/dicom+json');
    expect(response.headers.get('cache-control')).toBe('private, no-cache');
    expect(response.headers.get('x-total-count')).toBe(String(STUDIES));
    const rows = (await response.json()) as Record<string, { vr: string; Value?: unknown[] }>[];
    expect(rows).toHaveLength(STUDIES);
    const dates = values(rows, '00080020') as string[];
    expect(dates).toEqual([...dates].sort().reverse());
    const first = at(STUDIES - 1);
    expect(rows[0]).toMatchObject({
      '00080005': { vr: 'CS', Value: ['ISO_IR 192'] },
      '00080056': { vr: 'CS', Value: ['ONLINE'] },
      '00080061': { vr: 'CS', Value: ['MR'] },
      '00080090': { vr: 'PN', Value: [{ Alphabetic: 'Müller^Jörg^^Dr.' }] },
      '00081030': { vr: 'LO', Value: ['Schädel nativ'] },
      '00081190': { vr: 'UR', Value: [`${server.root}/studies/${first.studyInstanceUid}`] },
      '00100020': { vr: 'LO', Value: [first.patientId] },
      '00201206': { vr: 'IS', Value: [2] },
      '00201208': { vr: 'IS', Value: [6] },
    });
    // Keys in ascending order, also in the text.
    const keys = Object.keys(rows[0]!);
    expect(keys).toEqual([...keys].sort());
    // A timezone was not sent: present and empty, because the standard wants it.
    expect(rows[0]!['00080201']).toEqual({ vr: 'SH' });
  });

  it.each([
    ['PatientID by keyword', () => `PatientID=${at(5).patientId}`, [5]],
    ['PatientID by tag', () => `00100020=${at(5).patientId}`, [5]],
    [
      'a list of UIDs with commas',
      () => `StudyInstanceUID=${at(5).studyInstanceUid},${at(6).studyInstanceUid}`,
      [6, 5],
    ],
    [
      'a list with a backslash',
      () => `0020000D=${at(5).studyInstanceUid}%5C${at(6).studyInstanceUid}`,
      [6, 5],
    ],
    ['a date', () => 'StudyDate=20150103', [2]],
    ['a range', () => 'StudyDate=20150103-20150105', [4, 3, 2]],
    ['an open range', () => 'StudyDate=-20150102', [1, 0]],
    ['a wildcard', () => 'StudyDescription=Knie*', [3]],
    ['a comma in a text', () => 'StudyDescription=Knie,%20links', [3]],
    ['a name without case', () => 'PatientName=yamada*', [4]],
    ['an ideographic name', () => `PatientName=${encodeURIComponent('*=山田*')}`, [4]],
    ['a key beside a limit', () => 'limit=5&StudyID=2', [2]],
    ['a code string of several', () => `ModalitiesInStudy=CT,MR&StudyDate=20150102`, [1]],
  ])('are found by %s', async (_what, query, expected) => {
    const rows = await server.json(`/studies?${query()}`);
    expect(values(rows, STUDY)).toEqual(expected.map((study) => at(study).studyInstanceUid));
  });

  it('are found by sound with fuzzymatching', async () => {
    const exact = await server.get('/studies?PatientName=Abell0000^Ana');
    expect(exact.status).toBe(204);
    const fuzzy = await server.json('/studies?PatientName=Jamada&fuzzymatching=true');
    expect(values(fuzzy, STUDY)).toEqual([at(4).studyInstanceUid]);
  });

  it('have component groups of names', async () => {
    const [row] = await server.json('/studies?StudyID=4');
    expect(row!['00100010']).toEqual({
      vr: 'PN',
      Value: [{ Alphabetic: 'Yamada^Tarou', Ideographic: '山田^太郎', Phonetic: 'やまだ^たろう' }],
    });
  });

  it('nothing found is 204 without a body', async () => {
    const response = await server.get('/studies?PatientID=nobody');
    expect(response.status).toBe(204);
    expect(await response.text()).toBe('');
    expect(response.headers.get('x-total-count')).toBe('0');
    expect((await server.get('/studies?PatientID=nobody&limit=3')).status).toBe(204);
  });

  it('have more with includefield, by keyword, by tag and all', async () => {
    const [plain] = await server.json('/studies?StudyID=4');
    expect(plain!['00101010']).toBeUndefined();
    for (const field of ['PatientAge', '00101010', 'StudyID,PatientAge', 'all']) {
      const [row] = await server.json(`/studies?StudyID=4&includefield=${field}`);
      expect(row!['00101010'], field).toEqual({ vr: 'AS', Value: ['045Y'] });
    }
    const response = await server.get('/studies?StudyID=4&includefield=PatientAge&includefield=KVP');
    expect(response.headers.get('warning')).toContain('KVP is not kept at this level');
    // Asked for as a key is asked for.
    const [asked] = await server.json('/studies?StudyID=4&PatientAge=');
    expect(asked!['00101010']).toEqual({ vr: 'AS', Value: ['045Y'] });
  });
});

describe('pages', () => {
  it('follow each other without gap or repetition, and say how much there is', async () => {
    const whole = values(await server.json('/studies'), STUDY);
    const pages: unknown[] = [];
    for (let offset = 0; offset < STUDIES; offset += 7) {
      const response = await server.get(`/studies?limit=7&offset=${offset}`);
      const rows = (await response.json()) as Record<string, { Value?: unknown[] }>[];
      pages.push(...values(rows, STUDY));
      expect(response.headers.get('x-total-count')).toBe(String(STUDIES));
      const remaining = STUDIES - offset - rows.length;
      expect(response.headers.get('warning')).toBe(
        remaining === 0
          ? null
          : `299 isocenter "There are ${remaining} additional results that can be requested"`,
      );
    }
    expect(pages).toEqual(whole);
  });

  it('beyond the end are empty', async () => {
    const response = await server.get(`/studies?limit=7&offset=${STUDIES + 1}`);
    expect(response.status).toBe(204);
    expect(response.headers.get('x-total-count')).toBe(String(STUDIES));
    expect((await server.get(`/studies?offset=${STUDIES}`)).status).toBe(204);
  });
});

describe('a page without room', () => {
  it.each(['/studies', '/studies?PatientName=*'])('of %s tells how much there is', async (path) => {
    const response = await server.get(`${path}${path.includes('?') ? '&' : '?'}limit=0`);
    expect(response.status).toBe(204);
    expect(response.headers.get('x-total-count')).toBe(String(STUDIES));
    const warning = `There are ${STUDIES} additional results that can be requested`;
    expect(response.headers.get('warning')).toBe(`299 isocenter "${warning}"`);
  });
});

describe('instances by keys that no index has', () => {
  const all = STUDIES * 2 * 3;
  const { studyInstanceUid, seriesInstanceUid } = at(2, 1);
  const { sopClassUid } = at(0);

  it.each([
    ['/instances', all],
    [`/studies/${studyInstanceUid}/instances`, 6],
    [`/studies/${studyInstanceUid}/series/${seriesInstanceUid}/instances`, 3],
  ])('%s', async (path, count) => {
    const [first] = await server.json(`${path}?limit=1`);
    const rows = first!['00280010']!.Value![0];
    const found = await server.get(`${path}?SOPClassUID=${sopClassUid}&Rows=${rows}`);
    expect(found.headers.get('x-total-count')).toBe(String(count));
    expect(await found.json()).toHaveLength(count);
    const page = await server.get(`${path}?SOPClassUID=${sopClassUid}&limit=2&offset=1`);
    expect(await page.json()).toHaveLength(2);
    expect(page.headers.get('x-total-count')).toBe(String(count));
    expect((await server.get(`${path}?SOPClassUID=1.2.3`)).status).toBe(204);
    expect((await server.get(`${path}?Rows=1`)).status).toBe(204);
    expect((await server.get(`${path}?NumberOfFrames=25`)).status).toBe(204);
  });
});

describe('series and instances', () => {
  it('of a study, in the order of their numbers', async () => {
    const { studyInstanceUid } = at(2);
    const rows = await server.json(`/studies/${studyInstanceUid}/series`);
    expect(values(rows, SERIES)).toEqual([at(2).seriesInstanceUid, at(2, 1).seriesInstanceUid]);
    expect(rows[0]).toMatchObject({
      '00080060': { vr: 'CS', Value: ['MR'] },
      '00081190': {
        vr: 'UR',
        Value: [`${server.root}/studies/${studyInstanceUid}/series/${at(2).seriesInstanceUid}`],
      },
      '00201209': { vr: 'IS', Value: [3] },
    });
    expect(rows[0]!['00100010'], 'the path names the study').toBeUndefined();
  });

  it('by series parameters, which are numbers or ranges of them', async () => {
    const count = async (query: string) => {
      const response = await server.get(`/series?${query}`);
      expect(response.headers.get('warning')).toBeNull();
      return Number(response.headers.get('x-total-count'));
    };
    // Studies 0, 10 and 20 are thin.
    expect(await count('SliceThickness=0.75')).toBe(6);
    expect(await count('00180050=0.75')).toBe(6);
    expect(await count('SliceThickness=0.5..1')).toBe(6);
    expect(await count('SliceThickness=1..')).toBe(STUDIES * 2 - 6);
    expect(await count(`SliceThickness=..1&StudyInstanceUID=${at(10).studyInstanceUid}`)).toBe(2);
    expect(await count('SliceThickness=99')).toBe(0);
    expect((await server.get('/series?SliceThickness=thin')).status).toBe(400);
    const inStudy = (study: number) => `/studies/${at(study).studyInstanceUid}/series?SliceThickness=..1`;
    expect(await server.json(inStudy(20))).toHaveLength(2);
    expect((await server.get(inStudy(21))).status).toBe(204);
  });

  it('with series parameters that are asked for, or matched', async () => {
    const thickness = async (query: string) => {
      const response = await server.get(`/studies/${at(10).studyInstanceUid}/series?${query}`);
      expect(response.headers.get('warning')).toBeNull();
      const rows = (await response.json()) as Record<string, unknown>[];
      expect(rows).toHaveLength(2);
      return rows[0]!['00180050'];
    };
    const thin = { vr: 'DS', Value: [0.75] };
    expect(await thickness('includefield=SliceThickness')).toEqual(thin);
    expect(await thickness('includefield=00180050')).toEqual(thin);
    expect(await thickness('includefield=all')).toEqual(thin);
    expect(await thickness('SliceThickness=..1')).toEqual(thin);
    expect(await thickness('SliceThickness=')).toEqual(thin);
    expect(await thickness('')).toBeUndefined();
    const xml = await server.get(`/studies/${at(10).studyInstanceUid}/series?includefield=SliceThickness`, {
      accept: 'multipart/related; type="application/dicom+xml"',
    });
    expect(await xml.text()).toContain('<Value number="1">0.75</Value>');
    // Of several values one is kept, which is not what the element says; and other levels have none.
    for (const path of ['/series?includefield=PixelSpacing', '/studies?includefield=SliceThickness']) {
      const told = await server.get(path);
      expect(told.headers.get('warning'), path).toContain('was not included');
      await told.arrayBuffer();
    }
  });

  it('have sequences that a path of includefield leads into', async () => {
    const [study, series] = [at(6).studyInstanceUid, '/series?includefield='];
    const path = 'RequestAttributesSequence.ScheduledProcedureStepID';
    const response = await server.get(`/studies/${study}${series}${path},ProcedureCodeSequence.CodeValue`);
    expect(response.headers.get('warning')).toBeNull();
    const [first] = (await response.json()) as Record<string, { Value?: unknown[] }>[];
    expect(first!['00400275']!.Value).toMatchObject([{ '00400009': { Value: ['SPS0'] } }]);
  });

  it('by a nested key, whose sequence comes whole', async () => {
    const rows = await server.json('/series?RequestAttributesSequence.RequestedProcedureID=RP9');
    expect(values(rows, SERIES)).toEqual([at(9).seriesInstanceUid, at(9, 1).seriesInstanceUid]);
    expect(rows[0]!['00400275']!.Value).toMatchObject([{ '00400009': { vr: 'SH', Value: ['SPS0'] } }]);
    const both = 'RequestAttributesSequence.RequestedProcedureID=RP9&00400275.00400009=SPS1';
    expect(values(await server.json(`/series?${both}`), SERIES)).toEqual([at(9, 1).seriesInstanceUid]);
  });

  it('of everything, with what the study says', async () => {
    const rows = await server.json(`/series?PatientID=${at(8).patientId}`);
    expect(rows).toHaveLength(2);
    expect(values(rows, '00100020')).toEqual([at(8).patientId, at(8).patientId]);
    const instances = await server.json(`/instances?SOPInstanceUID=${at(8, 1, 2).sopInstanceUid}`);
    expect(instances).toMatchObject([
      { '00100020': { Value: [at(8).patientId] }, '00080060': { Value: ['MR'] }, '00200013': { Value: [3] } },
    ]);
    expect(await server.json('/instances?limit=4')).toHaveLength(4);
  });

  it('of a series, of a study', async () => {
    const { studyInstanceUid, seriesInstanceUid } = at(1, 1);
    const path = `/studies/${studyInstanceUid}/series/${seriesInstanceUid}/instances`;
    const rows = await server.json(path);
    expect(values(rows, INSTANCE)).toEqual([0, 1, 2].map((n) => at(1, 1, n).sopInstanceUid));
    expect(values(rows, '00081190')).toEqual(
      rows.map((row) => `${server.root}${path}/${row[INSTANCE]!.Value![0]}`),
    );
    expect(rows[0]).toMatchObject({
      '00280010': { vr: 'US', Value: [8] },
      '00200013': { vr: 'IS', Value: [1] },
    });
    expect(await server.json(`/studies/${studyInstanceUid}/instances`)).toHaveLength(6);
    expect(await server.json(`${path}?InstanceNumber=2`)).toHaveLength(1);
  });
});

describe('who asks', () => {
  it('sees the studies of their scope only', async () => {
    const headers = { authorization: 'Test guest' };
    const response = await server.get('/studies', headers);
    expect(values((await response.json()) as never, STUDY)).toEqual([at(7).studyInstanceUid]);
    expect(response.headers.get('x-total-count')).toBe('1');
    expect((await server.get(`/studies/${at(6).studyInstanceUid}/series`, headers)).status).toBe(204);
  });

  it('needs the right to find', async () => {
    expect((await server.get('/studies', { authorization: 'Test uploader' })).status).toBe(403);
    expect((await server.get('/studies', { authorization: '' })).status).toBe(403);
  });
});

describe('what makes no sense is refused with the reason', () => {
  it.each([
    ['/studies?PatientNam=x', 400, 'query/bad', 'PatientNam'],
    ['/studies?StudyDate=yesterday', 400, 'query/bad', 'StudyDate is neither'],
    ['/studies?limit=-1', 400, 'query/bad', 'limit'],
    ['/studies?PatientID.StudyID=1', 400, 'query/bad', 'PatientID is no sequence'],
    ['/studies?includefield=Nonsense', 400, 'query/bad', 'Nonsense'],
    ['/studies/..%2f..%2fetc/series', 400, 'input/invalid', 'UID'],
    ['/studies?accept=text/html', 406, 'http/not-acceptable', 'application/dicom+json'],
  ])('%s', async (path, status, code, reason) => {
    const response = await server.get(path);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    const problem = (await response.json()) as { code: string; title: string };
    expect(problem.code).toBe(code);
    expect(problem.title).toContain(reason);
  });

  it('a key that is not kept is ignored with a warning', async () => {
    const response = await server.get('/studies?StudyID=4&KVP=120');
    expect(response.headers.get('warning')).toBe(
      '299 isocenter "KVP is not supported for matching and was ignored"',
    );
    expect(await response.json()).toHaveLength(1);
  });

  it('what is accepted decides the form', async () => {
    const type = async (accept: string) =>
      (await server.get('/studies?limit=1', { accept })).headers.get('content-type');
    expect(await type('application/json')).toContain('application/json');
    expect(await type('*/*')).toBe('application/dicom+json');
    expect(await type('text/html, application/json;q=0.5, application/dicom+json;q=0.9')).toBe(
      'application/dicom+json',
    );
  });
});
