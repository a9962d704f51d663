/**
 * Prints how many blobs per second one and several streams keep, and the longest time the loop stood still in
 * between: `1 RATE STALL_MS`. Run as a child process with slow syncs.
 *
 *     node delay-child.ts DATA COUNT STREAMS...
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { FileStore } from '../../src/store/index.ts';

const [root, count, ...streamCounts] = process.argv.slice(2);
if (root === undefined) throw new Error('DATA COUNT STREAMS...');

const store = new FileStore({ root });
store.startSettling({ flushCatalog: async () => {} });
const head = Buffer.from('HEAD');

async function stream(name: string, items: number): Promise<void> {
  for (let item = 0; item < items; item++) {
    const draft = store.draft({ headLength: head.length });
    await draft.append(new Uint8Array(35_000));
    const blob = await draft.seal(head);
    blob.publish(`files/${name}/${item}`);
    await store.confirm([blob]);
  }
}

for (const streams of streamCounts.map(Number)) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const started = performance.now();
  const perStream = Math.ceil(Number(count) / streams);
  await Promise.all(Array.from({ length: streams }, (_, at) => stream(`${streams}-${at}`, perStream)));
  const seconds = (performance.now() - started) / 1000;
  console.log(`${streams} ${(perStream * streams) / seconds} ${delay.percentile(99) / 1e6}`);
  delay.disable();
}
await store.close();
