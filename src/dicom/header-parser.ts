import { IsocenterError } from '../base/index.ts';
import { Dataset } from './dataset.ts';
import { Inflater } from './deflate.ts';
import { tags } from './dictionary/tags.generated.ts';
import { type FileHead, readFileHead } from './file-head.ts';
import { GrowingBuffer } from './growing-buffer.ts';
import { LevelParser } from './level-parser.ts';
import { limits } from './limits.ts';
import { damageOf } from './read-level.ts';
import { Source } from './source.ts';
import type { Tag } from './tag.ts';
import { requireTransferSyntax, type TransferSyntax } from './transfer-syntax.ts';
import { VR, type Vr, type VrCode } from './vr.ts';

/** A data set as it comes over the network, or a file with its preamble and meta group. */
export type HeaderParserOptions =
  | {
      readonly transferSyntaxUid: string;
      /** Chunks are valid during `push` only: the header is copied out of them. */
      readonly lent?: boolean;
    }
  | { readonly file: true };

/** An element too long to be kept: its value lies at `offset` of the bytes pushed (inflated, where they are deflated). */
export interface OmittedElement {
  readonly tag: Tag;
  readonly offset: number;
  readonly length: number;
}

/** What stands before the pixel data. Offsets count the bytes pushed. */
export interface Header {
  readonly dataset: Dataset;
  /** Files only: group 0002, empty where the file has none. */
  readonly meta: Dataset | undefined;
  readonly transferSyntaxUid: string;
  /** Where the data set begins: 0, or after the meta group. */
  readonly dataSetOffset: number;
  /** Which of the three elements holds pixels (PS3.3 C.7.6.24), and its VR; undefined where there is none. */
  readonly pixelData: { readonly tag: Tag; readonly vr: VrCode } | undefined;
  /** Where the pixel data element begins; undefined where there is none, or where the data set is deflated. */
  readonly pixelDataOffset: number | undefined;
  /** Where the pixel data element ends by the length it announces; undefined where that is, or the offset is. */
  readonly pixelDataEnd: number | undefined;
  /** Where the first item of encapsulated pixel data begins; undefined where there is none, or the offset is. */
  readonly fragmentsOffset: number | undefined;
  readonly hasPixelData: boolean;
  /** Values over `limits.bulkBytes`, which are not in `dataset`. */
  readonly omitted: readonly OmittedElement[];
}

/**
 * Reads the header from a stream as it passes. A header that comes in one chunk is a view of that chunk, which must not
 * be written to while the header is in use (unless it is only lent); chunks are copied where the header spans several.
 *
 * Errors: those of `parseDataset`.
 */
export class HeaderParser {
  readonly #lent: boolean;
  #buffer = new GrowingBuffer(limits.headerBytes);
  readonly #omitted: OmittedElement[] = [];
  #syntax: TransferSyntax | undefined;
  #head: FileHead | undefined;
  #inflater: Inflater | undefined;
  #dataset: Dataset | undefined;
  #parser: LevelParser | undefined;
  /** Bytes of an omitted value still to come. */
  #toSkip = 0;
  /** Bytes that were passed by: offsets of the stream are that much larger than those of the buffer. */
  #dropped = 0;
  /** How many bytes the buffer must hold before going on is worthwhile. */
  #needed = 1;
  #header: Header | undefined;

  constructor(options: HeaderParserOptions) {
    this.#lent = 'lent' in options && options.lent === true;
    if ('transferSyntaxUid' in options) this.#begin(requireTransferSyntax(options.transferSyntaxUid));
  }

