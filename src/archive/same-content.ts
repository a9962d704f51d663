import type { Catalog, Version } from '../catalog/index.ts';
import {
  type Dataset,
  type Element,
  isGroupLength,
  parseDataset,
  transferSyntax,
  transferSyntaxOf,
  writeDataset,
} from '../dicom/index.ts';
import { type BlobStore, LOCAL_STORE } from '../store/index.ts';

/** A data set as it lies in the store, without its file head. */
export interface EncodedDataSet {
  readonly transferSyntaxUid: string;
  readonly bytes: Uint8Array;
}

/** Largest instance that is read to compare its elements, bytes; a larger one with other bytes is a conflict. */
const COMPARE_LIMIT = 256 * 1024 * 1024;

/** The data set of a stored version; undefined when it is too large or its bytes are not at hand. */
export async function readVersionDataSet(
  store: BlobStore,
  catalog: Catalog,
  { itemId, size, transferSyntaxUid }: Version,
): Promise<EncodedDataSet | undefined> {
  const location = (await catalog.locationsOf(itemId)).find((each) => each.store === LOCAL_STORE);
  if (!location || size > COMPARE_LIMIT || !store.exists(location.key)) return undefined;
  const chunks = await Array.fromAsync(store.read(location.key, { start: location.headLength }));
  return { bytes: Buffer.concat(chunks), transferSyntaxUid };
}

const EXPLICIT_LITTLE_ENDIAN = transferSyntax.explicitVrLittleEndian.uid;

/** Whether elements can be compared across two transfer syntaxes at all: pixel data must be native in both. */
export function isComparable(a: string, b: string): boolean {
  return a !== b && isNative(a) && isNative(b);
}

function isNative(transferSyntaxUid: string): boolean {
  return transferSyntaxOf(transferSyntaxUid)?.encapsulated === false;
}

/**
 * Whether two data sets hold the same elements, however they are encoded: byte order, explicit or implicit VR,
 * defined or undefined lengths and group lengths do not count.
 */
export function haveSameElements(a: EncodedDataSet, b: EncodedDataSet): boolean {
  return sameDataset(littleEndian(a), littleEndian(b));
}

function littleEndian({ bytes, transferSyntaxUid }: EncodedDataSet): Dataset {
  const dataset = parseDataset(bytes, transferSyntaxUid);
  if (transferSyntaxOf(transferSyntaxUid)?.littleEndian) return dataset;
  return parseDataset(writeDataset(dataset, EXPLICIT_LITTLE_ENDIAN), EXPLICIT_LITTLE_ENDIAN);
}

function sameDataset(a: Dataset, b: Dataset): boolean {
  const ofA = comparedElements(a);
  const ofB = comparedElements(b);
  return ofA.length === ofB.length && ofA.every((element, index) => sameElement(element, ofB[index]!));
}

function comparedElements(dataset: Dataset): Element[] {
  return [...dataset].filter(({ tag }) => !isGroupLength(tag));
}

function sameElement(a: Element, b: Element): boolean {
  if (a.tag !== b.tag) return false;
  const [valueA, valueB] = [a.value, b.value];
  if (valueA.kind === 'items' && valueB.kind === 'items') {
    const items = valueB.items;
    return (
      valueA.items.length === items.length && valueA.items.every((item, i) => sameDataset(item, items[i]!))
    );
  }
  // An unknown VR on one side (implicit VR, private element) still has the same bytes.
  return sameBytes(a.rawBytes, b.rawBytes);
}

function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a !== undefined && b !== undefined && Buffer.compare(a, b) === 0;
}
