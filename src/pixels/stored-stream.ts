/** Encapsulated pixel data that are one stream, not frames: videos (PS3.5 8.2.5 to 8.2.8, A.4.5 to A.4.11). */
import type { Header } from '../dicom/index.ts';
import { type ByteSource, readExactly } from './byte-source.ts';
import { indexFragments, type Span } from './fragments.ts';

export interface StoredStream {
  /** Bytes in all, with the padding of the last fragment. */
  readonly size: number;
  /** The bytes from `start` to before `end`, in pieces. */
  read(start: number, end: number): AsyncGenerator<Uint8Array, void>;
}

/** Bytes that are read at once. */
const PIECE = 1024 * 1024;

/** The fragments, one behind the other; undefined where the pixel data are not encapsulated. Errors: those of `indexFragments`. */
export async function openStream(source: ByteSource, header: Header): Promise<StoredStream | undefined> {
  if (header.fragmentsOffset === undefined) return undefined;
  // The first item is the basic offset table.
  const fragments = (await indexFragments(source, header.fragmentsOffset)).fragments.slice(1);
  const size = fragments.reduce((sum, { length }) => sum + length, 0);
  return { size, read: (start, end) => piecesOf(source, fragments, start, end) };
}

async function* piecesOf(source: ByteSource, fragments: readonly Span[], start: number, end: number) {
  let before = 0;
  for (const fragment of fragments) {
    const to = Math.min(fragment.length, end - before);
    for (let at = Math.max(0, start - before); at < to; at += PIECE)
      yield await readExactly(source, fragment.start + at, Math.min(PIECE, to - at));
    before += fragment.length;
  }
}
