import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../../test/support/engines.ts';
import { drain, TemporaryArchive, tester } from '../../test/support/temp-archive.ts';
import { everything, type Level } from '../contract/index.ts';
import { tags } from '../dicom/index.ts';

describe.each(engines)('what a person asks on $name', (engine) => {
  let test: TemporaryArchive;
  beforeAll(async () => {
    test = await TemporaryArchive.open(engine);
    await drain(test.archive.importDemo(tester, everything, new AbortController().signal));
  });
  afterAll(() => test[Symbol.asyncDispose]());

  async function found(level: Level, match: Record<string, string>, options = {}): Promise<string[]> {
    const query = test.archive.matching({ level, match }, options);
    const attributes = [level === 'study' ? tags.StudyInstanceUID : tags.SeriesInstanceUID];
    const { pages } = test.archive.find(tester, everything, { ...query, attributes });
    return (await Array.fromAsync(pages)).flat(2).map(String);
  }

  it('finds series by the numbers they were made with, and the studies that hold them', async () => {
    const ct = await found('series', { Modality: 'CT' });
    expect(ct.length).toBeGreaterThan(0);
    expect(await found('series', { KVP: '60..150', Modality: 'ct' })).toEqual(ct);
    expect(await found('series', { KVP: '60..150', RepetitionTime: '0..' })).toEqual([]);
    expect(await found('series', { SliceThickness: '..0.01' })).toEqual([]);
    const studies = await found('study', { Modality: 'CT' });
    expect(await found('study', { KVP: '60..150', ModalitiesInStudy: 'CT' })).toEqual(studies);
  });

  it('finds studies by what one of their series is', async () => {
    const rows = async (match: Record<string, string>) => (await found('study', match)).sort();
    const heads = await found('series', { BodyPartExamined: 'HEAD' });
    expect(heads.length).toBeGreaterThan(0);
    const withHeads = new Set<string>();
    for (const uid of heads) for (const study of await rows({ SeriesInstanceUID: uid })) withHeads.add(study);
    expect(await rows({ BodyPartExamined: 'head' })).toEqual([...withHeads].sort());
    expect(await rows({ BodyPartExamined: 'he?d', PatientID: '*' })).toEqual([...withHeads].sort());
    expect(await rows({ BodyPartExamined: 'HEAD', Modality: 'NO' })).toEqual([]);
  });

  it('does not care for case unless asked to', async () => {
    expect(await found('study', { StudyDescription: '*' })).not.toEqual([]);
    const all = await found('study', { StudyDescription: 'CT Thorax*' }, { exact: true });
    expect(all).not.toEqual([]);
    expect(await found('study', { StudyDescription: 'ct thörax*' })).toEqual(all);
    expect(await found('study', { StudyDescription: 'ct thörax*' }, { exact: true })).toEqual([]);
  });

  it.each<[Level, Record<string, string>]>([
    ['study', { InstanceNumber: '1' }],
    ['study', { PatientNaem: 'DOE' }],
    ['patient', { StudyDate: '20200101' }],
    ['study', { WindowCenter: '40' }],
    ['series', { KVP: 'high' }],
    ['series', { KVP: '..' }],
  ])('refuses at the %s level what would select everything: %j', async (level, match) => {
    expect(() => test.archive.matching({ level, match })).toThrow(
      expect.objectContaining({ code: 'query/bad' }),
    );
  });
});
