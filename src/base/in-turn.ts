/** Runs work when all that was given to it before is done. */
export type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** A queue of its own. Work that waits for other work of the same queue waits for ever. */
export function newQueue(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    // Who asked is told; those that wait go on.
    last = result.catch(() => {});
    return result;
  };
}
