import { type Dataset, foldName, tagOf, tags } from '../../dicom/index.ts';

/** Of numbers, dates and UIDs as text, and of what is no text: a name in there would be none. */
const wordless: ReadonlySet<string> = new Set([
  ...['UI', 'DS', 'IS', 'DA', 'TM', 'DT', 'AS', 'US', 'UL', 'SS', 'SL', 'FD', 'FL', 'AT', 'SV', 'UV'],
]);

/** Whether values of a VR may say a name. */
export const mayHaveWords = (vr: string): boolean => !wordless.has(vr);

/** Identifiers of a patient, and of what was done to them. */
const identifiers = [tags.PatientID, tagOf('OtherPatientIDs')!, tags.AccessionNumber];
/** Shorter ones stand in many texts that mean something else. */
const SHORTEST_IDENTIFIER = 3;
const SHORTEST_WORD = 2;
/** Words from this length on are found within others, too: `KNEE_MEIER2`. */
const FOUND_WITHIN = 4;

/** Names and identifiers that were taken out in one place, to be found where they are said once more. */
export class IdentityWords {
  readonly #words = new Set<string>();
  readonly #parts = new Set<string>();

  /** All that a data set calls people by, in its items as well. */
  addAllOf(dataset: Dataset): void {
    for (const tag of identifiers) for (const value of dataset.strings(tag)) this.addIdentifier(value);
    for (const { value, vr } of dataset) {
      if (value.kind === 'items') for (const item of value.items) this.addAllOf(item);
      if (vr.code === 'PN' && value.kind === 'strings') for (const name of value.strings) this.addName(name);
    }
  }

  /** Family, given and middle names of each component group (PS3.5 6.2.1): titles are words of every language. */
  addName(name: string): void {
    for (const group of name.split('='))
      for (const word of wordsOf(group.split('^').slice(0, 3).join(' ')))
        if (word.length >= FOUND_WITHIN || !isLatin(word)) this.#parts.add(word);
        else if (word.length >= SHORTEST_WORD) this.#words.add(word);
  }

  addIdentifier(identifier: string): void {
    const folded = foldName(identifier);
    if (folded.length >= SHORTEST_IDENTIFIER) this.#parts.add(folded);
  }

  areIn(text: string): boolean {
    const folded = foldName(text);
    for (const part of this.#parts) if (folded.includes(part)) return true;
    return this.#words.size > 0 && wordsOf(text).some((word) => this.#words.has(word));
  }
}

const wordsOf = (text: string): string[] =>
  foldName(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** Other scripts have names of one or two letters, and no spaces between words. */
const isLatin = (word: string): boolean => /^[\p{Script=Latin}\p{N}]+$/u.test(word);
