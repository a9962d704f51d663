import { type ElementPath, parseElementPath } from '../dicom/index.ts';
import { badTemplate } from './bad-template.ts';
import { type Formatter, formats, type LookUpTable } from './formats.ts';
import { rememberingLast } from './remembering-last.ts';

/** What gives a value of one instance; '' for one that is not there. */
export type ValueOf = (path: ElementPath) => string;

/** What a program says that a field names, `subjects.group`; '' for nothing. */
export type AnswerOf = (name: string) => string;

/** What stands between braces: alternatives, of which the first that has a value is taken. */
export interface Field {
  readonly paths: readonly ElementPath[];
  /** Programs that are asked. */
  readonly calls: readonly string[];
  render(value: ValueOf, answer: AnswerOf): string;
}

type Alternative =
  | { readonly text: string }
  | { readonly path: ElementPath; readonly format: Formatter }
  | { readonly call: string; readonly format: Formatter };

export interface FieldOptions {
  readonly tables: LookUpTables;
  /** Whether a program may stand where an element does. */
  readonly mayCall: boolean;
}

export type LookUpTables = Readonly<Record<string, LookUpTable>>;

/** `StudyDate:YYYY|AcquisitionDate:YYYY|no date`, as it stands between braces. Throws `input/invalid`. */
export function parseField(text: string, options: FieldOptions): Field {
  const [first = '', ...others] = text.split('|');
  const alternatives = [
    parseFirst(first, options),
    ...others.map((other) => parseOther(other, options.tables)),
  ];
  return {
    paths: alternatives.flatMap((one) => ('path' in one ? [one.path] : [])),
    calls: alternatives.flatMap((one) => ('call' in one ? [one.call] : [])),
    render: (value, answer) => {
      for (const one of alternatives) {
        const found = 'text' in one ? one.text : rendered(givenTo(one, value, answer).trim(), one.format);
        if (found !== '') return found;
      }
      return '';
    },
  };
}

const givenTo = (
  one: Exclude<Alternative, { readonly text: string }>,
  value: ValueOf,
  answer: AnswerOf,
): string => ('call' in one ? answer(one.call) : value(one.path));

const rendered = (value: string, format: Formatter): string => (value === '' ? '' : format(value));

/** An extension, and what of it; keywords of elements begin with a capital, tags with a digit. */
const CALL = /^[a-z][a-z0-9_-]*\.[A-Za-z][A-Za-z0-9_-]*$/;

/** A program stands first only: behind `|` such a word has always been text. */
function parseFirst(text: string, { tables, mayCall }: FieldOptions): Alternative {
  const [call = '', ...written] = text.split(':');
  if (!CALL.test(call.trim())) return parseElement(text, tables);
  if (!mayCall) throw badTemplate(`"${call.trim()}" is asked by trees only`);
  return { call: call.trim(), format: formatOf(written, tables) };
}

function parseElement(text: string, tables: LookUpTables): Alternative {
  const [element = '', ...written] = text.split(/:(?![^[]*\])/);
  return { path: parseElementPath(element.trim()), format: formatOf(written, tables) };
}

function formatOf(written: readonly string[], tables: LookUpTables): Formatter {
  const formatters = written.map((one) => formatterOf(one, tables));
  return rememberingLast((value) =>
    formatters.reduce((text, format) => (text === '' ? '' : format(text)), value),
  );
}

/** What stands after `|` is an element where it names one, else text. */
function parseOther(text: string, tables: LookUpTables): Alternative {
  const [element = ''] = text.split(/:(?![^[]*\])/);
  return namesElement(element.trim()) ? parseElement(text, tables) : { text };
}

function namesElement(text: string): boolean {
  // A number of eight digits, such as a date, is text here, and a word of one letter is no keyword.
  if (!/[A-Za-z]/.test(text)) return false;
  try {
    parseElementPath(text);
    return true;
  } catch {
    return false;
  }
}

function formatterOf(text: string, tables: LookUpTables): Formatter {
  const name = /^table=(.+)$/.exec(text)?.[1];
  if (name !== undefined) return lookUp(name, tables);
  for (const format of formats) {
    const formatter = format.read(text);
    if (formatter) return formatter;
  }
  throw badTemplate(
    `":${text}" is none of its formats, which are ${formats.map(({ example }) => `:${example}`).join(' ')} :table=NAME`,
  );
}

/** What is not in the table is not there: what stands after `|` is then taken. */
function lookUp(name: string, tables: LookUpTables): Formatter {
  const table = Object.hasOwn(tables, name) ? tables[name] : undefined;
  if (!table) throw badTemplate(`there is no table "${name}"`);
  const entries = new Map(Object.entries(table));
  return (value) => entries.get(value) ?? entries.get('*') ?? '';
}
