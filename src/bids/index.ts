/** Names of the Brain Imaging Data Structure (BIDS 1.10) for series: from names that scanners were given, from what images are, from a table of somebody. Pure. */

export { asLabel, type BidsName, type Datatype, type Entity, isSuffixOf } from './bids-name.ts';
export { bidsPath, type Subject } from './bids-path.ts';
export { guessBidsName, type SeriesFacts } from './guess.ts';
export { type MappingRow, mappedBidsName, patternOf } from './mapping.ts';
export { type ConvertedFacts, DOUBT_BELOW, type NamedSeries, nameSeries } from './name-series.ts';
export { bidsNotation, LEFT_OUT, parseBidsNotation } from './notation.ts';
export { parseReproin, type ReproinName } from './reproin.ts';
