import { type BidsName, entityOrder } from './bids-name.ts';
import { guessBidsName, isPhase, type SeriesFacts, showsNoData } from './guess.ts';
import { type MappingRow, mappedBidsName } from './mapping.ts';
import { isOfFrequencies, nameOutput } from './name-output.ts';
import { parseReproin } from './reproin.ts';

/** Below that somebody has to look. */
export const DOUBT_BELOW = 0.75;

/** A series, and what dcm2niix added to the names of its files. */
export interface ConvertedFacts {
  readonly facts: SeriesFacts;
  readonly outputs: readonly string[];
}

export interface NamedSeries {
  /** Undefined: nothing tells what it is, or it is to be left out. */
  readonly name: BidsName | undefined;
  /** Of its files, in their order; undefined for those that have none. */
  readonly outputs: readonly (BidsName | undefined)[];
  /** Who says so. */
  readonly source: 'mapping' | 'reproin' | 'guess' | 'none';
  /** From 0 to 1; what people said is sure. */
  readonly confidence: number;
  /** Of names that say it. */
  readonly session?: string | undefined;
}

/**
 * Names for the series of one session, in the order in which they were measured. A table counts before ReproIn names, and those before
 * guesses. Several files of one name are runs, numbered from 1.
 */
export function nameSeries(all: readonly ConvertedFacts[], rows: readonly MappingRow[]): NamedSeries[] {
  return numbered(all.map((series) => ({ ...nameOne(series, rows), series }))).map(
    ({ runStep: _, series: __, ...named }) => named,
  );
}

type Found = Omit<NamedSeries, 'outputs'> & { readonly runStep?: 'next' | 'same' | undefined };

function nameOne({ facts, outputs }: ConvertedFacts, rows: readonly MappingRow[]): Found {
  const row = mappedBidsName(rows, facts);
  if (row) return { ...said(row.as), source: 'mapping', confidence: 1 };
  // Scanners keep the convention in either, whatever their makers call it.
  const reproin = parseReproin(facts.protocolName) ?? parseReproin(facts.seriesDescription);
  if (reproin) return { ...said(reproin), source: 'reproin', confidence: 1 };
  if (showsNoData(facts)) return { name: undefined, source: 'guess', confidence: 0.9 };
  // Whatever a series is called, one of frequencies is a field map.
  if (outputs.some(isOfFrequencies)) return { name: fieldMap, source: 'guess', confidence: 0.9 };
  const guess = guessBidsName(facts);
  if (guess) {
    const { confidence, ...name } = guess;
    return { name, source: 'guess', confidence };
  }
  return { name: undefined, source: 'none', confidence: 0 };
}

const fieldMap: BidsName = { datatype: 'fmap', suffix: 'fieldmap', entities: {} };

function said(as: MappingRow['as']): Pick<Found, 'name' | 'session' | 'runStep'> {
  if (!as) return { name: undefined };
  const { session, runStep, ...name } = as;
  return { name, session, runStep };
}

const outputsOf = ({ name, series: { facts, outputs } }: Found & { readonly series: ConvertedFacts }) =>
  outputs.map((added) => name && nameOutput(name, added, outputs, isPhase(facts)));

function numbered<One extends Found & { readonly series: ConvertedFacts }>(
  all: readonly One[],
): (One & Pick<NamedSeries, 'outputs'>)[] {
  const named = all.map((one) => ({ ...one, outputs: outputsOf(one) }));
  const totals = Map.groupBy(
    named.flatMap(({ outputs }) => outputs),
    (name) => keyOf(name),
  );
  const counts = new Map<string, number>();
  return named.map((one) => ({
    ...one,
    outputs: one.outputs.map((name) => {
      if (!name || name.entities.run !== undefined) return name;
      const key = keyOf(name);
      const isAlone = totals.get(key)!.length === 1 && one.runStep === undefined;
      if (isAlone) return name;
      const run = Math.max(1, (counts.get(key) ?? 0) + (one.runStep === 'same' ? 0 : 1));
      counts.set(key, run);
      return { ...name, entities: { ...name.entities, run: String(run) } };
    }),
  }));
}

const keyOf = (name: BidsName | undefined): string =>
  name
    ? [name.datatype, name.suffix, ...entityOrder.map((entity) => name.entities[entity] ?? '')].join('/')
    : '';
