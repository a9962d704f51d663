import { IsocenterError } from '../../base/index.ts';
import { elementOf } from '../dictionary/elements.ts';
import { type JsonDataset, type JsonElement, type JsonValue, jsonNameGroups } from '../json/model.ts';
import { vrOf } from '../vr.ts';
import { nameComponents } from './model.ts';
import { parseXml, type XmlElement } from './parse-xml.ts';

/**
 * The JSON model of what a document of the Native DICOM Model (PS3.19 A.1) says; `fromJson` makes a data set of it and
 * checks the values. @throws IsocenterError `dicom/bad-xml`, `dicom/limit`
 */
export async function fromXml(text: string): Promise<JsonDataset> {
  const root = await parseXml(text);
  if (root.name !== 'NativeDicomModel') throw bad(`it is a ${root.name}, not a NativeDicomModel`);
  return datasetOf(root);
}

const bad = (reason: string): IsocenterError => new IsocenterError('dicom/bad-xml', { reason });

function datasetOf({ children }: XmlElement): JsonDataset {
  const dataset: Record<string, JsonElement> = {};
  for (const child of children) {
    if (child.name !== 'DicomAttribute') throw bad(`a ${child.name} stands where attributes stand`);
    const tag = child.attributes.tag?.toUpperCase() ?? '';
    if (!/^[0-9A-F]{8}$/.test(tag)) throw bad('an attribute has no tag');
    const { privateCreator } = child.attributes;
    const place = privateCreator === undefined ? tag : inBlock(dataset, tag, privateCreator);
    dataset[place] = attributeOf(child, place);
  }
  return dataset;
}

/** Private elements come without the number of their block: that of their creator, or else the next free one. */
function inBlock(dataset: Record<string, JsonElement>, tag: string, creator: string): string {
  const [group, element] = [tag.slice(0, 4), tag.slice(6)];
  for (let block = FIRST_BLOCK; block <= LAST_BLOCK; block++) {
    const number = block.toString(16).toUpperCase();
    const reservation = `${group}00${number}`;
    dataset[reservation] ??= { vr: 'LO', Value: [creator] };
    if (dataset[reservation].Value?.[0] === creator) return `${group}${number}${element}`;
  }
  throw bad('a group has more private creators than blocks');
}

/** PS3.5 7.8.1. */
const [FIRST_BLOCK, LAST_BLOCK] = [0x10, 0xff];

function attributeOf({ attributes, children }: XmlElement, tag: string): JsonElement {
  const vr = attributes.vr ?? elementOf(Number.parseInt(tag, 16))?.vr.code ?? 'UN';
  const [first] = children;
  if (first?.name === 'InlineBinary') return { vr, InlineBinary: first.text.replace(/\s+/g, '') };
  if (first?.name === 'BulkData') return { vr, BulkDataURI: referenceOf(first) };
  const Value = numbered(children).map((child) => (child ? readValue(child, vr) : null));
  return Value.length === 0 ? { vr } : { vr, Value };
}

/** A copy of the data has a UUID where it has no address of its own. */
function referenceOf({ attributes: { uri, uuid } }: XmlElement): string {
  const reference = uri ?? uuid;
  if (reference === undefined) throw bad('bulk data has neither uri nor uuid');
  return reference;
}

/** Values in their order; numbers that are left out are empty values. */
function numbered(children: readonly XmlElement[]): (XmlElement | undefined)[] {
  const values: (XmlElement | undefined)[] = [];
  for (const child of children) {
    const number = Number(child.attributes.number ?? values.length + 1);
    if (!Number.isInteger(number) || number <= values.length || number > values.length + MAXIMUM_GAP)
      throw bad('values are not numbered in ascending order');
    while (values.length < number - 1) values.push(undefined);
    values.push(child);
  }
  return values;
}

/** Empty values in a row. */
const MAXIMUM_GAP = 1_000;

function readValue(child: XmlElement, vr: string): JsonValue {
  if (child.name === 'Item') return datasetOf(child);
  if (child.name === 'PersonName') return nameOf(child);
  if (child.name !== 'Value') throw bad(`a ${child.name} stands where values stand`);
  if (child.text === '') return null;
  const { kind } = vrOf(vr) ?? {};
  const number = kind === 'int' ? Number(child.text) : Number.NaN;
  return Number.isFinite(number) ? number : child.text;
}

function nameOf({ children }: XmlElement): JsonValue {
  const groups = children.map(({ name, children: parts }) => {
    if (!(jsonNameGroups as readonly string[]).includes(name)) throw bad(`a ${name} stands in a name`);
    const textOf = (component: string) => parts.find((part) => part.name === component)?.text ?? '';
    return [name, nameComponents.map(textOf).join('^').replace(/\^+$/, '')] as const;
  });
  const present = groups.filter(([, text]) => text !== '');
  return present.length === 0 ? null : Object.fromEntries(present);
}
