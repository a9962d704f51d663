import type { StoredInstance } from '../../archive/index.ts';

/** Of one request: what is lost with it has to be sent again. */
const MAX_INSTANCES = 50;
const MAX_BYTES = 64 * 1024 * 1024;

/** Instances that go in one request, in their order; a large one goes alone. */
export async function* batchesOf(
  pages: AsyncIterable<readonly StoredInstance[]>,
): AsyncGenerator<StoredInstance[], void, void> {
  let batch: StoredInstance[] = [];
  let bytes = 0;
  for await (const page of pages) {
    for (const instance of page) {
      const isFull = batch.length === MAX_INSTANCES || bytes + instance.size > MAX_BYTES;
      if (isFull && batch.length > 0) {
        yield batch;
        batch = [];
        bytes = 0;
      }
      batch.push(instance);
      bytes += instance.size;
    }
  }
  if (batch.length > 0) yield batch;
}
