import { Dataset, elementOf, parseTag, type Tag, vrOf } from '../../dicom/index.ts';
import type { Engine, Row, Value } from '../engine/engine.ts';
import type { Level } from '../record/attributes.ts';
import type { Query } from './query.ts';
import type { ShownParameter } from './shown-parameters.ts';
import { sourcesOf } from './sources.ts';

/** What a column of an answer holds. Values of `sequence` are JSON for `sequenceItems`. */
export interface AnswerColumn {
  readonly tag: Tag;
  readonly vr: string;
  readonly kind: 'text' | 'number' | 'sequence';
  /** Several values with backslashes between. */
  readonly multiple: boolean;
  /** False when this level does not know the attribute: the column is always empty. */
  readonly known: boolean;
}

/** The columns of the rows that `find` answers. */
export function answerColumns(engine: Engine, query: Query): AnswerColumn[] {
  const sources = sourcesOf(engine.dialect, query.level);
  const parameters = new Map(query.shownParameters?.map((each) => [each.tag, each]));
  return query.attributes.map((tag) => {
    const parameter = parameters.get(tag);
    if (parameter) return columnOf(parameter);
    const source = sources.get(tag);
    const vr = source?.vr ?? elementOf(tag)?.vr.code ?? 'UN';
    const kind = source?.kind === 'sequence' || source?.kind === 'integer' ? source.kind : 'text';
    return {
      tag,
      vr,
      kind: kind === 'integer' ? 'number' : kind,
      multiple: source?.multiple ?? false,
      known: source !== undefined,
    };
  });
}

function columnOf({ tag, vr, kind }: ShownParameter): AnswerColumn {
  return { tag, vr, kind, multiple: vrOf(vr)?.multiple ?? false, known: true };
}

/** All attributes that queries at a level match and answer. */
export function attributesAt({ dialect }: Engine, level: Level): ReadonlySet<Tag> {
  return new Set(sourcesOf(dialect, level).keys());
}

/** A row as a data set; absent values are elements without value, as C-FIND answers them (PS3.4 C.4.1.1.3.2). */
export function answerDataset(columns: readonly AnswerColumn[], row: Row): Dataset {
  const dataset = new Dataset();
  for (const [index, { tag, vr, kind, multiple }] of columns.entries()) {
    const value = row[index] ?? null;
    if (kind === 'sequence') dataset.set(tag, 'SQ', sequenceItems(value));
    else if (kind === 'number') dataset.set(tag, vr, value === null ? [] : [Number(value)]);
    else dataset.set(tag, vr, plainValues(value, multiple));
  }
  return dataset;
}

function plainValues(value: Value, multiple: boolean): readonly string[] {
  if (value === null || value === '') return [];
  return multiple ? String(value).split('\\') : [String(value)];
}

/** The items of a sequence that a row holds as JSON. */
export function sequenceItems(value: Value): Dataset[] {
  if (typeof value !== 'string') return [];
  return (JSON.parse(value) as JsonItem[]).map(itemFrom);
}

type JsonItem = Readonly<Record<string, string | JsonItem[]>>;

function itemFrom(members: JsonItem): Dataset {
  const item = new Dataset();
  for (const [name, value] of Object.entries(members)) {
    const tag = parseTag(name);
    const vr = tag === undefined ? undefined : elementOf(tag)?.vr.code;
    // Folded names have a letter more than a tag; private elements would need their creator.
    if (tag === undefined || vr === undefined) continue;
    item.set(tag, vr, typeof value === 'string' ? value.split('\\') : value.map(itemFrom));
  }
  return item;
}
