import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, encodeText, type SpecificCharacterSet, specificCharacterSet } from './index.ts';
import { reverseTableOf, reverseTableOfGb } from './reverse-tables.ts';

const bytesOf = (latin: string) => Uint8Array.from(latin, (character) => character.charCodeAt(0));
const latinOf = (bytes: Uint8Array) => String.fromCharCode(...bytes);

/** PS3.5 annexes H to K and the files of the same names that go round in the field: set, text, bytes. */
const names: readonly (readonly [charset: string, text: string, bytes: string])[] = [
  ['ISO_IR 100', 'Buc^Jérôme', 'Buc^J\xe9r\xf4me'],
  ['ISO_IR 101', 'Wałęsa', 'Wa\xb3\xeasa'],
  ['ISO_IR 144', 'Люкceмбypг', '\xbb\xee\xdace\xdc\xd1yp\xd3'],
  ['ISO_IR 126', 'Διονυσιος', '\xc4\xe9\xef\xed\xf5\xf3\xe9\xef\xf2'],
  ['ISO_IR 127', 'قباني^لنزار', '\xe2\xc8\xc7\xe6\xea^\xe4\xe6\xd2\xc7\xd1'],
  ['ISO_IR 138', 'שרון^דבורה', '\xf9\xf8\xe5\xef^\xe3\xe1\xe5\xf8\xe4'],
  ['ISO_IR 148', 'Çavuşoğlu', '\xc7avu\xfeo\xf0lu'],
  ['ISO_IR 166', 'นามสกุล', '\xb9\xd2\xc1\xca\xa1\xd8\xc5'],
  ['ISO_IR 203', 'Œuvre €', '\xbcuvre \xa4'],
  ['ISO_IR 13', 'ﾔﾏﾀﾞ^ﾀﾛｳ', '\xd4\xcf\xc0\xde^\xc0\xdb\xb3'],
  [
    '\\ISO 2022 IR 87',
    'Yamada^Tarou=山田^太郎=やまだ^たろう',
    'Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B',
  ],
  [
    'ISO 2022 IR 13\\ISO 2022 IR 87',
    'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう',
    '\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J=\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J',
  ],
  [
    '\\ISO 2022 IR 149',
    'Hong^Gildong=洪^吉洞=홍^길동',
    'Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf',
  ],
  ['\\ISO 2022 IR 58', 'Zhang^XiaoDong=张^小东', 'Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab'],
  ['\\ISO 2022 IR 87\\ISO 2022 IR 159', '山田^丂', '\x1b$B;3ED\x1b(B^\x1b$(D0!\x1b(B'],
  ['ISO 2022 IR 100\\ISO 2022 IR 144', 'Dionisé^Люкс\\é', 'Dionis\xe9^\x1b-L\xbb\xee\xda\xe1\\\xe9'],
  ['ISO_IR 192', 'Wang^XiaoDong=王^小東', 'Wang^XiaoDong=\xe7\x8e\x8b^\xe5\xb0\x8f\xe6\x9d\xb1'],
  ['GB18030', 'Wang^XiaoDong=王^小东', 'Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab'],
  ['GB18030', '𠀀', '\x95\x32\x82\x36'],
  ['GBK', 'Wang^XiaoDong=王^小东', 'Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab'],
];

describe('the examples of PS3.5', () => {
  it.each(names)('%s: %s', (values, text, bytes) => {
    const charset = specificCharacterSet(values.split('\\'));
    expect(decodeText(bytesOf(bytes), charset, 'PN')).toBe(text);
    expect(latinOf(encodeText(text, charset, 'PN'))).toBe(bytes);
  });
});

