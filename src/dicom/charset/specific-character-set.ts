import { ascii, type GraphicSet } from './graphic-sets.ts';
import { type Term, termOf } from './terms.ts';

/** What (0008,0005) says about the text of a data set, resolved once for all data sets that say the same. */
export interface SpecificCharacterSet {
  /** The values as the standard spells them; unknown ones are left out. */
  readonly terms: readonly string[];
  /** Values that nothing is known about. Their text is read as if they were not there. */
  readonly unknown: readonly string[];
  /** An encoding without escape sequences (UTF-8, GB18030, GBK), by its WHATWG label; then the rest is unused. */
  readonly standAlone: string | undefined;
  /** The sets that are active where a value starts and after each delimiter (PS3.5 6.1.2.5.3). */
  readonly g0: GraphicSet;
  readonly g1: GraphicSet | undefined;
  /** All sets that text may be written in, in the order of the values. */
  readonly sets: readonly GraphicSet[];
}

const cache = new Map<string, SpecificCharacterSet>();
/** Values come from files; whoever sends ever new ones must not fill the memory. */
const CACHE_LIMIT = 256;

/** Resolves the values of (0008,0005). Never fails: what is misspelt is understood, what is unknown is reported. */
export function specificCharacterSet(values: readonly string[]): SpecificCharacterSet {
  const key = values.join('\\');
  let found = cache.get(key);
  if (found === undefined) {
    found = resolve(values);
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(key, found);
  }
  return found;
}

/** PS3.3 C.12.1.1.2: an absent (0008,0005) means ISO_IR 6. */
export const defaultCharacterSet = specificCharacterSet([]);
export const utf8CharacterSet = specificCharacterSet(['ISO_IR 192']);

function resolve(values: readonly string[]): SpecificCharacterSet {
  const found = values.map(termOf);
  const unknown = values.filter((_, i) => found[i] === undefined);
  const terms = found.filter((term) => term !== undefined);
  const alone = standAloneOf(terms);
  if (alone !== undefined) return plan([alone.term], unknown, alone.label, []);
  const registered = terms.filter((term) => term.kind === 'registered');
  return plan(
    registered.map(spellingIn(registered)),
    unknown,
    undefined,
    registered.map((term) => term.sets),
  );
}

/** PS3.3 C.12.1.1.2: these stand alone. Elsewhere than first they count only when the first says nothing. */
function standAloneOf(terms: readonly Term[]): (Term & { kind: 'standAlone' }) | undefined {
  const first = terms[0];
  if (first?.kind === 'registered' && first.sets.length > 1) return undefined;
  return terms.find((term) => term.kind === 'standAlone');
}

/** With more than one value, each is a term with code extensions: "ISO_IR 100\ISO 2022 IR 87" is meant that way. */
function spellingIn(terms: readonly Term[]): (term: Term) => string {
  return (term) => (terms.length > 1 ? term.term.replace('ISO_IR', 'ISO 2022 IR') : term.term);
}

function plan(
  terms: readonly string[],
  unknown: readonly string[],
  standAlone: string | undefined,
  setsOfTerms: readonly (readonly GraphicSet[])[],
): SpecificCharacterSet {
  const first = setsOfTerms[0] ?? [ascii];
  const g0 = first.find((set) => set.plane === 'G0' && set.width === 1) ?? ascii;
  const g1 = first.find((set) => set.plane === 'G1' && set.width === 1);
  return { terms, unknown, standAlone, g0, g1, sets: [...new Set([g0, ...setsOfTerms.flat()])] };
}
