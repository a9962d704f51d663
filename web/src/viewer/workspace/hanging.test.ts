import { describe, expect, it } from 'vitest';
import { lengthThatFits } from '../scale-length.ts';
import { firstShown, hang } from './hanging.ts';

const series = (uid: string, Modality: string, images: number, SeriesDescription = '', Laterality = '') => ({
  ...{ SeriesInstanceUID: uid, Modality, SeriesDescription, Laterality },
  NumberOfSeriesRelatedInstances: images,
});

/** The layout, and the series in it. */
const hung = (...rows: ReturnType<typeof series>[]): string => {
  const { layout, panes } = hang(rows);
  return [layout, ...panes.map((pane) => pane.series)].join(' ');
};

describe('a study as it is opened', () => {
  it('shows the series with the most images', () => {
    expect(hung(series('1', 'CT', 3), series('2', 'CT', 200), series('3', 'CT', 40))).toBe('1x1 2');
  });

  it('shows neither a report nor what is made for planning, as long as there is another', () => {
    const scout = series('1', 'MR', 30, 'AAHead Scout');
    const report = series('2', 'SR', 90);
    expect(hung(scout, report, series('3', 'MR', 20, 't1 local anaesthesia'))).toBe('1x1 3');
    expect(hung(report, scout)).toBe('1x1 1');
    expect(hung(report)).toBe('1x1 2');
    expect(hung()).toBe('1x1');
  });

  it('shows the main series of an MR beside each other, in their order', () => {
    const [t1, t2] = [series('1', 'MR', 20, 't1'), series('2', 'MR', 24, 't2')];
    const scout = series('0', 'MR', 99, 'localizer');
    expect(hung(scout, t1, t2)).toBe('1x2 1 2');
    const others = [5, 6, 7].map((uid) => series(String(uid), 'MR', uid));
    expect(hung(t1, ...others, t2)).toBe('2x2 1 6 7 2');
  });

  it('hangs mammograms as they are read: right on the left, CC over MLO', () => {
    const views = [
      ['4', 'LMLO'],
      ['3', 'RMLO'],
      ['2', 'L CC'],
      ['1', 'R CC'],
    ] as const;
    expect(hung(...views.map(([uid, text]) => series(uid, 'MG', 1, text)))).toBe('2x2 1 2 3 4');
    const known = views.map(([uid, text]) => series(uid, 'MG', 1, text.slice(1), text[0]));
    expect(hung(...known)).toBe('2x2 1 2 3 4');
    expect(hung(series('1', 'MG', 4))).toBe('1x1 1');
  });

  it('shows two films side by side', () => {
    expect(hung(series('1', 'DX', 1), series('2', 'DX', 1), series('3', 'DX', 1))).toBe('1x2 1 2');
  });
});

it('slices are shown from the middle, films from the beginning', () => {
  expect([firstShown(40, false), firstShown(1, false), firstShown(40, true)]).toEqual([19, 0, 0]);
});

it.each([
  [0.3, 20],
  [0.5, 50],
  [0.01, 1],
  [1.28, 200],
])('at %d mm for a pixel, the scale is %d mm long', (millimetres, length) => {
  expect(lengthThatFits(millimetres)).toBe(length);
});
