import { elementOf } from '../dictionary/elements.ts';
import { type JsonDataset, type JsonElement, type JsonPersonName, jsonNameGroups } from '../json/model.ts';
import { isReservation, NAMESPACE, nameComponents, reservationOf } from './model.ts';

/**
 * The Native DICOM Model (PS3.19 A.1) of a data set: what its JSON model says, as an XML document.
 * Characters that XML 1.0 has not become U+FFFD. Private elements name their creator, so the elements that reserve
 * blocks, and the numbers of the blocks, are left out.
 */
export function toXml(dataset: JsonDataset): string {
  const root = `<NativeDicomModel xmlns="${NAMESPACE}" xml:space="preserve">`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}${attributesOf(dataset)}</NativeDicomModel>\n`;
}

function attributesOf(dataset: JsonDataset): string {
  return Object.keys(dataset)
    .filter((tag) => !isReservation(tag))
    .sort()
    .map((tag) => attributeOf(dataset, tag, dataset[tag]!))
    .join('');
}

function attributeOf(dataset: JsonDataset, tag: string, element: JsonElement): string {
  const keyword = elementOf(Number.parseInt(tag, 16))?.keyword;
  const creator = creatorOf(dataset, tag);
  const named = keyword ? ` keyword="${keyword}"` : '';
  const owned = creator ? ` privateCreator="${escaped(creator)}"` : '';
  const place = creator ? `${tag.slice(0, 4)}00${tag.slice(6)}` : tag;
  const start = `<DicomAttribute tag="${place}" vr="${escaped(element.vr)}"${named}${owned}`;
  const content = contentOf(element);
  return content === '' ? `${start}/>` : `${start}>${content}</DicomAttribute>`;
}

/** Who reserved the block of a private element (PS3.5 7.8.1). */
function creatorOf(dataset: JsonDataset, tag: string): string | undefined {
  const reservation = reservationOf(tag);
  const [creator] = (reservation && dataset[reservation]?.Value) || [];
  return typeof creator === 'string' ? creator : undefined;
}

function contentOf({ vr, Value = [], BulkDataURI, InlineBinary }: JsonElement): string {
  if (BulkDataURI !== undefined) return `<BulkData uri="${escaped(BulkDataURI)}"/>`;
  if (InlineBinary !== undefined) return `<InlineBinary>${InlineBinary}</InlineBinary>`;
  return Value.map((value, index) => writeValue(vr, value, `number="${index + 1}"`)).join('');
}

function writeValue(vr: string, value: unknown, number: string): string {
  if (vr === 'SQ') return `<Item ${number}>${attributesOf((value ?? {}) as JsonDataset)}</Item>`;
  if (vr === 'PN') return `<PersonName ${number}>${nameOf((value ?? {}) as JsonPersonName)}</PersonName>`;
  return `<Value ${number}>${escaped(String(value ?? ''))}</Value>`;
}

function nameOf(name: JsonPersonName): string {
  return jsonNameGroups
    .flatMap((group) => {
      const text = name[group];
      if (text === undefined) return [];
      const parts = componentsOf(text).map((part, at) =>
        part === '' ? '' : element(nameComponents[at]!, part),
      );
      return [`<${group}>${parts.join('')}</${group}>`];
    })
    .join('');
}

/** What stands behind a fifth `^` has no element of its own. */
function componentsOf(text: string): string[] {
  const parts = text.split('^');
  const last = nameComponents.length - 1;
  return parts.length <= last ? parts : [...parts.slice(0, last), parts.slice(last).join('^')];
}

const element = (name: string, text: string): string => `<${name}>${escaped(text)}</${name}>`;

/** A carriage return, left as it is, would be read as a line feed (XML 1.0 2.11). */
const entities: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' },
  ...{ '\t': '&#9;', '\n': '&#10;', '\r': '&#13;' },
};

const notInXml = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

export const escaped = (text: string): string =>
  text.replace(notInXml, '\ufffd').replace(/[&<>"\t\n\r]/g, (character) => entities[character]!);
