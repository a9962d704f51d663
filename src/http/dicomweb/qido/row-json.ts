import { type AnswerColumn, answerDataset } from '../../../archive/index.ts';
import { hexTag, jsonText, type Tag, tags, toJson, vrOf } from '../../../dicom/index.ts';
import type { SearchLevel } from './attributes.ts';

/** A value of a row: text (several with backslashes), a number, or nothing. */
type Value = string | number | null;
type Row = readonly Value[];

/** Turns one value into the members of an element after its VR: `,"Value":[...]`, or nothing. */
type WriteValue = (value: Value) => string;

interface Member {
  readonly tag: Tag;
  /** `"00100020":{"vr":"LO"`. */
  readonly start: string;
  /** Where the row has it; undefined where `write` makes it of the whole row. */
  readonly index: number | undefined;
  readonly write: WriteValue;
}

export interface RowJsonOptions {
  readonly level: SearchLevel;
  /** `http://host/dicom-web`. */
  readonly serviceRoot: string;
  /** Attributes that an answer has even when they are empty. */
  readonly always: ReadonlySet<Tag>;
}

/**
 * Writes rows of the catalog as the DICOM JSON model (PS3.18 annex F). A list of studies has tens of thousands of rows, so
 * all that does not depend on the row is prepared once and no data sets are made.
 */
export class RowJson {
  readonly #members: readonly Member[];
  readonly #always: readonly boolean[];
  readonly #retrieveUrl: (row: Row) => string;

  /** `columns` in tag order. The UIDs of the level and those above are among them. */
  constructor(columns: readonly AnswerColumn[], { level, serviceRoot, always }: RowJsonOptions) {
    this.#retrieveUrl = retrieveUrlOf(columns, level, serviceRoot);
    const members = [
      ...columns.map((column, index) => memberOf(column, index)),
      constant(tags.SpecificCharacterSet, 'CS', 'ISO_IR 192'),
      { tag: tags.RetrieveURL, start: startOf(tags.RetrieveURL, 'UR'), index: undefined, write: strings },
    ];
    this.#members = members.sort((a, b) => a.tag - b.tag);
    this.#always = this.#members.map(({ tag, index }) => index === undefined || always.has(tag));
  }

  /** One object, as text. */
  write(row: Row): string {
    let text = '{';
    for (const [at, { tag, start, index, write }] of this.#members.entries()) {
      const value =
        index === undefined ? (tag === tags.RetrieveURL ? this.#retrieveUrl(row) : '') : row[index]!;
      if (value === null && !this.#always[at]) continue;
      text += `${text.length > 1 ? ',' : ''}${start}${write(value)}}`;
    }
    return `${text}}`;
  }
}

const startOf = (tag: Tag, vr: string): string => `"${hexTag(tag)}":{"vr":"${vr}"`;

function constant(tag: Tag, vr: string, value: string): Member {
  const text = strings(value);
  return { tag, start: startOf(tag, vr), index: undefined, write: () => text };
}

function memberOf(column: AnswerColumn, index: number): Member {
  const { tag, vr } = column;
  return { tag, start: startOf(tag, vr), index, write: writerOf(column) };
}

function writerOf(column: AnswerColumn): WriteValue {
  const { vr, kind, multiple } = column;
  if (kind === 'number') return (value) => (value === null ? '' : `,"Value":[${Number(value)}]`);
  if (kind === 'sequence' || vrOf(vr)?.kind !== 'string' || isNumeric(vr)) return otherwise(column);
  if (vr === 'PN') return multiple ? otherwise(column) : name;
  return multiple ? severalStrings : strings;
}

const isNumeric = (vr: string): boolean => vr === 'DS' || vr === 'IS';

function strings(value: Value): string {
  return value === null || value === '' ? '' : `,"Value":[${JSON.stringify(value)}]`;
}

function severalStrings(value: Value): string {
  if (value === null || value === '') return '';
  return `,"Value":${JSON.stringify(String(value).split('\\').map(textOrNull))}`;
}

const textOrNull = (text: string): string | null => (text === '' ? null : text);

/** PS3.18 F.2.2: component groups by name. */
function name(value: Value): string {
  const groups = String(value ?? '').split('=');
  const members = ['Alphabetic', 'Ideographic', 'Phonetic'].flatMap((group, index) =>
    groups[index] ? [`"${group}":${JSON.stringify(groups[index])}`] : [],
  );
  return members.length === 0 ? '' : `,"Value":[{${members.join(',')}}]`;
}

/** Whatever is rare goes the long way, through a data set. */
function otherwise(column: AnswerColumn): WriteValue {
  return (value) => {
    const json = toJson(answerDataset([column], [value]));
    const text = jsonText(json);
    // `{"00081110":{"vr":"SQ","Value":[...]}}`: without what `start` says already, and the two ends.
    return text.slice(1 + startOf(column.tag, column.vr).length, -2);
  };
}

function retrieveUrlOf(columns: readonly AnswerColumn[], level: SearchLevel, serviceRoot: string) {
  const at = (tag: Tag) => columns.findIndex((column) => column.tag === tag);
  const [study, series, instance] = [tags.StudyInstanceUID, tags.SeriesInstanceUID, tags.SOPInstanceUID].map(
    at,
  );
  const ofStudy = (row: Row) => `${serviceRoot}/studies/${row[study!]}`;
  if (level === 'study') return ofStudy;
  const ofSeries = (row: Row) => `${ofStudy(row)}/series/${row[series!]}`;
  if (level === 'series') return ofSeries;
  return (row: Row) => `${ofSeries(row)}/instances/${row[instance!]}`;
}
