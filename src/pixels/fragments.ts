/** Where the fragments of encapsulated pixel data lie, and which of them are a frame (PS3.5 A.4). */
import { IsocenterError } from '../base/index.ts';
import { concat, formatTag, limits } from '../dicom/index.ts';
import { type ByteSource, readExactly } from './byte-source.ts';
import { checkLimit } from './image-pixel.ts';
import { pixelLimits } from './limits.ts';

/** The value of one item. */
export interface Span {
  /** Offset in the source, after the item header. */
  readonly start: number;
  readonly length: number;
}

export interface FragmentIndex {
  readonly fragments: readonly Span[];
  /** After the sequence delimitation item. */
  readonly end: number;
}

const ITEM = 0xfffee000;
const SEQUENCE_END = 0xfffee0dd;
const HEADER = 8;
/** Bytes read at once while looking for item headers: small fragments come many at a time. */
const WINDOW = 64 * 1024;

/**
 * All items from an offset on, up to the delimiter or, where there is none, the end of the source. What is no item:
 * `dicom/bad-length`; one that reaches beyond the source: `dicom/truncated`; too many: `dicom/limit`.
 */
export async function indexFragments(source: ByteSource, start: number): Promise<FragmentIndex> {
  const fragments: Span[] = [];
  const window = new Window(source);
  for (let at = start; ; ) {
    if (at === source.size) return { fragments, end: at };
    const { tag, length } = await window.header(at);
    if (tag === SEQUENCE_END) return { fragments, end: at + HEADER };
    const valueStart = at + HEADER;
    checkItem(source, tag, valueStart, length);
    fragments.push({ start: valueStart, length });
    checkLimit('Fragment count', fragments.length, limits.walked);
    at = valueStart + length;
  }
}

/** The item at an offset. */
export async function itemAt(source: ByteSource, at: number): Promise<Span> {
  const { tag, length } = await new Window(source).header(at);
  checkItem(source, tag, at + HEADER, length);
  return { start: at + HEADER, length };
}

/** The bytes of fragments, one after the other. */
export async function readFragments(source: ByteSource, spans: readonly Span[]): Promise<Uint8Array> {
  const total = spans.reduce((sum, { length }) => sum + length, 0);
  checkLimit('The size of a compressed frame', total, pixelLimits.encodedFrameBytes);
  const parts: Uint8Array[] = [];
  for (const { start, length } of spans) parts.push(await readExactly(source, start, length));
  return parts.length === 1 ? parts[0]! : concat(parts);
}

/**
 * The fragments of each frame, without an offset table: one each where there are as many as frames, all where there is
 * one frame; else a frame begins where a codestream does. Where that does not come out either: `pixels/bad`.
 */
export async function groupFragments(
  source: ByteSource,
  fragments: readonly Span[],
  numberOfFrames: number,
): Promise<Span[][]> {
  if (fragments.length === numberOfFrames) return fragments.map((each) => [each]);
  if (numberOfFrames === 1 && fragments.length > 0) return [[...fragments]];
  const groups: Span[][] = [];
  for (const fragment of fragments) {
    if (groups.length === 0 || (await beginsCodestream(source, fragment))) groups.push([]);
    groups.at(-1)!.push(fragment);
  }
  if (groups.length === numberOfFrames) return groups;
  const reason = `${numberOfFrames} frames are announced, and its fragments are ${groups.length}`;
  throw new IsocenterError('pixels/bad', { reason });
}

/** SOI of JPEG and JPEG-LS with the marker after it, SOC of JPEG 2000 with SIZ or CAP after it, a JP2 box. */
async function beginsCodestream(source: ByteSource, { start, length }: Span): Promise<boolean> {
  if (length < 4) return false;
  const [a, b, c, d] = await readExactly(source, start, 4);
  if (a === 0xff && b === 0xd8) return c === 0xff;
  if (a === 0xff && b === 0x4f) return c === 0xff && d === 0x51;
  return a === 0 && b === 0 && c === 0 && d === 0x0c;
}

function checkItem(source: ByteSource, tag: number, valueStart: number, length: number): void {
  if (tag !== ITEM || length === 0xffffffff)
    throw new IsocenterError('dicom/bad-length', { tag: formatTag(tag), length });
  const needed = valueStart + length - source.size;
  if (needed > 0) throw new IsocenterError('dicom/truncated', { offset: source.size, needed });
}

/** Item headers, read a window at a time. */
class Window {
  readonly #source: ByteSource;
  #bytes: Uint8Array = new Uint8Array(0);
  #start = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  async header(at: number): Promise<{ tag: number; length: number }> {
    if (at < this.#start || at + HEADER > this.#start + this.#bytes.length) {
      const end = Math.min(at + WINDOW, this.#source.size);
      this.#bytes = await readExactly(this.#source, at, Math.max(HEADER, end - at));
      this.#start = at;
    }
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset + at - this.#start, HEADER);
    const tag = view.getUint16(0, true) * 0x10000 + view.getUint16(2, true);
    return { tag, length: view.getUint32(4, true) };
  }
}
