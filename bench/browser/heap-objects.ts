/** What a page holds in memory, by what it is: all of its heap is counted, and what of it is code that the engine compiled. */
import type { CDPSession } from 'playwright-core';

/** The part of a heap snapshot that is read here, as V8 writes it. */
interface HeapSnapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly [readonly string[]];
    };
  };
  readonly nodes: readonly number[];
}

const BYTES_PER_MB = 1_000_000;
/** `code` grows for as long as functions become warm; `native` is what the browser holds, its own tools among it. */
const notObjects: ReadonlySet<string | undefined> = new Set(['code', 'native']);

/** MB of objects, strings and closures that are still reachable. */
export async function heapObjectsMb(session: CDPSession): Promise<number> {
  const { snapshot, nodes } = await snapshotOf(session);
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, size] = [fields.indexOf('type'), fields.indexOf('self_size')];
  let bytes = 0;
  for (let node = 0; node < nodes.length; node += fields.length)
    if (!notObjects.has(types[0][nodes[node + type]!])) bytes += nodes[node + size]!;
  return bytes / BYTES_PER_MB;
}

async function snapshotOf(session: CDPSession): Promise<HeapSnapshot> {
  const chunks: string[] = [];
  const take = ({ chunk }: { chunk: string }) => chunks.push(chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', take);
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  session.off('HeapProfiler.addHeapSnapshotChunk', take);
  return JSON.parse(chunks.join('')) as HeapSnapshot;
}