  /** Takes the next bytes. Undefined: more are needed. Once there is a header, further chunks are not looked at. */
  push(chunk: Uint8Array): Header | undefined {
    if (this.#header) return this.#header;
    if (!this.#inflater) return this.#take(chunk) ?? this.#keep();
    for (const piece of this.#inflater.push(chunk)) this.#take(piece);
    return this.#header;
  }

  /** There are no more bytes. A data set that ends inside an element: `dicom/truncated`. */
  end(): Header {
    if (!this.#header && !this.#syntax) this.#readHead(true);
    if (!this.#header && this.#inflater) for (const piece of this.#inflater.end()) this.#take(piece);
    if (!this.#header && this.#toSkip === 0) this.#readElements(true);
    if (this.#header) return this.#header;
    const needed = this.#toSkip || Math.max(1, this.#needed - this.#buffer.length);
    throw new IsocenterError('dicom/truncated', { offset: this.#buffer.length + this.#dropped, needed });
  }

  #keep(): undefined {
    if (this.#lent) this.#buffer.own();
  }

  #begin(syntax: TransferSyntax): void {
    this.#syntax = syntax;
    if (syntax.deflated) this.#inflater = new Inflater(limits.inflatedBytes);
  }

  #take(bytes: Uint8Array): Header | undefined {
    const rest = this.#skip(bytes);
    if (rest.length === 0 || this.#header) return this.#header;
    this.#buffer.append(rest);
    if (this.#buffer.length < this.#needed) return undefined;
    if (this.#syntax || this.#readHead(false)) this.#readElements(false);
    return this.#header;
  }

  #skip(bytes: Uint8Array): Uint8Array {
    const skipped = Math.min(this.#toSkip, bytes.length);
    this.#toSkip -= skipped;
    this.#dropped += skipped;
    return skipped === 0 ? bytes : bytes.subarray(skipped);
  }

  /** False where the head is not complete, or where all that follows it has been inflated and read. */
  #readHead(atEnd: boolean): boolean {
    const { bytes, length } = this.#buffer;
    const head = readFileHead(new Source(bytes), length, atEnd);
    if (typeof head === 'number') {
      this.#needed = head;
      return false;
    }
    this.#head = head;
    this.#begin(head.syntax);
    if (!this.#inflater) return true;
    this.#buffer = new GrowingBuffer(limits.headerBytes);
    this.#needed = 1;
    this.push(bytes.subarray(head.dataSetOffset, length));
    return false;
  }

  #readElements(atEnd: boolean): void {
    const { bytes, length } = this.#buffer;
    this.#dataset ??= new Dataset(new Source(bytes), this.#syntax!);
    this.#dataset.source.move(bytes);
    this.#parser ??= new LevelParser(
      this.#dataset,
      this.#inflater ? 0 : (this.#head?.dataSetOffset ?? 0),
      reading,
    );
    let progress = this.#parser.run(length);
    while (progress === 'bulk' && this.#omit(this.#parser)) progress = this.#parser.run(this.#buffer.length);
    if (progress === 'pixelData' || (progress === 'end' && atEnd)) this.#finish(progress === 'pixelData');
    else if (progress === 'end') this.#needed = length + 1;
    else if (progress === 'more') this.#needed = this.#parser.needed;
    else if (progress !== 'bulk') throw damageOf(this.#parser, progress, length);
  }

  /** Passes a long value by. True where all of it is in the buffer already: reading goes on after it. */
  #omit(parser: LevelParser): boolean {
    const { tag, valueStart, length } = parser.header;
    this.#omitted.push({ tag, offset: valueStart + this.#dropped, length });
    const end = valueStart + length;
    if (end <= this.#buffer.length) {
      parser.position = end;
      return true;
    }
    this.#toSkip = end - this.#buffer.length;
    this.#dropped += this.#buffer.length - parser.position;
    this.#buffer.cut(parser.position);
    this.#needed = parser.position + 1;
    return false;
  }

  #finish(hasPixelData: boolean): void {
    const dataset = this.#dataset!;
    const { position, header } = this.#parser!;
    const hasOffset = hasPixelData && !this.#inflater;
    const valueOffset = header.valueStart + this.#dropped;
    dataset.source.textEnd = position;
    if (this.#lent && !this.#inflater) dataset.source.own(position);
    this.#header = {
      dataset,
      meta: this.#head?.meta,
      transferSyntaxUid: this.#syntax!.uid,
      dataSetOffset: this.#head?.dataSetOffset ?? 0,
      pixelDataOffset: hasOffset ? position + this.#dropped : undefined,
      pixelDataEnd: hasOffset && !header.hasUndefinedLength ? valueOffset + header.length : undefined,
      fragmentsOffset: hasOffset && header.hasUndefinedLength ? valueOffset : undefined,
      hasPixelData,
      pixelData: hasPixelData ? { tag: header.tag, vr: (header.vr ?? pixelVr(header.tag)).code } : undefined,
      omitted: this.#omitted,
    };
  }
}

/** In implicit VR, pixel data is OW (PS3.5 A.1); the others have one VR only. */
function pixelVr(tag: Tag): Vr {
  if (tag === tags.PixelData) return VR.OW;
  return tag === tags.FloatPixelData ? VR.OF : VR.OD;
}

const reading = { stopAtPixelData: true, bulkBytes: limits.bulkBytes };
