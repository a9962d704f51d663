import { type BidsName, entityOrder } from './bids-name.ts';
import { guessBidsName, type SeriesFacts } from './guess.ts';
import { type MappingRow, mappedBidsName } from './mapping.ts';
import { parseReproin } from './reproin.ts';

export interface NamedSeries {
  /** Undefined: nothing tells what it is, or it is to be left out. */
  readonly name: BidsName | undefined;
  /** Who says so. */
  readonly source: 'mapping' | 'reproin' | 'guess' | 'none';
  /** From 0 to 1; what people said is sure. */
  readonly confidence: number;
  /** Of ReproIn names that say it. */
  readonly session?: string | undefined;
}

/**
 * Names for the series of one session, in the order in which they were measured. A table counts before ReproIn names, and those before
 * guesses. Several of one name are runs, numbered from 1.
 */
export function nameSeries(all: readonly SeriesFacts[], rows: readonly MappingRow[]): NamedSeries[] {
  return numbered(all.map((facts) => nameOne(facts, rows)));
}

type Found = NamedSeries & { readonly runStep?: 'next' | 'same' | undefined };

function nameOne(facts: SeriesFacts, rows: readonly MappingRow[]): Found {
  const row = mappedBidsName(rows, facts);
  if (row) return { name: row.as, source: 'mapping', confidence: 1 };
  // Scanners keep the convention in either, whatever their makers call it.
  const said = parseReproin(facts.protocolName) ?? parseReproin(facts.seriesDescription);
  if (said) {
    const { session, runStep, ...name } = said;
    return { name, source: 'reproin', confidence: 1, session, runStep };
  }
  const guess = guessBidsName(facts);
  if (!guess) return { name: undefined, source: 'none', confidence: 0 };
  const { confidence, ...name } = guess;
  return { name, source: 'guess', confidence };
}

function numbered(all: readonly Found[]): NamedSeries[] {
  const totals = Map.groupBy(all, ({ name }) => keyOf(name));
  const counts = new Map<string, number>();
  return all.map(({ runStep, ...named }) => {
    const { name } = named;
    if (!name || name.entities.run !== undefined) return named;
    const key = keyOf(name);
    const isAlone = totals.get(key)!.length === 1 && runStep === undefined;
    if (isAlone) return named;
    const run = Math.max(1, (counts.get(key) ?? 0) + (runStep === 'same' ? 0 : 1));
    counts.set(key, run);
    return { ...named, name: { ...name, entities: { ...name.entities, run: String(run) } } };
  });
}

const keyOf = (name: BidsName | undefined): string =>
  name
    ? [name.datatype, name.suffix, ...entityOrder.map((entity) => name.entities[entity] ?? '')].join('/')
    : '';
