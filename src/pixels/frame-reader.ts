import { IsocenterError } from '../base/index.ts';
import {
  type Header,
  HeaderParser,
  inflateRaw,
  limits,
  requireTransferSyntax,
  swapped,
  tags,
  transferSyntax,
  transferSyntaxOf,
  vrOf,
} from '../dicom/index.ts';
import { type ByteSource, bytesInMemory, readExactly } from './byte-source.ts';
import {
  type FragmentIndex,
  groupFragments,
  indexFragments,
  itemAt,
  readFragments,
  type Span,
} from './fragments.ts';
import { checkLimit, frameBits, type ImagePixel, readImagePixel } from './image-pixel.ts';
import { pixelLimits } from './limits.ts';

/** A frame as it is stored, and what it takes to decode it. Plain data: workers get it. */
export interface StoredFrame {
  readonly bytes: Uint8Array;
  readonly transferSyntaxUid: string;
  readonly image: ImagePixel;
}

/** The frames of an instance, as they are stored: compressed ones are not decoded. */
export interface FrameReader {
  readonly image: ImagePixel;
  readonly transferSyntaxUid: string;
  /**
   * One frame, counted from 0. Compressed: the codestream. Native: its bytes in little endian, beginning at a byte.
   * Beyond the last: `pixels/no-frame`. Damage: `dicom/truncated`, `dicom/bad-length`, `pixels/bad`.
   * @param take gives memory for native frames, which otherwise belongs to the caller.
   */
  read(frame: number, take?: (length: number) => Uint8Array): Promise<Uint8Array>;
  /** Where the pixel data element ends in the source. */
  end(): Promise<number>;
}

/**
 * Looks at the element that follows a header in its source. A deflated data set is inflated as a whole, up to
 * `limits.inflatedBytes`. No pixel data: `pixels/none`. Errors of the description: those of `readImagePixel`.
 */
export async function openFrames(source: ByteSource, header: Header): Promise<FrameReader> {
  const { pixelDataOffset, transferSyntaxUid } = header;
  if (transferSyntaxOf(transferSyntaxUid)?.deflated) return openDeflated(source, header);
  if (pixelDataOffset === undefined) throw new IsocenterError('pixels/none');
  const image = readImagePixel(header.dataset, header.pixelData?.tag);
  if (header.fragmentsOffset !== undefined)
    return new EncapsulatedFrames(source, header, image, header.fragmentsOffset);
  const { explicitVr, littleEndian } = requireTransferSyntax(transferSyntaxUid);
  const start = pixelDataOffset + (explicitVr ? 12 : 8);
  const swap = littleEndian ? 1 : (vrOf(header.pixelData?.vr ?? 'OW')?.size ?? 1);
  const span = { start, length: header.pixelDataEnd! - start };
  return new NativeFrames(source, transferSyntaxUid, image, swap, span);
}

async function openDeflated(source: ByteSource, { dataSetOffset }: Header): Promise<FrameReader> {
  const deflated = await readExactly(source, dataSetOffset, source.size - dataSetOffset);
  const bytes = inflateRaw(deflated, limits.inflatedBytes);
  const parser = new HeaderParser({ transferSyntaxUid: transferSyntax.explicitVrLittleEndian.uid });
  return openFrames(bytesInMemory(bytes), parser.push(bytes) ?? parser.end());
}

/** PS3.5 8.1.1: frames follow each other without a gap; those of one bit samples share bytes. */
class NativeFrames implements FrameReader {
  readonly image: ImagePixel;
  readonly transferSyntaxUid: string;
  readonly #source: ByteSource;
  /** Bytes of the units that a big endian source has turned round; 1 where nothing is to be done. */
  readonly #swap: number;
  readonly #span: Span;

  constructor(source: ByteSource, uid: string, image: ImagePixel, swap: number, span: Span) {
    this.#source = source;
    this.transferSyntaxUid = uid;
    this.image = image;
    this.#swap = swap;
    this.#span = span;
  }

