import { askNext } from '../base/index.ts';
import type { DataSetSource } from './handlers.ts';
import type { MessageWriter } from './message-writer.ts';

export interface DataSetOutput {
  readonly writer: MessageWriter;
  /** A promise means: wait before writing more. */
  flush(): void | Promise<void>;
}

type Chunks = AsyncIterator<Uint8Array> | Iterator<Uint8Array>;

/** Data sets up to this size are handed to the transport in one go. */
const AT_ONCE = 1024 * 1024;
const empty: Uint8Array = new Uint8Array(0);

export const isHeldWhole = (source: DataSetSource): source is Uint8Array =>
  source instanceof Uint8Array && source.length <= AT_ONCE;

/** Writes a data set as it is read, waiting whenever the peer is slower than we are. */
export async function writeChunks(
  out: DataSetOutput,
  contextId: number,
  first: IteratorResult<Uint8Array>,
  rest: Chunks,
): Promise<void> {
  // One chunk is held back, because only the very last fragment may say that it is (PS3.8 E.2).
  let held: Uint8Array = empty;
  let next: Promise<IteratorResult<Uint8Array>>;
  for (let step = first; !step.done; step = await next) {
    // Read while the peer takes what comes before.
    next = askNext(rest);
    const ready = held.length % 2 === 0 ? held : held.subarray(0, held.length - 1);
    if (ready.length > 0) {
      out.writer.data(contextId, ready, false);
      await out.flush();
    }
    held = ready === held ? step.value : joined(held[held.length - 1]!, step.value);
  }
  out.writer.data(contextId, held, true);
  await out.flush();
}

/** Fragments have even lengths: the odd byte of a chunk goes with the next. */
function joined(byte: number, chunk: Uint8Array): Uint8Array {
  const out = new Uint8Array(chunk.length + 1);
  out[0] = byte;
  out.set(chunk, 1);
  return out;
}

export function chunksOf(source: DataSetSource): Chunks {
  if (source instanceof Uint8Array) return slices(source);
  if ('read' in source) return readAll(source);
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
}

function* slices(bytes: Uint8Array): Generator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += AT_ONCE) yield bytes.subarray(at, at + AT_ONCE);
}

function* readAll(source: { read(): Uint8Array | undefined }): Generator<Uint8Array, void> {
  for (let chunk = source.read(); chunk; chunk = source.read()) yield chunk;
}
