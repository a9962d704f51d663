/** The content tree of a document (PS3.3 C.17.3): items with a name and a value, each by its relationship to the one above. */
import { itemsIn, type JsonInstance, numbersIn, textIn } from '../../../api/dicom-web.ts';
import { objectTags as tags } from '../tags.ts';
import { codeIn, codeValueIn } from './code.ts';

export interface ImageReference {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** From 1; empty for all. */
  readonly frames: readonly number[];
}

/** The values of PS3.3 C.17.3.2.1, as far as they are to be read. */
export type ContentValue =
  | { readonly kind: 'container' }
  | { readonly kind: 'text' | 'code' | 'uid'; readonly text: string }
  | { readonly kind: 'person' | 'date' | 'time' | 'dateTime'; readonly text: string }
  /** `qualifier` says why there is no number, or what is special about it. `unit` is empty where there is none. */
  | { readonly kind: 'number'; readonly text: string; readonly unit: string; readonly qualifier: string }
  | ({ readonly kind: 'image' | 'object' } & ImageReference)
  /** A place in an image or in the patient: POINT, POLYLINE, ... */
  | { readonly kind: 'coordinates'; readonly shape: string }
  /** Another item of the same tree, by the numbers from 1 that lead to it from the root, the root's own first. */
  | { readonly kind: 'reference'; readonly path: readonly number[] }
  | { readonly kind: 'unknown'; readonly text: string };

export interface ContentItem {
  /** CONTAINS, HAS PROPERTIES, ...; empty at the root. */
  readonly relationship: string;
  readonly name: string;
  readonly value: ContentValue;
  readonly children: readonly ContentItem[];
}

/** Deeper ones are left out: the JSON was bounded by the server, the stack of a browser is not. */
const MAX_DEPTH = 64;

/** @param item the instance itself for the root */
export function readContent(item: JsonInstance, depth = 0): ContentItem {
  const children = depth < MAX_DEPTH ? itemsIn(item, tags.ContentSequence) : [];
  return {
    relationship: textIn(item, tags.RelationshipType),
    name: codeIn(item, tags.ConceptNameCodeSequence),
    value: readValue(item),
    children: children.map((child) => readContent(child, depth + 1)),
  };
}

function readValue(item: JsonInstance): ContentValue {
  const path = numbersIn(item, tags.ReferencedContentItemIdentifier);
  if (path.length > 0) return { kind: 'reference', path };
  const type = textIn(item, tags.ValueType);
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined;
  return read?.(item) ?? { kind: 'unknown', text: type };
}

const textual =
  (kind: 'text' | 'uid' | 'person' | 'date' | 'time' | 'dateTime', tag: string) =>
  (item: JsonInstance): ContentValue => ({ kind, text: textIn(item, tag) });

const referring =
  (kind: 'image' | 'object') =>
  (item: JsonInstance): ContentValue => {
    const [reference = {}] = itemsIn(item, tags.ReferencedSOPSequence);
    return {
      kind,
      sopClassUid: textIn(reference, tags.ReferencedSOPClassUID),
      sopInstanceUid: textIn(reference, tags.ReferencedSOPInstanceUID),
      frames: numbersIn(reference, tags.ReferencedFrameNumber),
    };
  };

const readers: Readonly<Record<string, (item: JsonInstance) => ContentValue>> = {
  CONTAINER: () => ({ kind: 'container' }),
  TEXT: textual('text', tags.TextValue),
  CODE: (item) => ({ kind: 'code', text: codeIn(item, tags.ConceptCodeSequence) }),
  NUM: numberOf,
  PNAME: textual('person', tags.PersonName),
  DATE: textual('date', tags.Date),
  TIME: textual('time', tags.Time),
  DATETIME: textual('dateTime', tags.DateTime),
  UIDREF: textual('uid', tags.UID),
  IMAGE: referring('image'),
  WAVEFORM: referring('object'),
  COMPOSITE: referring('object'),
  SCOORD: (item) => ({ kind: 'coordinates', shape: textIn(item, tags.GraphicType) }),
  SCOORD3D: (item) => ({ kind: 'coordinates', shape: textIn(item, tags.GraphicType) }),
  TCOORD: (item) => ({ kind: 'coordinates', shape: textIn(item, tags.TemporalRangeType) }),
};

/** PS3.3 C.18.1. */
function numberOf(item: JsonInstance): ContentValue {
  const [measured = {}] = itemsIn(item, tags.MeasuredValueSequence);
  return {
    kind: 'number',
    text: textIn(measured, tags.NumericValue),
    unit: unitOf(measured),
    qualifier: codeIn(item, tags.NumericValueQualifierCodeSequence),
  };
}

/** As UCUM writes it, in the signs that people know; "1" is none (PS3.16 CID 82). */
function unitOf(measured: JsonInstance): string {
  const ucum = codeValueIn(measured, tags.MeasurementUnitsCodeSequence);
  if (Object.hasOwn(signs, ucum)) return signs[ucum]!;
  // Braces are remarks: "{SUVbw}g/ml", "{ratio}".
  if (ucum.includes('{') || ucum === '') return codeIn(measured, tags.MeasurementUnitsCodeSequence);
  return ucum;
}

const signs: Readonly<Record<string, string>> = {
  '1': '',
  ...{
    '{ratio}': '',
    "[hnsf'U]": 'HU',
    '{HU}': 'HU',
    Cel: '°C',
    deg: '°',
    'mm[Hg]': 'mmHg',
    '{H.B.}/min': '/min',
  },
  ...{
    cm2: 'cm²',
    mm2: 'mm²',
    cm3: 'cm³',
    mm3: 'mm³',
    'kg/m2': 'kg/m²',
    '{pixels}': 'px',
    'um2/s': 'µm²/s',
    um: 'µm',
  },
};
