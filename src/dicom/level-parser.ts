import { IsocenterError } from '../base/index.ts';
import type { Dataset } from './dataset.ts';
import { ElementHeader } from './element-header.ts';
import { itemTags, undefinedLength } from './item-tags.ts';
import { limits } from './limits.ts';
import { dictionaryVr } from './resolve-vr.ts';
import { implicitLittleEndian } from './source.ts';
import type { Tag } from './tag.ts';
import { VR } from './vr.ts';
import { SequenceWalker } from './walker.ts';

/**
 * Why a `LevelParser` came back: it needs more bytes; all were read; or it stands before what ends an item or a sequence,
 * before pixel data, a value too long to keep, or an element of another group.
 */
export type Progress = 'more' | 'end' | 'itemEnd' | 'sequenceEnd' | 'pixelData' | 'bulk' | 'otherGroup';

export interface LevelOptions {
  /** Stop before (7FE0,0008) float, (7FE0,0009) double float and (7FE0,0010) pixel data. */
  readonly stopAtPixelData?: boolean;
  /** Stop before a value longer than this. */
  readonly bulkBytes?: number;
  /** Stop before an element of another group. */
  readonly onlyGroup?: number;
}

/** Reads the elements of one level: of a data set, or of an item. */
export class LevelParser {
  /** Offset of the next element. */
  position: number;
  /** With 'more': how far the bytes must reach before going on is worthwhile. */
  needed = 0;
  /** With 'bulk', 'pixelData' and 'more': the element that stands at `position`. */
  readonly header = new ElementHeader();
  readonly #dataset: Dataset;
  readonly #stopAtPixelData: boolean;
  readonly #bulkBytes: number;
  readonly #onlyGroup: number | undefined;
  #walker: SequenceWalker | undefined;

  constructor(dataset: Dataset, position: number, options: LevelOptions = {}) {
    this.#dataset = dataset;
    this.position = position;
    this.#stopAtPixelData = options.stopAtPixelData ?? false;
    this.#bulkBytes = options.bulkBytes ?? Number.POSITIVE_INFINITY;
    this.#onlyGroup = options.onlyGroup;
  }

  /** Reads as far as the bytes go. */
  run(available: number): Progress {
    const { source, encoding } = this.#dataset;
    const { header } = this;
    while (this.position < available) {
      if (this.position + 8 > available) return this.#more(this.position + 8);
      const headerEnd = header.read(source, this.position, available, encoding);
      if (header.tag === itemTags.itemEnd) return 'itemEnd';
      if (header.tag === itemTags.sequenceEnd) return 'sequenceEnd';
      if (this.#onlyGroup !== undefined && header.tag >>> 16 !== this.#onlyGroup) return 'otherGroup';
      if (headerEnd > available) return this.#more(headerEnd);
      if (this.#stopAtPixelData && isPixelData(header.tag)) return 'pixelData';
      if (header.length === undefinedLength) {
        if (!this.#readUndefined(available)) return 'more';
      } else {
        const end = header.valueStart + header.length;
        if (header.length > this.#bulkBytes && !this.#isSequence()) return 'bulk';
        if (end > available) return this.#more(end);
        this.#append(end, false);
        this.position = end;
      }
    }
    return 'end';
  }

  /** Appends the element that the bytes end in, as far as its value goes; one of undefined length has no value yet. */
  appendCut(available: number): void {
    const { tag, valueStart, length } = this.header;
    const isHeaderRead = valueStart > this.position && valueStart <= available && !isStructure(tag);
    if (!isHeaderRead || length === undefinedLength) return;
    this.#append(available, false);
    this.position = available;
  }

  #isSequence(): boolean {
    const { vr, tag } = this.header;
    return (vr === undefined || vr === VR.UN ? dictionaryVr(tag, this.#dataset) : vr) === VR.SQ;
  }

  #more(needed: number): 'more' {
    this.needed = needed;
    return 'more';
  }

  #readUndefined(available: number): boolean {
    const { header } = this;
    const { source, encoding, depth } = this.#dataset;
    const inside = header.vr === VR.UN ? implicitLittleEndian : encoding;
    this.#walker ??= new SequenceWalker(source, header.valueStart, inside, depth);
    if (!this.#walker.run(available)) {
      this.needed = this.#walker.needed;
      return false;
    }
    this.#append(this.#walker.valueEnd, true);
    this.position = this.#walker.position;
    this.#walker = undefined;
    return true;
  }

  #append(valueEnd: number, isUndefined: boolean): void {
    const { tag, vr, valueStart } = this.header;
    const dataset = this.#dataset;
    dataset.append(tag, vr, this.position, valueStart, valueEnd, isUndefined);
    if (dataset.length > limits.elements) {
      const value = dataset.length;
      throw new IsocenterError('dicom/limit', { what: 'Element count', value, limit: limits.elements });
    }
  }
}

const isStructure = (tag: Tag): boolean => tag === itemTags.itemEnd || tag === itemTags.sequenceEnd;

/** (7FE0,0008) float, (7FE0,0009) double float and (7FE0,0010) pixel data. */
const isPixelData = (tag: Tag): boolean => tag === 0x7fe00010 || tag === 0x7fe00008 || tag === 0x7fe00009;
