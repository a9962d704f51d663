import type { GraphicSet } from './graphic-sets.ts';
import * as sets from './graphic-sets.ts';

/** Sets of each ISO registration number in the defined terms `ISO_IR n` and `ISO 2022 IR n` (PS3.3 C.12.1.1.2). */
const registrations: Readonly<Record<string, readonly GraphicSet[]>> = {
  6: [sets.ascii],
  13: [sets.romaji, sets.katakana],
  58: [sets.gb2312],
  87: [sets.jisX0208],
  100: [sets.ascii, sets.latin1],
  101: [sets.ascii, sets.latin2],
  109: [sets.ascii, sets.latin3],
  110: [sets.ascii, sets.latin4],
  126: [sets.ascii, sets.greek],
  127: [sets.ascii, sets.arabic],
  138: [sets.ascii, sets.hebrew],
  144: [sets.ascii, sets.cyrillic],
  148: [sets.ascii, sets.latin5],
  149: [sets.ksX1001],
  159: [sets.jisX0212],
  166: [sets.ascii, sets.thai],
  203: [sets.ascii, sets.latin9],
};

/** The part of ISO 8859 -> ISO registration number, for files that name the one instead of the other. */
const iso8859: Readonly<Record<string, number>> = {
  ...{ 1: 100, 2: 101, 3: 109, 4: 110, 5: 144, 6: 127, 7: 126, 8: 138, 9: 148, 11: 166, 15: 203 },
};

/** Encodings that stand alone, without escape sequences, by the name that the Encoding Standard knows. */
const standAlone: Readonly<Record<string, string>> = {
  'ISO_IR 192': 'utf-8',
  GB18030: 'gb18030',
  GBK: 'gbk',
};

/** Misspellings seen in the field, after `squeeze`. */
const aliases: Readonly<Record<string, string>> = {
  ...{ UTF8: 'ISO_IR 192', UNICODE: 'ISO_IR 192', ISO10646: 'ISO_IR 192', ISOIR10646: 'ISO_IR 192' },
  ...{ ASCII: 'ISO_IR 6', USASCII: 'ISO_IR 6', ISO646: 'ISO_IR 6', DEFAULT: 'ISO_IR 6' },
  ...{ LATIN1: 'ISO_IR 100', LATIN2: 'ISO_IR 101', LATIN3: 'ISO_IR 109', LATIN4: 'ISO_IR 110' },
  ...{ LATIN5: 'ISO_IR 148', LATIN9: 'ISO_IR 203', TIS620: 'ISO_IR 166' },
  ...{ ISO2022GBK: 'GBK', ISO2022GB18030: 'GB18030', GB2312: 'GBK' },
};

export type Term =
  | { readonly kind: 'registered'; readonly term: string; readonly sets: readonly GraphicSet[] }
  | { readonly kind: 'standAlone'; readonly term: string; readonly label: string };

/** One value of (0008,0005), or undefined when nothing is known by that name. An empty value is the default. */
export function termOf(value: string): Term | undefined {
  const squeezed = squeeze(value);
  if (squeezed === '') return registered('6', true);
  const spelled = aliases[squeezed];
  if (spelled !== undefined) return termOf(spelled);
  const number = /^(?:ISO)?(2022)?(?:IR)?(\d{1,3})$/.exec(squeezed);
  if (number && number[2]! in registrations) return registered(number[2]!, number[1] !== undefined);
  const part = iso8859[/^(?:ISO)?8859(\d{1,2})$/.exec(squeezed)?.[1] ?? ''];
  if (part !== undefined) return registered(String(part), false);
  return standAloneTerm(squeezed === 'ISOIR192' || squeezed === 'ISO2022IR192' ? 'ISO_IR 192' : value.trim());
}

/** Upper case without spaces and punctuation: "iso-ir 100" and "ISO_IR100" are the same word. */
function squeeze(value: string): string {
  return value.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

function registered(number: string, extension: boolean): Term {
  const term = extension ? `ISO 2022 IR ${number}` : `ISO_IR ${number}`;
  return { kind: 'registered', term, sets: registrations[number]! };
}

/** Not in the standard but understood for reading: any label of the Encoding Standard ("Shift_JIS", "koi8-r"). */
function standAloneTerm(name: string): Term | undefined {
  const term = name.toUpperCase();
  const known = standAlone[term];
  if (known !== undefined) return { kind: 'standAlone', term, label: known };
  try {
    return { kind: 'standAlone', term: name, label: new TextDecoder(name).encoding };
  } catch {
    return undefined;
  }
}
