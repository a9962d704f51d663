import { IsocenterError } from '../base/index.ts';
import { defaultCharacterSet, type SpecificCharacterSet, specificCharacterSet } from './charset/index.ts';
import { elementOf, tagOf } from './dictionary/elements.ts';
import { tags } from './dictionary/tags.generated.ts';
import { Element } from './element.ts';
import { readFirstNumber, readFirstString } from './read-first.ts';
import { type Encoding, implicitLittleEndian, Source } from './source.ts';
import { formatTag, isPrivate, privateCreatorTag, type Tag } from './tag.ts';
import { toValue } from './to-value.ts';
import type { Value, ValueInput } from './value.ts';
import { numbersOf, stringsOf } from './value-views.ts';
import { isText, type Vr, vrOf } from './vr.ts';

const noBytes = new Source(new Uint8Array(0));

/** What `Dataset.of` takes for an element: a value, several, or items. Undefined and null leave the value empty. */
export type PlainValue = ValueInput | readonly PlainDataset[] | null | undefined;
export interface PlainDataset {
  readonly [keyword: string]: PlainValue;
}

/** Where an item lies in its source, to be written as it was read. */
export interface ItemSpan {
  readonly start: number;
  readonly end: number;
  readonly undefinedLength: boolean;
}

/**
 * A data set or an item of a sequence. Read ones point into the bytes they came from; nothing is decoded before it is
 * asked for, and what is not changed is written byte for byte. Iterates in tag order.
 */
export class Dataset implements Iterable<Element> {
  readonly source: Source;
  readonly encoding: Encoding;
  readonly parent: Dataset | undefined;
  /** Sequences around this one. */
  readonly depth: number;
  /** Set by the parser for items. */
  span: ItemSpan | undefined;
  /** What follows the last element and is none: bytes that writing keeps. */
  trailing: Uint8Array | undefined;
  /** Why reading ended early, where `tolerant` allowed it. */
  damage: IsocenterError | undefined;
  /** As read (or in tag order). */
  #elements: Element[] = [];
  /** In tag order: the same array where elements came in order, undefined where that is to be done. */
  #sorted: readonly Element[] | undefined = this.#elements;
  #changed = false;
  #characterSet: SpecificCharacterSet | undefined;

  constructor(source: Source = noBytes, encoding: Encoding = implicitLittleEndian, parent?: Dataset) {
    this.source = source;
    this.encoding = encoding;
    this.parent = parent;
    this.depth = parent ? parent.depth + 1 : 0;
  }

  /** Builds a data set by keyword; VRs come from the dictionary. Unknown keywords: `input/invalid`. */
  static of(plain: PlainDataset): Dataset {
    const dataset = new Dataset();
    for (const [keyword, value] of Object.entries(plain)) dataset.#setPlain(keyword, value);
    return dataset;
  }

