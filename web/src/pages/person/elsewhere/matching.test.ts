import { expect, it } from 'vitest';
import { candidatesFor } from './matching.ts';

const study = (studyInstanceUid: string, studyDate: string | null, ...modalities: string[]) => ({
  ...{ studyInstanceUid, studyDate, modalities },
});
const studies = [
  study('1', '20110324', 'CT'),
  study('2', '20110401', 'DX', 'PR'),
  study('3', '20120324', 'CT'),
  study('4', null, 'CT'),
];
const found = (known: Partial<Parameters<typeof candidatesFor>[0]>) =>
  candidatesFor({ date: null, modality: null, notStudies: [], ...known }, studies).map(
    ({ studyInstanceUid }) => studyInstanceUid,
  );

it.each([
  [{ date: '2011' }, ['1', '2']],
  [{ date: '201103' }, ['1']],
  [{ date: '20110324', modality: 'CT' }, ['1']],
  [{ date: '2011', modality: 'CR' }, ['2']],
  [{ date: '2011', modality: 'MR' }, []],
  [{ date: '2011', notStudies: ['1'] }, ['2']],
  [{ modality: 'CT' }, []],
])('%o may be %o', (known, uids) => {
  expect(found(known)).toEqual(uids);
});
