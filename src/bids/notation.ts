import { IsocenterError } from '../base/index.ts';
import { type BidsName, entityOrder } from './bids-name.ts';
import { bidsPath } from './bids-path.ts';
import { parseReproin, type ReproinName } from './reproin.ts';

/** What stands in a table in place of a name for what is to be left out. */
export const LEFT_OUT = 'skip';

/** A name as people write it, which is the ReproIn convention: `func-bold_task-rest_run-1`. */
export const bidsNotation = ({ datatype, suffix, entities }: BidsName): string =>
  [
    `${datatype}-${suffix}`,
    ...entityOrder.flatMap((entity) => {
      const label = entities[entity];
      return label === undefined ? [] : [`${entity}-${label}`];
    }),
  ].join('_');

/**
 * What somebody wrote, undefined for what is to be left out.
 * @throws IsocenterError `bids/*` for what is no name of BIDS
 */
export function parseBidsNotation(text: string): ReproinName | undefined {
  if (text.trim() === LEFT_OUT) return undefined;
  const name = parseReproin(text);
  if (!name) throw new IsocenterError('bids/not-written', { text: text.slice(0, 100) });
  // What has no path has no name; whose it is does not matter here.
  bidsPath({ subject: 'x' }, name);
  return name;
}