  #setPlain(keyword: string, value: PlainValue): void {
    const tag = tagOf(keyword);
    const vr = tag === undefined ? undefined : elementOf(tag)?.vr;
    if (tag === undefined || !vr) {
      throw new IsocenterError('input/invalid', {
        reason: `${keyword} is no keyword of the data dictionary`,
      });
    }
    const values = vr.kind === 'sequence' && Array.isArray(value) ? value.map(asItem) : value;
    this.set(tag, vr, (values ?? []) as ValueInput);
  }

  get isEmpty(): boolean {
    return this.#elements.length === 0;
  }

  /** Count of elements at this level, duplicates included. */
  get length(): number {
    return this.#elements.length;
  }

  /** The character set that text is read in: its own (0008,0005) as read, or that of the data set around it. */
  get characterSet(): SpecificCharacterSet {
    this.#characterSet ??= this.declaredCharacterSet ?? this.parent?.characterSet ?? defaultCharacterSet;
    return this.#characterSet;
  }

  /** What (0008,0005) says now, which is what text is written in; undefined where there is none. */
  get declaredCharacterSet(): SpecificCharacterSet | undefined {
    return this.has(tags.SpecificCharacterSet)
      ? specificCharacterSet(this.strings(tags.SpecificCharacterSet))
      : undefined;
  }

  /** Whether Pixel Representation, here or around, says signed: it decides between US and SS (PS3.5 A.1). */
  get hasSignedPixels(): boolean {
    return (this.number(tags.PixelRepresentation) ?? (this.parent?.hasSignedPixels ? 1 : 0)) === 1;
  }

  [Symbol.iterator](): Iterator<Element> {
    return this.#inTagOrder()[Symbol.iterator]();
  }

  /** In the order read, duplicates included; the writer's order. */
  inReadingOrder(): readonly Element[] {
    return this.#elements;
  }

  get(tag: Tag): Element | undefined {
    const at = this.#indexOf(tag);
    return at < 0 ? undefined : this.#inTagOrder()[at];
  }

  has(tag: Tag): boolean {
    return this.#indexOf(tag) >= 0;
  }

  /** The first value as text, decoded, without padding; undefined when absent, empty, or not text or number. */
  string(tag: Tag): string | undefined {
    const element = this.get(tag);
    if (!element) return undefined;
    if (isText(element.vr) && !element.cachedValue) return readFirstString(element);
    return stringsOf(element.value)[0] || undefined;
  }

  /** All values as text; an absent or empty element has none. */
  strings(tag: Tag): readonly string[] {
    const element = this.get(tag);
    return element ? stringsOf(element.value) : [];
  }

  /** The first value as a number, also of DS and IS; undefined when absent, empty or not a number. */
  number(tag: Tag): number | undefined {
    const element = this.get(tag);
    if (!element) return undefined;
    return element.cachedValue ? numbersOf(element.value)[0] : readFirstNumber(element);
  }

  /** All values as numbers; values that are none are left out. */
  numbers(tag: Tag): readonly number[] {
    const element = this.get(tag);
    return element ? numbersOf(element.value) : [];
  }

  /** The items of a sequence; none where it is absent or no sequence. */
  items(tag: Tag): readonly Dataset[] {
    const value = this.get(tag)?.value;
    return value?.kind === 'items' ? value.items : [];
  }

  /**
   * The value as bytes: of binary VRs in little endian, of others as they are in the source. A view where it can be;
   * undefined when absent or set as something else.
   */
  bytes(tag: Tag): Uint8Array | undefined {
    const element = this.get(tag);
    if (element?.vr.kind !== 'bytes') return element?.rawBytes;
    return element.value.kind === 'bytes' ? element.value.bytes : element.rawBytes;
  }

  /** The value of the private creator that owns a private element. */
  creatorOf(tag: Tag): string | undefined {
    const creator = privateCreatorTag(tag);
    return creator === undefined ? undefined : this.string(creator);
  }

  /**
   * Sets an element, in tag order. A private element needs its creator element set as well.
   * Values that the VR does not hold: `dicom/bad-value`.
   */
  set(tag: Tag, vr: Vr | string, value: ValueInput): this {
    const row = typeof vr === 'string' ? vrOf(vr) : vr;
    if (!row)
      throw new IsocenterError('dicom/bad-value', {
        tag: formatTag(tag),
        vr: String(vr),
        reason: 'no such VR',
      });
    const converted = row.kind === 'sequence' ? toItems(tag, value) : toValue(tag, row, value);
    this.#put(Element.of(this, tag, row, converted));
    return this;
  }

  delete(tag: Tag): boolean {
    if (!this.has(tag)) return false;
    this.#change();
    const isSorted = this.#sorted === this.#elements;
    this.#elements = this.#elements.filter((element) => element.tag !== tag);
    this.#sorted = isSorted ? this.#elements : undefined;
    return true;
  }

  /** Whether nothing was set or deleted, in items neither: its bytes may be copied. */
  get isUnchanged(): boolean {
    return !this.#changed && this.#elements.every((element) => element.isUnchanged);
  }

  /** For the parser: appends an element read. Offsets are those of `Element`. */
  append(
    tag: Tag,
    writtenVr: Vr | undefined,
    start: number,
    valueStart: number,
    valueEnd: number,
    undefinedLength: boolean,
  ): void {
    const elements = this.#elements;
    if (elements.length > 0 && elements[elements.length - 1]!.tag >= tag) this.#sorted = undefined;
    elements.push(new Element(this, tag, writtenVr, start, valueStart, valueEnd, undefinedLength));
    if (tag === tags.SpecificCharacterSet) this.#characterSet = undefined;
  }

  /** For the parser: an item of one of its sequences, still empty. */
  newItem(encoding: Encoding): Dataset {
    return new Dataset(this.source, encoding, this);
  }

  /** What was read stays readable when (0008,0005) changes. */
  #change(): void {
    this.#changed = true;
    this.#characterSet = this.characterSet;
  }

  #put(element: Element): void {
    this.#change();
    const elements = this.#elements;
    const at = this.#sorted === elements ? this.#indexOf(element.tag) : linearIndexOf(elements, element.tag);
    if (at >= 0) elements[at] = element;
    else elements.splice(-at - 1, 0, element);
    if (this.#sorted !== elements) this.#sorted = undefined;
  }

  #inTagOrder(): readonly Element[] {
    this.#sorted ??= sorted(this.#elements);
    return this.#sorted;
  }

  /** Index in tag order; where absent, minus one minus the index it would have. */
  #indexOf(tag: Tag): number {
    const elements = this.#inTagOrder();
    let low = 0;
    let high = elements.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = elements[middle]!.tag;
      if (found === tag) return middle;
      if (found < tag) low = middle + 1;
      else high = middle - 1;
    }
    return -low - 1;
  }

  /** What the dictionary says, private creators of this data set considered. */
  entryOf(tag: Tag): ReturnType<typeof elementOf> {
    return elementOf(tag, isPrivate(tag) ? this.creatorOf(tag) : undefined);
  }
}

/** Of duplicates, the last one counts. */
function sorted(elements: readonly Element[]): Element[] {
  const byTag = new Map(elements.map((element) => [element.tag, element]));
  return [...byTag.values()].sort((a, b) => a.tag - b.tag);
}

/** Where a tag stands, or would, among elements that need not be in order. */
function linearIndexOf(elements: readonly Element[], tag: Tag): number {
  const at = elements.findLastIndex((other) => other.tag === tag);
  if (at >= 0) return at;
  const next = elements.findIndex((other) => other.tag > tag);
  return -(next < 0 ? elements.length : next) - 1;
}

function toItems(tag: Tag, input: ValueInput): Value {
  const items = Array.isArray(input) ? input : [input];
  if (items.every((item) => item instanceof Dataset)) return { kind: 'items', items };
  throw new IsocenterError('dicom/bad-value', { tag: formatTag(tag), vr: 'SQ', reason: 'not all are items' });
}

const asItem = (item: unknown): Dataset =>
  item instanceof Dataset ? item : Dataset.of(item as PlainDataset);
