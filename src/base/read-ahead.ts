/**
 * Results of `work` in the order of the items, with up to `limit` under way while the consumer is busy with an earlier
 * one. What fails throws at its turn. Leaving the loop early drops what is under way.
 */
export async function* readAhead<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  limit: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void, void> {
  const begun: Promise<Result>[] = [];
  for await (const item of items) {
    const result = work(item);
    // It is awaited at its turn; failing before that must not count as unhandled.
    result.catch(() => {});
    begun.push(result);
    if (begun.length > limit) yield await begun.shift()!;
  }
  for (const result of begun) yield await result;
}

/** The next item, asked for now and awaited later: its failure must not count as unhandled in between. */
export function askNext<Item, Result>(items: {
  next(): IteratorResult<Item, Result> | Promise<IteratorResult<Item, Result>>;
}): Promise<IteratorResult<Item, Result>> {
  const next = Promise.resolve(items.next());
  next.catch(() => {});
  return next;
}