  async read(frame: number, take?: (length: number) => Uint8Array): Promise<Uint8Array> {
    checkFrame(frame, this.image);
    const bits = frameBits(this.image);
    const firstBit = frame * bits;
    const start = Math.floor(firstBit / 8);
    const end = Math.ceil((firstBit + bits) / 8);
    // What is swapped in units of several bytes is read in whole ones.
    const from = start - (start % this.#swap);
    const to = Math.min(this.#span.length, end + ((this.#swap - (end % this.#swap)) % this.#swap));
    if (to < end)
      throw new IsocenterError('dicom/truncated', { offset: this.#span.length, needed: end - to });
    const read = await readExactly(this.#source, this.#span.start + from, to - from, take);
    const native = this.#swap === 1 ? read : swapped(read, this.#swap);
    const bytes = native.subarray(start - from, end - from);
    return this.image.bitsAllocated === 1 ? alignedBits(bytes, firstBit % 8, bits) : bytes;
  }

  async end(): Promise<number> {
    return this.#span.start + this.#span.length;
  }
}

/** `bits` bits from an offset within the first byte on, lowest bit first, the rest of the last byte 0. */
function alignedBits(bytes: Uint8Array, offset: number, bits: number): Uint8Array {
  const aligned = new Uint8Array(Math.ceil(bits / 8));
  for (let i = 0; i < aligned.length; i++)
    aligned[i] = (bytes[i]! >>> offset) | ((bytes[i + 1] ?? 0) << (8 - offset));
  if (bits % 8 > 0) aligned[aligned.length - 1]! &= (1 << (bits % 8)) - 1;
  return aligned;
}

class EncapsulatedFrames implements FrameReader {
  readonly image: ImagePixel;
  readonly transferSyntaxUid: string;
  readonly #source: ByteSource;
  readonly #header: Header;
  /** Of the basic offset table, which is always there, though often empty. */
  readonly #start: number;
  #table: Promise<OffsetTable | undefined> | undefined;
  #index: Promise<FragmentIndex> | undefined;
  #groups: Promise<Span[][]> | undefined;

  constructor(source: ByteSource, header: Header, image: ImagePixel, start: number) {
    this.#source = source;
    this.transferSyntaxUid = compressionOf(header);
    this.#header = header;
    this.image = image;
    this.#start = start;
  }

  async read(frame: number): Promise<Uint8Array> {
    checkFrame(frame, this.image);
    this.#table ??= readOffsetTable(this.#source, this.#header, this.image, this.#start);
    const table = await this.#table;
    const spans = (table && (await this.#byTable(table, frame))) ?? (await this.#grouped())[frame]!;
    return readFragments(this.#source, spans);
  }

  async end(): Promise<number> {
    return (await this.#fragments()).end;
  }

  /** Undefined where the table does not point at items: such tables exist, and the fragments can do without. */
  async #byTable({ offsets, lengths, base }: OffsetTable, frame: number): Promise<Span[] | undefined> {
    const start = base + offsets[frame]!;
    try {
      if (lengths) {
        const item = await itemAt(this.#source, start);
        return lengths[frame]! <= item.length ? [{ ...item, length: lengths[frame]! }] : undefined;
      }
      const end = frame + 1 < offsets.length ? base + offsets[frame + 1]! : undefined;
      return await itemsBetween(this.#source, start, end);
    } catch (error) {
      if (error instanceof IsocenterError && error.code.startsWith('dicom/')) return undefined;
      throw error;
    }
  }

  #fragments(): Promise<FragmentIndex> {
    this.#index ??= indexFragments(this.#source, this.#start);
    return this.#index;
  }

  #grouped(): Promise<Span[][]> {
    // The first item is the basic offset table.
    this.#groups ??= this.#fragments().then(({ fragments }) =>
      groupFragments(this.#source, fragments.slice(1), this.image.numberOfFrames),
    );
    return this.#groups;
  }
}

/** A data set that is written in another syntax than the meta group says may be compressed as that says. */
function compressionOf({ transferSyntaxUid, meta }: Header): string {
  if (transferSyntaxOf(transferSyntaxUid)?.encapsulated) return transferSyntaxUid;
  return meta?.string(tags.TransferSyntaxUID) ?? transferSyntaxUid;
}

/** Items from one offset to before another one, or to the delimiter. */
async function itemsBetween(source: ByteSource, start: number, end: number | undefined) {
  if (end === undefined) return (await indexFragments(source, start)).fragments as Span[];
  const spans: Span[] = [];
  for (let at = start; at < end; at = spans.at(-1)!.start + spans.at(-1)!.length)
    spans.push(await itemAt(source, at));
  return spans;
}

interface OffsetTable {
  /** Of the item of each frame, counted from `base`. */
  readonly offsets: readonly number[];
  /** Extended tables only: bytes of each frame, without padding. */
  readonly lengths?: readonly number[];
  readonly base: number;
}

/** The extended table (PS3.3 C.7.6.3.1.8), else the basic one; undefined where neither has all frames in order. */
async function readOffsetTable(source: ByteSource, header: Header, image: ImagePixel, start: number) {
  const basic = await itemAt(source, start);
  const base = basic.start + basic.length;
  const offsets = await longsOf(source, header, tags.ExtendedOffsetTable, image.numberOfFrames);
  const lengths = await longsOf(source, header, tags.ExtendedOffsetTableLengths, image.numberOfFrames);
  if (offsets && lengths && isAscending(offsets)) return { offsets, lengths, base };
  if (basic.length !== image.numberOfFrames * 4) return undefined;
  const bytes = await readExactly(source, basic.start, basic.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const short = Array.from({ length: image.numberOfFrames }, (_, i) => view.getUint32(i * 4, true));
  return isAscending(short) ? { offsets: short, base } : undefined;
}

/** A value of 64-bit numbers, one for each frame; long ones are not in the header. */
async function longsOf(source: ByteSource, { dataset, omitted }: Header, tag: number, count: number) {
  const far = omitted.find((each) => each.tag === tag);
  const bytes = far
    ? far.length === count * 8
      ? await readExactly(source, far.offset, far.length)
      : undefined
    : dataset.bytes(tag);
  if (bytes?.length !== count * 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: count }, (_, i) => Number(view.getBigUint64(i * 8, true)));
}

const isAscending = (offsets: readonly number[]): boolean =>
  offsets.every((offset, i) => i === 0 || offset > offsets[i - 1]!);

/** @throws IsocenterError `pixels/no-frame` beyond the last one, counted from 0. */
export function checkFrame(frame: number, { numberOfFrames }: ImagePixel): void {
  if (Number.isInteger(frame) && frame >= 0 && frame < numberOfFrames) return;
  throw new IsocenterError('pixels/no-frame', { frame: frame + 1, count: numberOfFrames });
}

/** Bytes of all frames, decoded, checked against what native pixel data can hold. */
export function totalLength(image: ImagePixel): number {
  const total = Math.ceil((frameBits(image) * image.numberOfFrames) / 8);
  checkLimit('The size of the pixel data', total, pixelLimits.pixelDataBytes);
  return total;
}
