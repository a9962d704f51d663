import type { SeriesFacts } from './guess.ts';
import type { ReproinName } from './reproin.ts';

/** One row of the table in which somebody said what series are. */
export interface MappingRow {
  /**
   * What protocol name and description have to be, whatever their case; `*` stands for anything, `\*` for a star. What is left out may
   * be anything.
   */
  readonly protocolName?: string | undefined;
  readonly seriesDescription?: string | undefined;
  /** What they are; nothing for those to be left out. */
  readonly as: ReproinName | undefined;
}

/** The first row that fits. Of rows that differ in case alone it is the one that is written like that, where there is such a one. */
export const mappedBidsName = (rows: readonly MappingRow[], facts: Texts): MappingRow | undefined => {
  const first = rows.find((row) => fits(row, facts, inLowerCase));
  if (!first || fits(first, facts, asWritten)) return first;
  const twins = rows.filter((row) => keyOf(row) === keyOf(first));
  return twins.find((row) => fits(row, facts, asWritten)) ?? first;
};

type Texts = Pick<SeriesFacts, 'protocolName' | 'seriesDescription'>;
type Reading = (text: string) => string;

const inLowerCase: Reading = (text) => text.toLowerCase();
const asWritten: Reading = (text) => text;

const keyOf = ({ protocolName, seriesDescription }: MappingRow): string =>
  JSON.stringify([protocolName, seriesDescription]).toLowerCase();

const fits = (row: MappingRow, facts: Texts, read: Reading): boolean =>
  matches(row.protocolName, facts.protocolName, read) &&
  matches(row.seriesDescription, facts.seriesDescription, read);

/** The pattern that only this text fits. */
export const patternOf = (text: string): string => text.replace(/[\\*]/g, '\\$&');

/** What has to be there between what may be anything. */
function partsOf(pattern: string): string[] {
  const parts = [''];
  for (const [piece] of pattern.matchAll(/\\[\\*]|./gs)) {
    if (piece === '*') parts.push('');
    else parts.push(parts.pop()! + (piece.length > 1 ? piece.slice(1) : piece));
  }
  return parts;
}

/** In the length of both: parts between stars are looked for one after the other, each as early as it can be. */
function matches(pattern: string | undefined, text: string, read: Reading): boolean {
  if (pattern === undefined) return true;
  const [first = '', ...rest] = partsOf(read(pattern));
  const value = read(text);
  const last = rest.pop();
  if (last === undefined) return value === first;
  if (!value.startsWith(first) || value.length < first.length + last.length || !value.endsWith(last))
    return false;
  let at = first.length;
  for (const part of rest) {
    const found = value.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= value.length - last.length;
}
