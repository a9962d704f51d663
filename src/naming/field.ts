import { type ElementPath, parseElementPath } from '../dicom/index.ts';
import { badTemplate } from './bad-template.ts';
import { type Formatter, formats, type LookUpTable } from './formats.ts';
import { rememberingLast } from './remembering-last.ts';

/** What gives a value of one instance; '' for one that is not there. */
export type ValueOf = (path: ElementPath) => string;

/** What stands between braces: alternatives, of which the first that has a value is taken. */
export interface Field {
  readonly paths: readonly ElementPath[];
  render(value: ValueOf): string;
}

type Alternative = { readonly text: string } | { readonly path: ElementPath; readonly format: Formatter };

export type LookUpTables = Readonly<Record<string, LookUpTable>>;

/** `StudyDate:YYYY|AcquisitionDate:YYYY|no date`, as it stands between braces. Throws `input/invalid`. */
export function parseField(text: string, tables: LookUpTables): Field {
  const [first = '', ...others] = text.split('|');
  const alternatives = [parseElement(first, tables), ...others.map((other) => parseOther(other, tables))];
  return {
    paths: alternatives.flatMap((one) => ('path' in one ? [one.path] : [])),
    render: (value) => {
      for (const one of alternatives) {
        const found = 'text' in one ? one.text : rendered(value(one.path).trim(), one.format);
        if (found !== '') return found;
      }
      return '';
    },
  };
}

const rendered = (value: string, format: Formatter): string => (value === '' ? '' : format(value));

function parseElement(text: string, tables: LookUpTables): Alternative {
  const [element = '', ...written] = text.split(/:(?![^[]*\])/);
  const formatters = written.map((one) => formatterOf(one, tables));
  return {
    path: parseElementPath(element.trim()),
    format: rememberingLast((value) =>
      formatters.reduce((text, format) => (text === '' ? '' : format(text)), value),
    ),
  };
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
