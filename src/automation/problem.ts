import { asIsocenterError, type IsocenterError } from '../base/index.ts';
import { type Mistake, problemOf } from '../contract/index.ts';

/** Where in the automation file something is: the names of its parts, from the top. */
export type Place = readonly PropertyKey[];

/** Something in it that cannot be used. */
export interface PlacedProblem {
  readonly place: Place;
  readonly error: IsocenterError;
}

/** Takes what is wrong, so that everything can be said at once. */
export type Tell = (problem: PlacedProblem) => void;

/** What `read` answers; what it throws is told of the place, and the answer is undefined. */
export function attempt<Result>(tell: Tell, place: Place, read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    tell({ place, error: asIsocenterError(error) });
    return undefined;
  }
}

/** As it is told, in words or to a page. */
export const mistakeOf = ({ place, error }: PlacedProblem): Mistake => ({
  place: place.map(String).join(' > '),
  reason: problemOf(error),
});
