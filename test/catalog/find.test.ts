import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Level, parseQuery, type Query, type QueryOrder } from '../../src/catalog/index.ts';
import { WALKED_INSTANCES } from '../../src/catalog/query/bounds.ts';
import { everything, nothing, type Scope } from '../../src/contract/index.ts';
import { Dataset, type PlainDataset, tags } from '../../src/dicom/index.ts';
import { catalogFromItem, emptyCatalog, engines, type TestCatalog } from '../support/engines.ts';
import { arrival, header } from './samples.ts';

describe.each(engines)('find on $name', (engine) => {
  let test: TestCatalog;

  beforeAll(async () => {
    test = await emptyCatalog(engine);
    await test.catalog.commit([
      arrival(header(1, 1, 1), 'a', { collection: 'lab' }),
      arrival(header(1, 1, 2, { ImageType: ['ORIGINAL', 'PRIMARY'] }), 'b'),
      arrival(header(1, 2, 1, { Modality: 'SR', SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.11' }), 'c'),
      arrival(
        header(2, 1, 1, {
          PatientID: 'P2',
          PatientName: 'Yamada^Tarou=山田^太郎=やまだ^たろう',
          StudyDate: '20240315',
          StudyTime: '1030',
          AccessionNumber: 'A[1]_%',
          StudyDescription: 'MRI brain',
          RequestAttributesSequence: [{ ScheduledProcedureStepID: 'SPS7', RequestedProcedureID: 'RP1' }],
          NameOfPhysiciansReadingStudy: 'Größe^Ada',
        }),
        'd',
      ),
      arrival(header(3, 1, 1, { PatientID: undefined, PatientName: 'Smith', StudyDate: '20231231' }), 'e'),
    ]);
  });
  afterAll(async () => {
    await test.close();
  });

  async function ask(level: Level, keys: PlainDataset, options = {}, scope: Scope = everything) {
    const identifier = Dataset.of(keys);
    const query = parseQuery(identifier, level, { root: 'study', relational: true, ...options });
    const answers = [];
    for await (const page of test.catalog.find(scope, query)) answers.push(...page);
    return answers;
  }
  const studies = async (keys: PlainDataset, options = {}, scope: Scope = everything) => {
    const rows = await ask(
      'study',
      { ...keys, StudyInstanceUID: keys.StudyInstanceUID ?? '' },
      options,
      scope,
    );
    const position = [...Dataset.of({ ...keys, StudyInstanceUID: '' })].findIndex(
      (e) => e.tag === 0x0020000d,
    );
    return rows.map((row) => Number(String(row[position]).split('.').at(-1))).sort();
  };

  it('answers all studies with counts and lists', async () => {
    const rows = await ask('study', {
      ModalitiesInStudy: '',
      SOPClassesInStudy: '',
      StudyInstanceUID: '',
      NumberOfStudyRelatedSeries: '',
      NumberOfStudyRelatedInstances: '',
      NumberOfPatientRelatedStudies: '',
    });
    expect(rows).toHaveLength(3);
    expect(rows.find((row) => row.includes('1.2.3.1'))).toEqual([
      'MR\\SR',
      '1.2.840.10008.5.1.4.1.1.4\\1.2.840.10008.5.1.4.1.1.88.11',
      '1.2.3.1',
      1,
      2,
      3,
    ]);
  });

  it('matches names without case and accents', async () => {
    expect(await studies({ PatientName: 'MULLER^jurgen' })).toEqual([1]);
    expect(await studies({ PatientName: 'mül*' })).toEqual([1]);
    expect(await studies({ PatientName: '*GEN' })).toEqual([1]);
    expect(await studies({ PatientName: 'mull' })).toEqual([]);
    expect(await studies({ PatientName: 'SMITH^*' })).toEqual([3]);
    expect(await studies({ NameOfPhysiciansReadingStudy: 'GROSSE*' })).toEqual([2]);
  });

  it('matches each component group of a name', async () => {
    expect(await studies({ PatientName: '=山田*' })).toEqual([2]);
    expect(await studies({ PatientName: 'yamada*=山田^太郎' })).toEqual([2]);
    expect(await studies({ PatientName: 'smith*=山田^太郎' })).toEqual([]);
    expect(await studies({ PatientName: '山田*' })).toEqual([2]);
    expect(await studies({ PatientName: 'やまだ*' })).toEqual([2]);
  });

  it('matches names by sound when asked', async () => {
    expect(await studies({ PatientName: 'Mueler^Jurgen' }, { fuzzy: true })).toEqual([1]);
    expect(await studies({ PatientName: 'Mueler^Jurgen' })).toEqual([]);
  });

  it('matches ranges of dates and times', async () => {
    expect(await studies({ StudyDate: '20240101-20240131' })).toEqual([1]);
    expect(await studies({ StudyDate: '-20240102' })).toEqual([1, 3]);
    expect(await studies({ StudyDate: '20240102-' })).toEqual([1, 2]);
    expect(await studies({ StudyDate: '20240315' })).toEqual([2]);
    expect(await studies({ StudyTime: '103000' })).toEqual([2]);
    expect(await studies({ StudyTime: '1016-11' })).toEqual([2]);
    expect(await studies({ StudyTime: '10-1015' })).toEqual([1, 3]);
  });

  it('takes date and time together when negotiated', async () => {
    const keys = { StudyDate: '20240102-20240315', StudyTime: '1016-1030' };
    expect(await studies(keys)).toEqual([2]);
    expect(await studies(keys, { combinedDateTime: true })).toEqual([2]);
    const wide = { StudyDate: '20231231-20240315', StudyTime: '1016-0900' };
    expect(await studies(wide, { combinedDateTime: true })).toEqual([1]);
  });

  it('takes pattern characters of SQL literally', async () => {
    expect(await studies({ AccessionNumber: 'A[1]_%' })).toEqual([2]);
    expect(await studies({ AccessionNumber: 'A[1]_*' })).toEqual([2]);
    expect(await studies({ AccessionNumber: '?[1]_%' })).toEqual([2]);
    expect(await studies({ AccessionNumber: '%*' })).toEqual([]);
    expect(await studies({ AccessionNumber: "x' OR '1'='1" })).toEqual([]);
  });

  it('matches empty values, lists, and members of lists', async () => {
    expect(await studies({ AccessionNumber: '""' })).toEqual([1, 3]);
    expect(await studies({ StudyInstanceUID: ['1.2.3.1', '1.2.3.3', '9'] })).toEqual([1, 3]);
    expect(await studies({ ModalitiesInStudy: 'SR' })).toEqual([1]);
    expect(await studies({ ModalitiesInStudy: ['SR', 'MR'] })).toEqual([1, 2, 3]);
    expect(await studies({ ModalitiesInStudy: 'S*' })).toEqual([1]);
    expect(await studies({ NumberOfStudyRelatedInstances: '3' })).toEqual([1]);
  });

  it('matches inside sequences', async () => {
    const series = (id: string) =>
      ask('series', {
        RequestAttributesSequence: [{ ScheduledProcedureStepID: id }],
        SeriesInstanceUID: '',
      });
    expect(await series('SPS7')).toHaveLength(1);
    expect(await series('SPS*')).toHaveLength(1);
    expect(await series('OTHER')).toHaveLength(0);
  });

  it('answers series and instances, also across levels', async () => {
    expect(await ask('series', { StudyInstanceUID: '1.2.3.1', SeriesNumber: '' })).toHaveLength(2);
    expect(await ask('series', { PatientName: 'mul*', Modality: 'SR' })).toHaveLength(1);
    expect(await ask('instance', { SeriesInstanceUID: '1.2.3.1.1', InstanceNumber: '2' })).toEqual([
      ['1.2.3.1.1', 2],
    ]);
    expect(await ask('instance', { StudyDate: '20240101-20241231', SOPInstanceUID: '' })).toHaveLength(4);
    expect(await ask('instance', { SeriesInstanceUID: '1.2.3.1.1', ImageType: 'PRIMARY' })).toHaveLength(1);
    // No index has this key: every instance is looked at.
    expect(await ask('instance', { InstanceNumber: '1' })).toHaveLength(4);
  });

  it('looks at every instance only where there are not too many', async () => {
    const large = await catalogFromItem(engine, WALKED_INSTANCES);
    try {
      await large.catalog.commit([arrival(header(1, 1, 1), 'a')]);
      const found = (keys: PlainDataset) => {
        const query = parseQuery(Dataset.of(keys), 'instance', { root: 'study', relational: true });
        return Array.fromAsync(large.catalog.find(everything, query));
      };
      expect(await found({ InstanceNumber: '1' })).toHaveLength(1);
      await large.catalog.commit([arrival(header(1, 1, 2), 'b')]);
      await expect(found({ InstanceNumber: '1' })).rejects.toThrow(/no index/);
      const query = parseQuery(Dataset.of({ Rows: 1 }), 'instance', { root: 'study', relational: true });
      await expect(large.catalog.countAnswers(everything, query, 10)).rejects.toMatchObject({
        code: 'query/bad',
      });
      expect(await found({ InstanceNumber: '1', StudyInstanceUID: '1.2.3.1' })).toHaveLength(1);
      expect(await found({ InstanceNumber: '' })).toHaveLength(1);
    } finally {
      await large.close();
    }
  });

  it('answers patients; without an id each study has its own', async () => {
    const rows = await ask('patient', { PatientID: '', NumberOfPatientRelatedInstances: '' });
    expect(rows).toEqual([
      ['P1', 3],
      ['P2', 1],
      [null, 1],
    ]);
  });

  it('shows only what the scope covers', async () => {
    expect(await studies({}, {}, nothing)).toEqual([]);
    const rules = (...all: object[]): Scope => ({ kind: 'rules', rules: all as never });
    expect(await studies({}, {}, rules({ collection: 'lab' }))).toEqual([1]);
    expect(await studies({}, {}, rules({ studyInstanceUid: '1.2.3.2' }, { collection: 'lab' }))).toEqual([
      1, 2,
    ]);
    expect(await studies({}, {}, rules({ patientKey: 'P2\\domain\\' }))).toEqual([2]);
    expect(await studies({}, {}, rules())).toEqual([]);
    const patients = await ask('patient', { PatientID: '' }, {}, rules({ collection: 'lab' }));
    expect(patients).toEqual([['P1']]);
  });

  describe('in an order', () => {
    const all = (order: QueryOrder, keys: PlainDataset = {}): Query => ({
      ...parseQuery(Dataset.of({ StudyInstanceUID: '', ...keys }), 'study', {
        root: 'study',
        relational: true,
      }),
      attributes: [tags.StudyInstanceUID],
      order,
    });
    const newest: QueryOrder = { tags: [tags.StudyDate], descending: true };
    const names = async (query: Query) =>
      (await Array.fromAsync(test.catalog.find(everything, query)))
        .flat(2)
        .map((uid) => String(uid).slice(6));

    it('gives the newest studies first, and the earliest', async () => {
      expect(await names(all(newest))).toEqual(['2', '1', '3']);
      expect(await names(all({ ...newest, descending: false }))).toEqual(['3', '1', '2']);
      expect(await names(all(newest, { StudyDate: '20240101-20241231' }))).toEqual(['2', '1']);
      expect(await names(all(newest, { StudyDate: '-20240102' }))).toEqual(['1', '3']);
    });

    it('sorts what another index finds, or none', async () => {
      expect(await names(all(newest, { PatientName: '*i*' }))).toEqual(['3']);
      expect(await names(all(newest, { StudyInstanceUID: ['1.2.3.3', '1.2.3.2'] }))).toEqual(['2', '3']);
      expect(await names(all({ tags: [tags.PatientName], descending: false }))).toEqual(['1', '3', '2']);
      const fewest = { tags: [tags.NumberOfStudyRelatedInstances, tags.StudyDate], descending: false };
      expect(await names(all(fewest))).toEqual(['3', '2', '1']);
      expect(() => all({ tags: [tags.RequestAttributesSequence], descending: false })).not.toThrow();
      const nonsense = { tags: [tags.SOPInstanceUID], descending: false };
      await expect(names(all(nonsense))).rejects.toMatchObject({ code: 'query/bad' });
    });

    it('limits and passes over', async () => {
      expect(await names({ ...all(newest), offset: 1, limit: 1 })).toEqual(['1']);
    });

    it.each<[string, Query]>([
      ['walking an index', all(newest)],
      ['walking a part of it', all(newest, { StudyDate: '20200101-' })],
      ['looking at each row on the way', all(newest, { StudyInstanceUID: '', ModalitiesInStudy: 'MR' })],
      ['sorting', all({ tags: [tags.StudyDescription], descending: false })],
      ['sorting what an index finds', all(newest, { StudyInstanceUID: ['1.2.3.3', '1.2.3.2', '1.2.3.1'] })],
      ['as it is found', { ...all(newest), order: undefined } as unknown as Query],
    ])('goes on behind a page when %s', async (_, query) => {
      const { order, ...rest } = query;
      const asked = order ? query : rest;
      const whole = (await Array.fromAsync(test.catalog.find(everything, asked))).flat(2);
      const paged: unknown[] = [];
      let after: string | undefined;
      do {
        const page = await test.catalog.findPage(everything, {
          ...asked,
          limit: 1,
          ...(after && { after }),
        });
        paged.push(...page.rows.flat());
        after = page.next;
      } while (after);
      expect(paged).toEqual(whole);
      expect(whole).toHaveLength(3);
    });

    it('refuses a cursor of another query, and what is none', async () => {
      const { next } = await test.catalog.findPage(everything, { ...all(newest), limit: 1 });
      const other = all({ tags: [tags.PatientName], descending: false });
      for (const [query, after] of [
        [other, next!],
        [all(newest), 'x'],
        [all(newest), Buffer.from('["00080020-",null,1,{}]').toString('base64url')],
      ] as const) {
        await expect(test.catalog.findPage(everything, { ...query, after })).rejects.toMatchObject({
          code: 'query/bad',
        });
      }
    });

    it('gives instances page by page', async () => {
      const query: Query = {
        ...parseQuery(Dataset.of({ StudyInstanceUID: ['1.2.3.1', '1.2.3.2'] }), 'instance', {
          root: 'study',
          relational: true,
        }),
        attributes: [tags.SOPInstanceUID],
        limit: 1,
      };
      const seen = new Set<unknown>();
      let after: string | undefined;
      do {
        const page = await test.catalog.findPage(everything, { ...query, ...(after && { after }) });
        expect(page.rows).toHaveLength(1);
        seen.add(page.rows[0]![0]);
        after = page.next;
      } while (after);
      expect(seen.size).toBe(4);
    });
  });

  it('matches text without case and accents only when asked', async () => {
    const loosely = { ignoreCase: true };
    const asked = async (keys: PlainDataset, level: Level = 'study') => {
      const query = parseQuery(Dataset.of(keys), level, { root: 'study', relational: true, ...loosely });
      return (await Array.fromAsync(test.catalog.find(everything, query))).flat();
    };
    expect(await studies({ StudyDescription: 'mri BRAIN' })).toEqual([]);
    expect(await studies({ StudyDescription: 'mri*' })).toEqual([]);
    expect(await studies({ StudyDescription: 'MRI brain' })).toEqual([2]);
    expect(await studies({ StudyDescription: 'MRI b*' })).toEqual([2]);
    expect(await studies({ StudyDescription: 'MRI b*n' })).toEqual([2]);
    expect(await asked({ StudyDescription: 'mri BRAIN' })).toHaveLength(1);
    expect(await asked({ StudyDescription: 'MRÏ*' })).toHaveLength(1);
    expect(await asked({ StudyDescription: '*BRAIN' })).toHaveLength(1);
    expect(await asked({ Modality: 'sr', SeriesInstanceUID: '' }, 'series')).toHaveLength(1);
    expect(
      await asked({ RequestAttributesSequence: [{ ScheduledProcedureStepID: 'sps7' }] }, 'series'),
    ).toHaveLength(1);
    expect(await asked({ AccessionNumber: 'a[1]_%' })).toEqual([]);
  });
});
