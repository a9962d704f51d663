import { describe, expect, it } from 'vitest';
import { daBounds, dtBounds, parseDa, parseDt, parseTm, tmBounds } from './date-time.ts';
import { combineRanges, parseDaRange, parseDtRange, parseTmRange } from './date-time-range.ts';

const badValue = expect.objectContaining({ code: 'dicom/bad-value' });

describe('parseDa', () => {
  it.each([
    ['20240229', { year: 2024, month: 2, day: 29 }],
    ['1999.12.31', { year: 1999, month: 12, day: 31 }],
    ['1999-12-31', { year: 1999, month: 12, day: 31 }],
    [' 19991231 ', { year: 1999, month: 12, day: 31 }],
    ['199912', { year: 1999, month: 12 }],
    ['1999', { year: 1999 }],
  ])('%s', (text, value) => {
    expect(parseDa(text)).toEqual(value);
  });

  it.each(['', '99', '20230229', '20241301', '2024.01-02', '20240100', '1999123', 'today', '20240101x'])(
    'refuses "%s"',
    (text) => {
      expect(() => parseDa(text)).toThrow(badValue);
    },
  );
});

describe('parseTm', () => {
  it.each([
    ['235959.999999', { hour: 23, minute: 59, second: 59, fraction: '999999' }],
    ['23:59:59.5', { hour: 23, minute: 59, second: 59, fraction: '5' }],
    ['235960', { hour: 23, minute: 59, second: 60 }],
    ['0730', { hour: 7, minute: 30 }],
    ['07', { hour: 7 }],
  ])('%s', (text, value) => {
    expect(parseTm(text)).toEqual(value);
  });

  it.each(['', '7', '2400', '0760', '07.5', '073061', '07300', '073000.1234567'])('refuses "%s"', (text) => {
    expect(() => parseTm(text)).toThrow(badValue);
  });
});

describe('parseDt', () => {
  it.each([
    ['2024', { date: { year: 2024 } }],
    ['20240229', { date: { year: 2024, month: 2, day: 29 } }],
    [
      '20240229103000.25+0130',
      {
        date: { year: 2024, month: 2, day: 29 },
        time: { hour: 10, minute: 30, second: 0, fraction: '25' },
        offsetMinutes: 90,
      },
    ],
    ['2024-0500', { date: { year: 2024 }, offsetMinutes: -300 }],
  ])('%s', (text, value) => {
    expect(parseDt(text)).toEqual(value);
  });

  it.each(['', '20241', '2024-1300', '2024+0060', '2024022910300.5', '20240229103000,5'])(
    'refuses "%s"',
    (text) => {
      expect(() => parseDt(text)).toThrow(badValue);
    },
  );
});

describe('bounds', () => {
  it('hold all that a partial value can mean', () => {
    expect(daBounds(parseDa('202402'))).toEqual({ first: '20240201', last: '20240229' });
    expect(tmBounds(parseTm('10'))).toEqual({ first: '100000.000000', last: '105959.999999' });
    expect(tmBounds(parseTm('101112.5'))).toEqual({ first: '101112.500000', last: '101112.599999' });
  });

  it('are in the time of the assumed offset', () => {
    const value = parseDt('202401010030+0100');
    expect(dtBounds(value)).toEqual({ first: '20231231233000.000000', last: '20231231233059.999999' });
    expect(dtBounds(value, 60).first).toBe('20240101003000.000000');
    expect(dtBounds(parseDt('20240101'), 60).first).toBe('20240101000000.000000');
  });
});

describe('ranges', () => {
  it.each([
    ['20240101', { from: '20240101', to: '20240101' }],
    ['20240101-20240131', { from: '20240101', to: '20240131' }],
    ['2024.01.01-2024.01.31', { from: '20240101', to: '20240131' }],
    ['2024-01-01', { from: '20240101', to: '20240101' }],
    ['-20240131', { to: '20240131' }],
    ['20240101-', { from: '20240101' }],
    ['2023-2024', { from: '20230101', to: '20241231' }],
  ])('DA %s', (text, range) => {
    expect(parseDaRange(text)).toEqual(range);
  });

  it.each([
    ['1000-1130', { from: '100000.000000', to: '113059.999999' }],
    ['-07', { to: '075959.999999' }],
    ['10:00:00-', { from: '100000.000000' }],
  ])('TM %s', (text, range) => {
    expect(parseTmRange(text)).toEqual(range);
  });

  it.each([
    ['2023-2024', { from: '20230101000000.000000', to: '20241231235959.999999' }],
    ['20240101-0500', { from: '20240101050000.000000', to: '20240102045959.999999' }],
    ['20240101-0500-20240102-0500', { from: '20240101050000.000000', to: '20240103045959.999999' }],
    ['20240101-', { from: '20240101000000.000000' }],
    ['-2024-0000', { to: '20241231235959.999999' }],
  ])('DT %s', (text, range) => {
    expect(parseDtRange(text)).toEqual(range);
  });

  it.each(['', '-', '1-2', '2024-2023-2022'])('refuse "%s"', (text) => {
    expect(() => parseDaRange(text)).toThrow(badValue);
    expect(() => parseTmRange(text)).toThrow(badValue);
    expect(() => parseDtRange(text)).toThrow(badValue);
  });

  it('of date and time combine', () => {
    const dates = parseDaRange('20240101-20240103');
    expect(combineRanges(dates, parseTmRange('0800-12'))).toEqual({
      from: '20240101080000.000000',
      to: '20240103125959.999999',
    });
    expect(combineRanges(parseDaRange('20240101-'), parseTmRange('-12'))).toEqual({
      from: '20240101000000.000000',
    });
  });
});
