/**
 * What may follow the element in a field, after colons: each format is a row. They are applied in the order written, to
 * a value that is there.
 */
export interface Format {
  /** For people: what is written, and what it does. */
  readonly example: string;
  readonly does: string;
  /** The function of this format, when the text is one of it. */
  read(text: string): Formatter | undefined;
}

/** '' means that there is no value after all: what stands after `|` is then taken. */
export type Formatter = (value: string) => string;

/** By value; `*` is for all others. */
export type LookUpTable = Readonly<Record<string, string>>;

const LONGEST_PAD = 20;
const LONGEST_CUT = 120;

export const formats: readonly Format[] = [
  {
    example: '05',
    does: 'a whole number with zeros in front, to so many digits',
    read: withNumber(/^0?(\d{1,2})$/, LONGEST_PAD, (digits) => (value) => padded(value, digits)),
  },
  {
    example: 'YYYY-MM-DD, hh.mm.ss',
    does: 'a date or time: YYYY, YY, MM, DD, hh, mm, ss stand for its parts',
    read: (text) => (/YY|MM|DD|hh|mm|ss/.test(text) ? (value) => dated(value, text) : undefined),
  },
  { example: 'upper', does: 'in capitals', read: word('upper', (value) => value.toUpperCase()) },
  { example: 'lower', does: 'in small letters', read: word('lower', (value) => value.toLowerCase()) },
  { example: 'ascii', does: 'without accents: Müller becomes Muller', read: word('ascii', ascii) },
  {
    example: 'family',
    does: 'the family name of a person',
    read: word('family', (value) => component(value, 0)),
  },
  {
    example: 'given',
    does: 'the given name of a person',
    read: word('given', (value) => component(value, 1)),
  },
  { example: 'initials', does: 'initials of a person, given name first', read: word('initials', initials) },
  {
    example: 'value2',
    does: 'the second of several values',
    read: withNumber(/^value(\d{1,2})$/, 99, (nth) => (value) => value.split('\\')[nth - 1] ?? ''),
  },
  {
    example: 'max20',
    does: 'at most so many characters',
    read: withNumber(/^max(\d{1,3})$/, LONGEST_CUT, (most) => (value) => [...value].slice(0, most).join('')),
  },
];

function word(name: string, format: Formatter): Format['read'] {
  return (text) => (text === name ? format : undefined);
}

function withNumber(pattern: RegExp, most: number, format: (number: number) => Formatter): Format['read'] {
  return (text) => {
    const number = Number(pattern.exec(text)?.[1]);
    return number >= 1 && number <= most ? format(number) : undefined;
  };
}

const padded = (value: string, digits: number): string =>
  /^\d+$/.test(value) ? value.padStart(digits, '0') : value;

/** DA `YYYYMMDD`, TM `hhmmss.ffffff` or DT; PS3.5 6.2. A value that is none of them stays as it is. */
function dated(value: string, pattern: string): string {
  const asksForDate = /YY|DD/.test(pattern) || (pattern.includes('MM') && !/hh|ss/.test(pattern));
  const [, date, time] = (asksForDate ? /^(\d{8})(\d{2,6})?/ : /^(\d{8})?(\d{2,6})/).exec(value) ?? [];
  if ((asksForDate ? date : time) === undefined) return value;
  return pattern.replace(/YYYY|YY|MM|DD|hh|mm|ss/g, (part) => {
    const [from, length] = PARTS[part]!;
    return `${(date ?? '').padEnd(8, '0')}${(time ?? '').padEnd(6, '0')}`.slice(from, from + length);
  });
}

/** Where each part is in `YYYYMMDDhhmmss`: begin, length. */
const PARTS: Readonly<Record<string, readonly [number, number]>> = {
  ...{ YYYY: [0, 4], YY: [2, 2], MM: [4, 2], DD: [6, 2] },
  ...{ hh: [8, 2], mm: [10, 2], ss: [12, 2] },
};

/** Letters that do not come apart into one and an accent. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', Æ: 'AE', œ: 'oe', Œ: 'OE', ø: 'o', Ø: 'O', ł: 'l', Ł: 'L' },
  ...{ đ: 'd', Đ: 'D', ð: 'd', Ð: 'D', þ: 'th', Þ: 'Th', ı: 'i' },
};

function ascii(value: string): string {
  return value
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/\P{ASCII}/gu, (letter) => LETTERS[letter] ?? '_');
}

/** PS3.5 6.2.1.1. */
const component = (name: string, index: number): string => (name.split('^')[index] ?? '').trim();

function initials(name: string): string {
  return [component(name, 1), component(name, 2), component(name, 0)]
    .flatMap((part) => part.split(/[\s-]+/))
    .map((part) => [...part][0]?.toUpperCase() ?? '')
    .join('');
}
