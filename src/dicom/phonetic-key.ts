import { foldName } from './person-name.ts';

/**
 * Kölner Phonetik (H. J. Postel, 1969): letters that sound alike in European names share a digit. Rows are tried in
 * order at each letter; `before` and `after` look at its neighbours.
 */
const sounds: readonly SoundRow[] = [
  { letters: 'aeijouy', digits: '0' },
  { letters: 'h', digits: '' },
  { letters: 'p', followedBy: 'h', digits: '3' },
  { letters: 'bp', digits: '1' },
  { letters: 'dt', followedBy: 'csz', digits: '8' },
  { letters: 'dt', digits: '2' },
  { letters: 'fvw', digits: '3' },
  { letters: 'gkq', digits: '4' },
  { letters: 'c', atStart: true, followedBy: 'ahkloqrux', digits: '4' },
  { letters: 'c', atStart: true, digits: '8' },
  { letters: 'c', precededBy: 'sz', digits: '8' },
  { letters: 'c', followedBy: 'ahkoqux', digits: '4' },
  { letters: 'c', digits: '8' },
  { letters: 'x', precededBy: 'ckq', digits: '8' },
  { letters: 'x', digits: '48' },
  { letters: 'l', digits: '5' },
  { letters: 'mn', digits: '6' },
  { letters: 'r', digits: '7' },
  { letters: 'sz', digits: '8' },
];

interface SoundRow {
  readonly letters: string;
  readonly digits: string;
  readonly atStart?: boolean;
  readonly followedBy?: string;
  readonly precededBy?: string;
}

/**
 * How a name sounds, for fuzzy semantic matching of PN (PS3.4 C.2.2.2.1 leaves the method open): "Meyer^Stephen"
 * and "Maier^Stefan" give the same key. Each word is keyed by itself; `^` and `=` stay, so that components can be
 * compared. Words in other scripts are their own key, folded.
 */
export function phoneticKey(text: string): string {
  return foldName(text).replace(/[\p{L}\p{M}\p{N}]+/gu, (word) =>
    /^[a-z]+$/.test(word) ? keyOfWord(word) : word,
  );
}

/** Equal neighbours count once; vowels count only at the start. A word of silent letters keeps its spelling. */
function keyOfWord(word: string): string {
  let digits = '';
  for (let i = 0; i < word.length; i++) digits += digitsAt(word, i);
  const single = digits.replace(/(.)\1+/g, '$1');
  return single.charAt(0) + single.slice(1).replaceAll('0', '') || word;
}

function digitsAt(word: string, index: number): string {
  const letter = word.charAt(index);
  return sounds.find((row) => row.letters.includes(letter) && fits(row, word, index))?.digits ?? '';
}

function fits(row: SoundRow, word: string, index: number): boolean {
  if (row.atStart && index > 0) return false;
  return isOneOf(row.followedBy, word.charAt(index + 1)) && isOneOf(row.precededBy, word.charAt(index - 1));
}

function isOneOf(letters: string | undefined, letter: string): boolean {
  return letters === undefined || (letter !== '' && letters.includes(letter));
}
