/** Where in the automation file something is: the names of its parts, from the top. */
export type Place = readonly PropertyKey[];

/** Something in it that cannot be used. */
export interface PlacedProblem {
  readonly place: Place;
  readonly message: string;
}

/** Takes what is wrong, so that everything can be said at once. */
export type Tell = (problem: PlacedProblem) => void;

/** What `read` answers; what it throws is told of the place, and the answer is undefined. */
export function attempt<Result>(tell: Tell, place: Place, read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    tell({ place, message: (error as Error).message });
    return undefined;
  }
}
