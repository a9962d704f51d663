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

/** The first row that fits. */
export const mappedBidsName = (
  rows: readonly MappingRow[],
  facts: Pick<SeriesFacts, 'protocolName' | 'seriesDescription'>,
): MappingRow | undefined =>
  rows.find(
    ({ protocolName, seriesDescription }) =>
      matches(protocolName, facts.protocolName) && matches(seriesDescription, facts.seriesDescription),
  );

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
function matches(pattern: string | undefined, text: string): boolean {
  if (pattern === undefined) return true;
  const [first = '', ...rest] = partsOf(pattern.toLowerCase());
  const value = text.toLowerCase();
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
