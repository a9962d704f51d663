import { describe, expect, it } from 'vitest';
import { firstShown, mostTelling } from './hanging.ts';
import { lengthThatFits } from './scale-length.ts';

const series = (uid: string, Modality: string, images: number, SeriesDescription = '') => ({
  SeriesInstanceUID: uid,
  Modality,
  SeriesDescription,
  NumberOfSeriesRelatedInstances: images,
});

describe('the series that is shown first', () => {
  it('is the one with the most images', () => {
    expect(mostTelling([series('1', 'CT', 3), series('2', 'CT', 200), series('3', 'CT', 40)])).toBe('2');
  });

  it('is neither a report nor made for planning, as long as there is another', () => {
    const scout = series('1', 'MR', 30, 'AAHead Scout');
    const report = series('2', 'SR', 90);
    expect(mostTelling([scout, report, series('3', 'MR', 20, 't1 local anaesthesia')])).toBe('3');
    expect(mostTelling([report, scout])).toBe('1');
    expect(mostTelling([report])).toBe('2');
    expect(mostTelling([])).toBeUndefined();
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
