import { describe, expect, it } from 'vitest';
import { dayOfDate, deletionDay, firstDayOf, stateOn } from './deletion-day.ts';

describe('the day on which a node may delete a study', () => {
  const seenOn = '2026-03-11';
  const day = (studyDate: string | null, seen: Partial<Record<'firstSeenOn' | 'seenOn', string>> = {}) =>
    deletionDay({ studyDate, firstSeenOn: seenOn, seenOn, ...seen }, 10);

  it('counts from the study date', () => expect(day('2026-03-10')).toBe('2026-03-20'));
  it('counts from when it was first seen where there is none, or one that is still to come', () => {
    expect(day(null)).toBe('2026-03-21');
    expect(day('2062-03-10')).toBe('2026-03-21');
  });
  it('is none on which it was still there afterwards', () => {
    expect(day('2010-01-01')).toBe('2026-03-11');
    expect(day('2026-03-10', { seenOn: '2026-04-01' })).toBe('2026-04-01');
  });
  it('reaches over the end of a year', () =>
    expect(day('2026-12-28', { firstSeenOn: '2026-12-29' })).toBe('2027-01-07'));
});

describe('what is told', () => {
  it.each([
    ['2026-03-17', 'later'],
    ['2026-03-18', 'soon'],
    ['2026-03-20', 'soon'],
    ['2026-03-21', 'over'],
    ['2026-03-27', 'over'],
    ['2026-03-28', undefined],
  ])('on %s of a study that goes on 2026-03-20: %s', (today, state) =>
    expect(stateOn(today, '2026-03-20', 10)).toBe(state),
  );

  it('is told one day before where images are kept for less than six days', () => {
    expect(stateOn('2026-03-18', '2026-03-20', 5)).toBe('later');
    expect(stateOn('2026-03-19', '2026-03-20', 5)).toBe('soon');
    expect(stateOn('2026-03-18', '2026-03-20', 6)).toBe('soon');
  });
});

describe('days of DICOM', () => {
  it('are read', () => {
    expect(dayOfDate('20260310')).toBe('2026-03-10');
    expect(dayOfDate('2026.03.10 ')).toBe('2026-03-10');
    for (const wrong of ['', '20260230', '202603', 'yesterday']) expect(dayOfDate(wrong)).toBeUndefined();
  });

  it('begin with the first that keys ask for', () => {
    expect(firstDayOf(['20260309-20260311', '20260301'])).toBe('2026-03-01');
    expect(firstDayOf(['20260309-'])).toBe('2026-03-09');
    expect(firstDayOf(['-20260309'])).toBeUndefined();
    expect(firstDayOf([])).toBeUndefined();
    expect(firstDayOf()).toBeUndefined();
  });
});
