import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldName, formatPersonName, parsePersonName } from './person-name.ts';
import { phoneticKey } from './phonetic-key.ts';

const group = (familyName: string, givenName = '', middleName = '', prefix = '', suffix = '') => ({
  ...{ familyName, givenName, middleName, prefix, suffix },
});

describe('parsePersonName', () => {
  it.each([
    [
      'Adams^John Robert Quincy^^Rev.^B.A. M.Div.',
      { alphabetic: group('Adams', 'John Robert Quincy', '', 'Rev.', 'B.A. M.Div.') },
    ],
    [
      'Yamada^Tarou=山田^太郎=やまだ^たろう',
      {
        alphabetic: group('Yamada', 'Tarou'),
        ideographic: group('山田', '太郎'),
        phonetic: group('やまだ', 'たろう'),
      },
    ],
    ['=山田', { ideographic: group('山田') }],
    ['', {}],
    ['^^^^', {}],
    ['A^B^C^D^E^F', { alphabetic: group('A', 'B', 'C', 'D', 'E^F') }],
  ])('%s', (text, name) => {
    expect(parsePersonName(text)).toEqual(name);
  });

  it('reads what formatPersonName writes', () => {
    const word = fc.stringMatching(/^[a-zäé]{0,4}$/);
    const anyGroup = fc
      .tuple(word, word, word, word, word)
      .map((words) => words.join('^').replace(/\^+$/, ''));
    const name = fc.tuple(anyGroup, anyGroup, anyGroup).map((groups) => groups.join('=').replace(/=+$/, ''));
    fc.assert(
      fc.property(name, (text) => {
        expect(formatPersonName(parsePersonName(text))).toBe(text);
      }),
    );
  });
});

describe('foldName', () => {
  it.each([
    ['MÜLLER^Jérôme', 'muller^jerome'],
    ['Straße', 'strasse'],
    ['STRAẞE', 'strasse'],
    ['Søren Ærø', 'soren aero'],
    ['Wałęsa', 'walesa'],
    ['IŞIK ışık İnan', 'isik isik inan'],
    ['ΟΔΟΣ Οδος', 'οδοσ οδοσ'],
    ['Люк Йё', 'люк ие'],
    ['ﾔﾏﾀﾞ', 'ヤマダ'],
    ['Ｙａｍａｄａ', 'yamada'],
    ['홍^길동', '홍^길동'],
    ['ที่', 'ที่'],
    ['  Van  der\tBerg ', 'van der berg'],
    ['M?LL*', 'm?ll*'],
  ])('%s is %s', (text, folded) => {
    expect(foldName(text)).toBe(folded);
  });

  it('is stable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(foldName(foldName(text))).toBe(foldName(text));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('phoneticKey', () => {
  it.each([
    ['Wikipedia', '3412'],
    ['Müller-Lüdenscheidt', '657-52682'],
    ['Breschnew', '17863'],
    ['Heinz Classen', '068 4586'],
    ['山田^太郎', '山田^太郎'],
    ['Hh', 'hh'],
  ])('%s is %s', (text, key) => {
    expect(phoneticKey(text)).toBe(key);
  });

  it.each([
    ['Meyer^Stephen', 'Maier^Stefan'],
    ['Schmidt', 'Schmitt'],
    ['Catherine', 'Katharina'],
    ['Johnson', 'Jonsson'],
    ['Müller', 'Mueller'],
  ])('%s sounds like %s', (one, other) => {
    expect(phoneticKey(one)).toBe(phoneticKey(other));
  });

  it('tells different names apart', () => {
    expect(phoneticKey('Miller')).not.toBe(phoneticKey('Milner'));
  });
});
