/** What the address of the page of studies says: all that one can come back to. */
import type { StudyQuery } from './query/request.ts';
import { columnNames, defaultColumns } from './table/column-names.ts';
import type { StudiesRequest } from './table/study-pages.ts';

export interface StudiesSearch {
  /** The words of the search box. */
  readonly q?: string;
  /** A column, with a hyphen in front the other way round. */
  readonly sort?: string;
  /** Columns in their order, with commas between. */
  readonly columns?: string;
  /** The study whose side panel is open. */
  readonly open?: string;
}

const maximumLength = 1_024;

/** What somebody typed into the address is taken as far as it makes sense. */
export function studiesSearch(raw: Record<string, unknown>): StudiesSearch {
  const text = (name: string): string | undefined => {
    const value = raw[name];
    const known = typeof value === 'number' ? String(value) : value;
    return typeof known === 'string' && known !== '' ? known.slice(0, maximumLength) : undefined;
  };
  const [q, sort, columns, open] = [text('q'), text('sort'), text('columns'), text('open')];
  return {
    ...(q !== undefined && { q }),
    ...(sort !== undefined && columnNames.includes(bare(sort)) && { sort }),
    ...(columns !== undefined && { columns }),
    ...(open !== undefined && /^[0-9.]+$/.test(open) && { open }),
  };
}

export const newestFirst = '-StudyDate';

const bare = (sort: string): string => sort.replace(/^-/, '');

/** What a find calls it. */
function orderOf(sort = newestFirst): { order: string[]; descending: boolean } {
  return { order: [bare(sort)], descending: sort.startsWith('-') };
}

/** Columns that there are, each once; those that everybody gets where none is left. */
export function columnsOf(columns: string | undefined): readonly string[] {
  const wanted = [...new Set(columns?.split(','))].filter((name) => columnNames.includes(name));
  return wanted.length > 0 ? wanted : defaultColumns;
}

/** What is asked of the archive for the rows of the table. */
export const studiesRequest = (query: StudyQuery, { sort, columns }: StudiesSearch): StudiesRequest => ({
  ...query,
  ...orderOf(sort),
  include: columnsOf(columns).filter((name) => name !== 'PatientAge'),
});