const stand = ['ISO_IR 192', 'GB18030', 'GBK'];
const single = [6, 100, 101, 109, 110, 144, 127, 126, 138, 148, 203, 13, 166].map((n) => [`ISO_IR ${n}`]);
const extended = [
  ['', 'ISO 2022 IR 87'],
  ['', 'ISO 2022 IR 149'],
  ['', 'ISO 2022 IR 58'],
  ['ISO 2022 IR 13', 'ISO 2022 IR 87', 'ISO 2022 IR 159'],
  ['ISO 2022 IR 6', 'ISO 2022 IR 149', 'ISO 2022 IR 58'],
  [100, 101, 109, 110, 144, 127, 126, 138, 148, 166, 203].map((n) => `ISO 2022 IR ${n}`),
  ['ISO 2022 IR 144', 'ISO 2022 IR 87', 'ISO 2022 IR 149', 'ISO 2022 IR 13'],
];

/** Every character that the character set can write as itself (a few have two spellings in Unicode). */
function repertoire(charset: SpecificCharacterSet): string[] {
  const label = charset.standAlone;
  if (label === 'utf-8') return [...'Az^=\\ éŁ山𠀀'];
  const gb = label === 'gbk' || label === 'gb18030';
  const tables = gb ? [reverseTableOfGb(label)] : charset.sets.map(reverseTableOf);
  const units = tables.flatMap((table) => Array.from(table.keys()).filter((unit) => table[unit]! > 0));
  const characters = [...new Set(units)].map((unit) => String.fromCharCode(unit));
  return characters.filter((character) => !'\u301c\u2212\u2016\u2014¢£¬¥'.includes(character));
}

describe.each([...single, ...extended, ...stand.map((term) => [term])])('charset %s', (...values) => {
  const charset = specificCharacterSet(values as string[]);
  const letters = repertoire(charset);

  it('decodes what it encodes, whatever the order of letters, spaces and delimiters', () => {
    const text = fc.array(fc.oneof(fc.constantFrom(...letters), fc.constantFrom(...' ^=\\\r\n')), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(text, fc.constantFrom('PN', 'LO', 'UT'), (array, vr) => {
        if (charset.terms[0]?.endsWith(' 13') && vr === 'UT') array = array.filter((c) => c !== '\\');
        const whole = array.join('');
        expect(decodeText(encodeText(whole, charset, vr), charset, vr)).toBe(whole);
      }),
      { numRuns: 200 },
    );
  });

  it('decodes any bytes without failing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.constantFrom('PN', 'LT', 'CS'), (bytes, vr) => {
        expect(typeof decodeText(bytes, charset, vr)).toBe('string');
      }),
      { numRuns: 200 },
    );
  });
});

describe('spelling of (0008,0005)', () => {
  it.each([
    ['ISO-IR 100', 'ISO_IR 100'],
    ['ISO_IR_100', 'ISO_IR 100'],
    ['iso ir 100', 'ISO_IR 100'],
    ['latin1', 'ISO_IR 100'],
    ['ISO 8859-1', 'ISO_IR 100'],
    ['ISO_8859-15', 'ISO_IR 203'],
    ['ISO-2022-IR-87', 'ISO 2022 IR 87'],
    ['UTF8', 'ISO_IR 192'],
    ['utf-8', 'ISO_IR 192'],
    ['ISO IR 192', 'ISO_IR 192'],
    ['ISO 2022 GBK', 'GBK'],
    ['gb18030', 'GB18030'],
    ['Shift_JIS', 'Shift_JIS'],
  ])('%s is %s', (misspelt, term) => {
    expect(specificCharacterSet([misspelt])).toMatchObject({ terms: [term], unknown: [] });
  });

  it('reports what it does not know and reads the text as if it were not there', () => {
    const charset = specificCharacterSet(['KLINGON 1']);
    expect(charset).toMatchObject({ terms: [], unknown: ['KLINGON 1'] });
    expect(decodeText(bytesOf('J\xe9'), charset, 'PN')).toBe('Jé');
  });

  it('ignores an encoding that must stand alone but comes second, and a second after one that does', () => {
    expect(specificCharacterSet(['ISO_IR 100', 'ISO_IR 192']).standAlone).toBeUndefined();
    expect(specificCharacterSet(['ISO_IR 192', 'ISO 2022 IR 87']).standAlone).toBe('utf-8');
    expect(specificCharacterSet(['', 'ISO_IR 192']).standAlone).toBe('utf-8');
  });

  it('is the same object for the same values', () => {
    expect(specificCharacterSet(['ISO_IR 100'])).toBe(specificCharacterSet(['ISO_IR 100']));
  });
});

