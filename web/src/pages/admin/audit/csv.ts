/** Records as RFC 4180 has them, for spreadsheets. */
import type { AuditRecord } from '../../../../../src/contract/index.ts';
import { saveBlob } from '../../../components/save.ts';

const columns = [
  ['sequence', ({ sequence }) => String(sequence)],
  ['at', ({ at }) => at],
  ['actor kind', ({ actor }) => actor.kind],
  ['actor', ({ actor }) => actor.name],
  ['address', ({ address }) => address],
  ['action', ({ action }) => action],
  ['via', ({ via }) => via],
  ['outcome', ({ outcome }) => outcome],
  ['studies', ({ studies }) => studies.join(' ')],
  ['patients', ({ patients = [] }) => patients.join(' ')],
  ['reason', ({ reason = '' }) => reason],
  ['count', ({ count }) => String(count)],
  ['previous', ({ previous }) => previous],
  ['hash', ({ hash }) => hash],
] as const satisfies readonly (readonly [string, (record: AuditRecord) => string])[];

export function csvOf(records: readonly AuditRecord[]): string {
  const lines = records.map((record) => columns.map(([, value]) => cell(value(record))).join(','));
  return `${[columns.map(([name]) => name).join(','), ...lines].join('\r\n')}\r\n`;
}

/** What begins like a formula is one in a spreadsheet, whoever wrote it: the apostrophe makes it text. */
const cell = (text: string): string => `"${text.replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;

/** The browser keeps a text as a file. */
export const saveAs = (name: string, text: string): void =>
  saveBlob(new Blob([text], { type: 'text/csv;charset=utf-8' }), name);
