import { IsocenterError } from '../base/index.ts';
import { Dataset } from './dataset.ts';
import { type FileHead, readFileHead } from './file.ts';
import { GrowingBuffer } from './growing-buffer.ts';
import { inflateRaw } from './inflate.ts';
import { LevelParser } from './level-parser.ts';
import { limits } from './limits.ts';
import { Source } from './source.ts';
import { formatTag, type Tag } from './tag.ts';
import { requireTransferSyntax, type TransferSyntax } from './transfer-syntax.ts';

/** A data set as it comes over the network, or a file with its preamble and meta group. */
export type HeaderParserOptions = { readonly transferSyntaxUid: string } | { readonly file: true };

/** An element too long to be kept: its value lies at `offset` of the bytes pushed. */
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
  /** Where the pixel data element begins; undefined where there is none, or where the data set is deflated. */
  readonly pixelDataOffset: number | undefined;
  readonly hasPixelData: boolean;
  /** Values over `limits.bulkBytes`, which are not in `dataset`. */
  readonly omitted: readonly OmittedElement[];
}

/** First try at inflating, in compressed bytes; each further one when four times as many are there. */
const firstInflation = 16 * 1024;

/**
 * Reads the header from a stream as it passes. A header that comes in one chunk is a view of that chunk, which must not
 * be written to while the header is in use; chunks are copied only where the header spans several.
 *
 * Errors: those of `parseDataset`.
 */
export class HeaderParser {
  readonly #buffer = new GrowingBuffer(limits.headerBytes);
  readonly #omitted: OmittedElement[] = [];
  #syntax: TransferSyntax | undefined;
  #head: FileHead | undefined;
  #source: Source | undefined;
  #dataset: Dataset | undefined;
  #parser: LevelParser | undefined;
  /** Bytes of an omitted value still to come. */
  #toSkip = 0;
  /** Bytes pushed that the buffer does not hold: offsets of the stream are that much larger. */
  #dropped = 0;
  #needed = 1;
  #header: Header | undefined;

  constructor(options: HeaderParserOptions) {
    if ('transferSyntaxUid' in options) this.#syntax = requireTransferSyntax(options.transferSyntaxUid);
  }

  /** Takes the next bytes. Undefined: more are needed. Once there is a header, further chunks are not looked at. */
  push(chunk: Uint8Array): Header | undefined {
    if (this.#header) return this.#header;
    const rest = this.#skip(chunk);
    if (rest.length === 0) return undefined;
    this.#buffer.append(rest);
    if (this.#buffer.length < this.#needed) return undefined;
    this.#header = this.#read(false);
    return this.#header;
  }

  /** There are no more bytes. A data set that ends inside an element: `dicom/truncated`. */
  end(): Header {
    this.#header ??= this.#toSkip > 0 ? this.#truncated(this.#toSkip) : this.#read(true);
    return this.#header ?? this.#truncated(this.#needed - this.#buffer.length);
  }

  #skip(chunk: Uint8Array): Uint8Array {
    const skipped = Math.min(this.#toSkip, chunk.length);
    this.#toSkip -= skipped;
    this.#dropped += skipped;
    return skipped === 0 ? chunk : chunk.subarray(skipped);
  }

  #read(atEnd: boolean): Header | undefined {
    const source = this.#currentSource();
    if (!this.#syntax && !this.#readHead(source, atEnd)) return undefined;
    return this.#syntax!.deflated ? this.#readDeflated(atEnd) : this.#readElements(source, atEnd);
  }

  #currentSource(): Source {
    this.#source ??= new Source(this.#buffer.bytes);
    this.#source.move(this.#buffer.bytes);
    return this.#source;
  }

  #readHead(source: Source, atEnd: boolean): boolean {
    const head = readFileHead(source, this.#buffer.length, atEnd);
    if (typeof head === 'number') {
      this.#needed = head;
      return false;
    }
    this.#head = head;
    this.#syntax = head.syntax;
    this.#needed = head.dataSetOffset + 8;
    return true;
  }

  #readElements(source: Source, atEnd: boolean): Header | undefined {
    this.#dataset ??= new Dataset(source, this.#syntax!);
    this.#parser ??= new LevelParser(this.#dataset, this.#head?.dataSetOffset ?? 0, {
      stopAtPixelData: true,
      bulkBytes: limits.bulkBytes,
    });
    for (;;) {
      const progress = this.#parser.run(this.#buffer.length);
      if (progress === 'pixelData') return this.#finish(source, this.#parser.position + this.#dropped);
      if (progress === 'end')
        return atEnd ? this.#finish(source, undefined) : this.#wait(this.#buffer.length + 1);
      if (progress === 'more') return this.#wait(this.#parser.needed);
      if (progress !== 'bulk') throw badDelimiter(this.#parser);
      if (!this.#omit(this.#parser)) return undefined;
    }
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

  #readDeflated(atEnd: boolean): Header | undefined {
    const start = this.#head?.dataSetOffset ?? 0;
    const compressed = this.#buffer.bytes.subarray(start, this.#buffer.length);
    if (!atEnd && compressed.length < firstInflation) return this.#wait(start + firstInflation);
    const plain = inflateRaw(compressed, atEnd ? limits.inflatedBytes : limits.headerBytes, !atEnd);
    const source = new Source(plain);
    const dataset = new Dataset(source, this.#syntax!);
    this.#dataset = dataset;
    const parser = new LevelParser(dataset, 0, { stopAtPixelData: true });
    const progress = parser.run(plain.length);
    source.textEnd = parser.position;
    if (progress === 'pixelData') return this.#result(undefined, true);
    if (progress === 'end' && atEnd) return this.#result(undefined, false);
    if (progress === 'itemEnd' || progress === 'sequenceEnd') throw badDelimiter(parser);
    return this.#wait(start + compressed.length * 4);
  }

  #finish(source: Source, pixelDataOffset: number | undefined): Header {
    source.textEnd = this.#parser!.position;
    return this.#result(pixelDataOffset, pixelDataOffset !== undefined);
  }

  #result(pixelDataOffset: number | undefined, hasPixelData: boolean): Header {
    return {
      dataset: this.#dataset!,
      meta: this.#head?.meta,
      transferSyntaxUid: this.#syntax!.uid,
      dataSetOffset: this.#head?.dataSetOffset ?? 0,
      pixelDataOffset,
      hasPixelData,
      omitted: this.#omitted,
    };
  }

  #wait(needed: number): undefined {
    this.#needed = needed;
  }

  #truncated(needed: number): never {
    throw new IsocenterError('dicom/truncated', {
      offset: this.#buffer.length + this.#dropped,
      needed: Math.max(1, needed),
    });
  }
}

const badDelimiter = ({ header }: LevelParser): IsocenterError =>
  new IsocenterError('dicom/bad-length', { tag: formatTag(header.tag), length: header.length });
