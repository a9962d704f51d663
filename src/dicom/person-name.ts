/** The five components of a name, PS3.5 6.2.1.1; an absent one is an empty string. */
export interface PersonNameGroup {
  readonly familyName: string;
  readonly givenName: string;
  readonly middleName: string;
  readonly prefix: string;
  readonly suffix: string;
}

/** A PN value: the same name in up to three writings. */
export interface PersonName {
  readonly alphabetic?: PersonNameGroup;
  readonly ideographic?: PersonNameGroup;
  readonly phonetic?: PersonNameGroup;
}

/** In the order in which `=` separates them. */
export const personNameGroups = ['alphabetic', 'ideographic', 'phonetic'] as const;

/** Reads any text: what is beyond five components or three groups stays with the last of them. */
export function parsePersonName(text: string): PersonName {
  const [alphabetic, ideographic, phonetic] = splitAtMost(text, '=', 3).map(parseGroup);
  return {
    ...(alphabetic && { alphabetic }),
    ...(ideographic && { ideographic }),
    ...(phonetic && { phonetic }),
  };
}

/** The PN value, without trailing delimiters (PS3.5 6.2.1.1 lets them be left out). */
export function formatPersonName(name: PersonName): string {
  const groups = personNameGroups.map((group) => formatGroup(name[group]));
  return groups.join('=').replace(/=+$/, '');
}

function formatGroup(group: PersonNameGroup | undefined): string {
  if (group === undefined) return '';
  const { familyName, givenName, middleName, prefix, suffix } = group;
  return [familyName, givenName, middleName, prefix, suffix].join('^').replace(/\^+$/, '');
}

function parseGroup(text: string): PersonNameGroup | undefined {
  const parts = splitAtMost(text, '^', 5).map((part) => part.trim());
  if (parts.every((part) => part === '')) return undefined;
  const [familyName = '', givenName = '', middleName = '', prefix = '', suffix = ''] = parts;
  return { familyName, givenName, middleName, prefix, suffix };
}

function splitAtMost(text: string, separator: string, limit: number): string[] {
  const parts = text.split(separator);
  return parts.length <= limit
    ? parts
    : [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)];
}

/** Latin letters that Unicode does not decompose into a letter and a mark, and the final form of sigma. */
const undecomposed: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ħ: 'h', ı: 'i', ŋ: 'n', ŧ: 't' },
  ...{ ĸ: 'k', ə: 'e', ƶ: 'z', ς: 'σ' },
};
const undecomposedLetter = new RegExp(`[${Object.keys(undecomposed).join('')}]`, 'g');

/**
 * Marks that people leave out when they type: Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowel signs.
 * Vowel signs of Thai and Indic scripts and the voicing marks of kana make another letter, so they stay.
 */
const optionalMarks =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: every character of this class is a mark
  /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/g;
const printableAscii = /^[ -~]*$/;

/**
 * Text as it is compared in searches: without case, accents, and the widths of Japanese letters ("MÜLLER" is
 * "muller", "ﾔﾏﾀﾞ" is "ヤマダ"), white space squeezed. Delimiters and wildcards stay. Folding twice changes nothing.
 * Not tied to a locale, so that stored values stay comparable on every machine.
 */
export function foldName(text: string): string {
  const folded = printableAscii.test(text) ? text.toLowerCase() : foldLetters(text);
  return folded.replace(/\s+/g, ' ').trim();
}

function foldLetters(text: string): string {
  const bare = text.normalize('NFKD').toLowerCase().normalize('NFKD').replace(optionalMarks, '');
  return bare.replace(undecomposedLetter, (letter) => undecomposed[letter]!).normalize('NFC');
}
