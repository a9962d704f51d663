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

/** A turn of a queue that lasts until it is given back: for work that is a stream. */
export async function takeTurn(inTurn: InTurn): Promise<AsyncDisposable> {
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const whole = inTurn(async () => {
    begun.resolve();
    await ended.promise;
  });
  await begun.promise;
  return {
    async [Symbol.asyncDispose]() {
      ended.resolve();
      await whole;
    },
  };
}
