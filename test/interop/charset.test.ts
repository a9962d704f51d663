import { expect, it } from 'vitest';
import { decodeText, encodeText, specificCharacterSet } from '../../src/dicom/index.ts';
import { hasPydicom, runPydicom } from '../support/pydicom.ts';
import { describeWithPeer } from '../support/skip.ts';

/** Words of many scripts, each in every character set that can write it. */
const words = [
  ...[
    'Buc^Jérôme',
    'Wałęsa^Łukasz',
    'Ĉiuĵaŭde',
    'Ģirts^Ķēniņš',
    'Люкceмбypг',
    'قباني^لنزار',
    'Διονυσιος',
    'שרון^דבורה',
  ],
  ...[
    'Çavuşoğlu^İnci',
    'นามสกุล^ชื่อ',
    'ﾔﾏﾀﾞ^ﾀﾛｳ',
    'Yamada^Tarou=山田^太郎=やまだ^たろう',
    'Hong^Gildong=洪^吉洞=홍^길동',
  ],
  ...['Zhang^XiaoDong=张^小东', 'Wang^XiaoDong=王^小東', '丂丄^仚', '𠀀𪛖', 'plain^ASCII', 'A=B=C', 'œuvre'],
];

/** Without IR 58: pydicom 2.3.1 neither writes nor takes away its escape sequence. */
const charsets = [
  ...[6, 100, 101, 109, 110, 126, 127, 138, 144, 148, 166, 13, 192].map((number) => [`ISO_IR ${number}`]),
  ...[['GB18030'], ['GBK'], ['', 'ISO 2022 IR 87'], ['', 'ISO 2022 IR 149']],
  ['ISO 2022 IR 13', 'ISO 2022 IR 87', 'ISO 2022 IR 159'],
  ['ISO 2022 IR 6', 'ISO 2022 IR 87', 'ISO 2022 IR 149'],
  ['ISO 2022 IR 100', 'ISO 2022 IR 144', 'ISO 2022 IR 126', 'ISO 2022 IR 101'],
];

interface Sample {
  readonly charset: readonly string[];
  readonly text: string;
  /** Ours, in hexadecimal. */
  readonly bytes: string;
}

function encoded(charset: readonly string[], text: string): Sample[] {
  try {
    const bytes = encodeText(text, specificCharacterSet(charset), 'PN');
    return [
      { charset, text, bytes: Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('') },
    ];
  } catch {
    return [];
  }
}

const script = `
import json, sys, warnings
warnings.simplefilter('ignore')
from pydicom.charset import convert_encodings, decode_bytes
from pydicom.valuerep import PersonName
def both(sample):
    encodings = convert_encodings(sample['charset'])
    read = str(PersonName(bytes.fromhex(sample['bytes']), encodings))
    try:
        written = PersonName(sample['text'], encodings).encode(encodings).hex()
    except Exception:
        written = None
    return [read, written]
print(json.dumps([both(sample) for sample in json.loads(sys.argv[1])]))
`;

describeWithPeer('character sets and pydicom', hasPydicom, () => {
  const samples = charsets.flatMap((charset) => words.flatMap((word) => encoded(charset, word)));

  it(`${samples.length} names written by us are read by pydicom, and the other way round`, async () => {
    const theirs: [string, string | null][] = JSON.parse(await runPydicom(script, [JSON.stringify(samples)]));
    for (const [index, [read, written]] of theirs.entries()) {
      const { charset, text } = samples[index]!;
      expect.soft(read, charset.join('\\')).toBe(text);
      if (written === null) continue;
      const bytes = Uint8Array.from(written.match(/../g) ?? [], (hex) => Number.parseInt(hex, 16));
      expect.soft(decodeText(bytes, specificCharacterSet(charset), 'PN'), charset.join('\\')).toBe(text);
    }
    expect(samples.length).toBeGreaterThan(100);
  });
});
