import { describe, expect, it } from 'vitest';
import type { HistoryStudy } from '../../../../src/contract/index.ts';
import { hang } from '../workspace/hanging.ts';
import { opened } from '../workspace/workspace.ts';
import { priorsOf, seriesLike, withPriors } from './priors.ts';

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

it('series have what is most like them of an earlier study at their right, each another one', () => {
  const row = (SeriesInstanceUID: string, SeriesDescription: string) => ({
    ...{ SeriesInstanceUID, SeriesDescription, Modality: 'MR', NumberOfSeriesRelatedInstances: 20 },
  });
  const series = [row('1', 'sagittal'), row('2', 'axial'), row('3', 'flair')];
  const opening = opened(hang(series, {}));
  const beside = (...others: ReturnType<typeof row>[]) => {
    const { layout, panes } = withPriors(opening, series, { study: '9', series: others });
    return [layout, ...panes.map((pane) => pane.series ?? '-')].join(' ');
  };
  expect(beside(row('7', 'dwi'), row('8', 'axial'), row('6', 'sagittal'))).toBe('2x2 1 6 2 8');
  expect(beside(row('7', 'flair'))).toBe('1x2 1 7');
  expect(beside()).toBe('2x2 1 2 3 -');
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
