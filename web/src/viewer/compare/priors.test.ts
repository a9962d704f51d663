import { describe, expect, it } from 'vitest';
import type { HistoryStudy } from '../../../../src/contract/index.ts';
import { priorsOf, seriesLike } from './priors.ts';

const study = (
  studyInstanceUid: string,
  studyDate: string | null,
  modality: string,
  part: string | null,
  description = '',
) =>
  ({
    ...{ studyInstanceUid, studyDate, studyTime: '120000', description, modalities: [modality] },
    ...{ bodyParts: part === null ? [] : [part], institutions: [], seriesCount: 1, instanceCount: 9 },
  }) satisfies HistoryStudy;

describe('what is compared with a study', () => {
  const history = [
    study('1', '20100101', 'CT', 'CHEST'),
    study('2', '20120101', 'MR', 'HEAD'),
    study('3', '20150101', 'CT', 'CHEST'),
    study('4', '20180101', 'CT', 'CHEST'),
    study('5', '20200101', 'CT', 'CHEST'),
    study('6', null, 'CT', null, 'CT chest'),
  ];

  it('is the nearest earlier one that is alike, then older ones, then later ones, then what is not alike', () => {
    expect(priorsOf('4', history).map((prior) => prior.study.studyInstanceUid)).toEqual([
      '3',
      '1',
      '5',
      '2',
      '6',
    ]);
    expect(priorsOf('4', history).map(({ isAlike }) => isAlike)).toEqual([true, true, true, false, false]);
  });

  it('may say in words alone what part of the body it shows', () => {
    const [prior] = priorsOf('b', [
      study('a', '2001', 'CT', null, 'CT Thorax nativ'),
      study('b', '2002', 'CT', 'CHEST', 'Thorax'),
    ]);
    expect(prior?.isAlike).toBe(true);
  });

  it('is nothing where the study is not known, or is the only one', () => {
    expect(priorsOf('9', history)).toEqual([]);
    expect(priorsOf('1', history.slice(0, 1))).toEqual([]);
  });
});

it('the series of another study that is most like one is shown', () => {
  const row = (uid: string, Modality: string, SeriesDescription: string, images: number) => ({
    ...{ SeriesInstanceUID: uid, Modality, SeriesDescription, NumberOfSeriesRelatedInstances: images },
  });
  const others = [
    row('1', 'MR', 't2 tse tra', 24),
    row('2', 'MR', 't1 se tra', 20),
    row('3', 'SR', 't1 se', 99),
  ];
  expect(seriesLike(row('9', 'MR', 'T2_TSE axial', 9), others)?.series).toBe('1');
  expect(seriesLike(undefined, others)?.series).toBe('1');
  expect(seriesLike(undefined, [])).toBeUndefined();
});
