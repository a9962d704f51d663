import { describe, expect, it } from 'vitest';
import { earliestText, latestText, type Matcher, matcherOf, queryLimits } from './matcher.ts';

const cases: readonly [name: string, vr: string, values: readonly string[], Matcher][] = [
  ['nothing is universal', 'LO', [], { kind: 'universal' }],
  ['an empty value is universal', 'LO', [''], { kind: 'universal' }],
  ['a single asterisk is universal', 'LO', ['**'], { kind: 'universal' }],
  ['two quotes ask for nothing', 'LO', ['""'], { kind: 'empty' }],
  ['a value', 'SH', ['A1'], { kind: 'values', values: ['A1'] }],
  ['a list of UIDs', 'UI', ['1.2', '1.3', '1.2'], { kind: 'values', values: ['1.2', '1.3'] }],
  ['an asterisk in a UID is a character', 'UI', ['1.*'], { kind: 'values', values: ['1.*'] }],
  ['a pattern', 'LO', ['A**B?'], { kind: 'wildcard', pattern: 'A*B?' }],
  ['a day', 'DA', ['20240102'], { kind: 'range', from: '20240102', to: '20240102' }],
  ['days', 'DA', ['20240102-20240103'], { kind: 'range', from: '20240102', to: '20240103' }],
  ['days in the old format', 'DA', ['2024.01.02-'], { kind: 'range', from: '20240102', to: undefined }],
  ['times with colons', 'TM', ['-10:30'], { kind: 'range', from: undefined, to: '1030' }],
  ['a lone hyphen', 'DA', ['-'], { kind: 'universal' }],
  [
    'a date and time with an offset',
    'DT',
    ['20240102103000-0500'],
    { kind: 'range', from: '20240102103000-0500', to: '20240102103000-0500' },
  ],
  ['the 31st of a short month', 'DA', ['-20240231'], { kind: 'range', from: undefined, to: '20240231' }],
  ['a leap second', 'TM', ['235960'], { kind: 'range', from: '235960', to: '235960' }],
  ['years', 'DT', ['2023-2024'], { kind: 'range', from: '2023', to: '2024' }],
];

describe('matcherOf', () => {
  for (const [name, vr, values, matcher] of cases) {
    it(name, () => {
      expect(matcherOf('key', vr, values)).toEqual(matcher);
    });
  }

  it.each([
    ['a date that is none', 'DA', ['tomorrow']],
    ['a 13th month', 'DA', ['20201301']],
    ['a 45th day', 'DA', ['20200101-20200145']],
    ['a 25th hour', 'TM', ['2500']],
    ['a 61st minute', 'DT', ['202001011061']],
    ['too many wildcards', 'LO', ['*a'.repeat(queryLimits.wildcards + 1)]],
    ['too long a value', 'LO', ['a'.repeat(queryLimits.valueLength + 1)]],
    ['too many values', 'UI', Array.from({ length: queryLimits.values + 1 }, (_, i) => `1.${i}`)],
  ])('refuses %s', (_, vr, values) => {
    expect(() => matcherOf('key', vr, values)).toThrow(expect.objectContaining({ code: 'query/bad' }));
  });
});

describe('bounds of times', () => {
  it('begin with the shortest text for the same time and end with the longest', () => {
    expect(earliestText('TM', '103000.000')).toBe('1030');
    expect(earliestText('TM', '000000')).toBe('00');
    expect(earliestText('TM', '103000.500')).toBe('103000.5');
    expect(latestText('TM', '10')).toBe('105959.999999');
    expect(latestText('DT', '2024')).toBe('20241231235959.999999');
  });
});
