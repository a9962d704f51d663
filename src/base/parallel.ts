/**
 * Runs `work` for every item, at most `limit` at a time, and yields results as they come (not in order). The first
 * failure ends it: no new work starts, what runs is awaited, then it throws. Leaving the loop early does the same.
 */
export async function* inParallel<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  limit: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void, void> {
  const source = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const running = new Map<number, Promise<readonly [number, Result]>>();
  let nextId = 0;
  let exhausted = false;
  try {
    for (;;) {
      while (!exhausted && running.size < limit) {
        const next = await source.next();
        if (next.done) exhausted = true;
        else {
          const id = nextId++;
          const result = work(next.value).then((value) => [id, value] as const);
          // It may fail while the source makes its next item, when nobody waits for it yet.
          result.catch(() => {});
          running.set(id, result);
        }
      }
      if (running.size === 0) return;
      const [id, result] = await Promise.race(running.values());
      running.delete(id);
      yield result;
    }
  } finally {
    await Promise.allSettled(running.values());
    await source.return?.();
  }
}
