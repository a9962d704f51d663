import { describe, expect, it } from 'vitest';
import { roughDateFrom, roughDateOf, roughDateText, roughDay } from './dates.ts';

describe('a rough date', () => {
  it.each([
    ['1998', '1998', '1998'],
    ['2011-03', '201103', 'Mar 2011'],
    ['3.2011', '201103', 'Mar 2011'],
    [' 2011-3-24 ', '20110324', 'Mar 24, 2011'],
    ['24.03.2011', '20110324', 'Mar 24, 2011'],
  ])('%s is %s, and shown as %s', (text, date, shown) => {
    expect(roughDateFrom(text)).toBe(date);
    expect(roughDay(date)).toBe(shown);
    expect(roughDateFrom(roughDateText(date))).toBe(date);
  });

  it.each(['', 'last year', '201', '2011-13', '31.2.2011', '2011-02-30', '11/24/2011', '1234', '2150'])(
    '%s is none',
    (text) => {
      expect(roughDateFrom(text)).toBeUndefined();
    },
  );

  it('stands in the middle of what it may be', () => {
    expect(
      ['1998', '201103', '20110324', 'x'].map((date) => roughDateOf(date)?.toISOString().slice(0, 10)),
    ).toEqual([...['1998-07-02', '2011-03-15', '2011-03-24', undefined]]);
  });
});
