/** Records for spreadsheets. */
import type { AuditRecord } from '../../../../../src/contract/index.ts';
import { saveBlob } from '../../../components/save.ts';
import { csvText } from '../../../format/csv.ts';

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
  ['files', ({ files = [] }) => files.join(' ')],
  ['reason', ({ reason = '' }) => reason],
  ['count', ({ count }) => String(count)],
  ['previous', ({ previous }) => previous],
  ['hash', ({ hash }) => hash],
] as const satisfies readonly (readonly [string, (record: AuditRecord) => string])[];

export const csvOf = (records: readonly AuditRecord[]): string =>
  csvText([
    columns.map(([name]) => name),
    ...records.map((record) => columns.map(([, value]) => value(record))),
  ]);

/** The browser keeps a text as a file. */
export const saveAs = (name: string, text: string): void =>
  saveBlob(new Blob([text], { type: 'text/csv;charset=utf-8' }), name);