describe('bytes outside the declared set', () => {
  const undeclared = specificCharacterSet([]);
  const korean = specificCharacterSet(['', 'ISO 2022 IR 149']);

  it('are UTF-8 when they can be, else Latin-1', () => {
    expect(decodeText(bytesOf('M\xc3\xbcller'), undeclared, 'LO')).toBe('Müller');
    expect(decodeText(bytesOf('M\xfcller'), undeclared, 'LO')).toBe('Müller');
  });

  it('obey escape sequences that were not declared', () => {
    expect(decodeText(bytesOf('\x1b$B;3ED\x1b(B'), undeclared, 'PN')).toBe('山田');
  });

  it('belong to the declared G1 set when its escape sequence was forgotten', () => {
    expect(decodeText(bytesOf('\x1b$)C\xfb\xf3^\xd1\xce'), korean, 'PN')).toBe('洪^吉');
  });

  it('keep an unknown escape sequence as it is', () => {
    expect(decodeText(bytesOf('a\x1b!Zb'), korean, 'PN')).toBe('a\x1b!Zb');
  });

  it('end in U+FFFD when a character is cut in the middle', () => {
    expect(decodeText(bytesOf('\x1b$)C\xfb'), korean, 'PN')).toBe('\ufffd');
  });
});

describe('delimiters', () => {
  const mixed = specificCharacterSet(['ISO 2022 IR 100', 'ISO 2022 IR 144']);
  const japanese = specificCharacterSet(['ISO 2022 IR 13', 'ISO 2022 IR 87']);

  it('reset the sets only in the VRs where they delimit', () => {
    expect(decodeText(bytesOf('\x1b-L\xbb^\xe9'), mixed, 'PN')).toBe('Л^é');
    expect(decodeText(bytesOf('\x1b-L\xbb^\xe9'), mixed, 'LO')).toBe('Л^щ');
    expect(decodeText(bytesOf('\x1b-L\xbb\\\xe9'), mixed, 'UT')).toBe('Л\\щ');
    expect(decodeText(bytesOf('\x1b-L\xbb\r\n\xe9'), mixed, 'UT')).toBe('Л\r\né');
  });

  it('are yen signs and overlines of JIS X 0201 where nothing is delimited', () => {
    expect(decodeText(bytesOf('1\\~'), japanese, 'UT')).toBe('1¥‾');
    expect(decodeText(bytesOf('1\\~'), japanese, 'LO')).toBe('1\\‾');
    expect(() => encodeText('¥', japanese, 'LO')).toThrow();
  });
});

describe('text that cannot be written', () => {
  it('is an error that names the character set', () => {
    expect(() => encodeText('山', specificCharacterSet(['ISO_IR 100']), 'PN')).toThrow(
      expect.objectContaining({ code: 'dicom/charset', params: { charset: 'ISO_IR 100' } }),
    );
  });

  it('is replaced when a replacement is given', () => {
    const bytes = encodeText('é山𠀀', specificCharacterSet(['ISO_IR 100']), 'PN', { replacement: '?' });
    expect(latinOf(bytes)).toBe('\xe9??');
  });

  it('is written in the default repertoire where (0008,0005) does not rule', () => {
    expect(() => encodeText('é', specificCharacterSet(['ISO_IR 192']), 'CS')).toThrow();
    expect(latinOf(encodeText('ORIGINAL\\PRIMARY', specificCharacterSet(['ISO_IR 13']), 'CS'))).toBe(
      'ORIGINAL\\PRIMARY',
    );
  });

  it('takes both spellings that Unicode has for a character of JIS X 0208', () => {
    const japanese = specificCharacterSet(['', 'ISO 2022 IR 87']);
    expect(encodeText('〜', japanese, 'LO')).toEqual(encodeText('～', japanese, 'LO'));
  });
});
