/** Rows of a find as a table: the columns people look for at each level. */
import type { FindResult, FindRow, Level } from '../../contract/index.ts';
import { uidEntry } from '../../dicom/index.ts';
import type { Column } from '../text/table.ts';
import type { Session } from './command.ts';
import { printRows } from './results.ts';

const patientColumns: readonly Column<FindRow>[] = [
  element('Patient', 'PatientName'),
  element('Patient ID', 'PatientID'),
];

const columnsOf: Readonly<Record<Level, readonly Column<FindRow>[]>> = {
  patient: [
    ...patientColumns,
    date('Born', 'PatientBirthDate'),
    element('Sex', 'PatientSex'),
    count('Studies', 'NumberOfPatientRelatedStudies'),
    count('Images', 'NumberOfPatientRelatedInstances'),
  ],
  study: [
    ...patientColumns,
    date('Study date', 'StudyDate'),
    element('Modality', 'ModalitiesInStudy'),
    element('Description', 'StudyDescription'),
    count('Series', 'NumberOfStudyRelatedSeries'),
    count('Images', 'NumberOfStudyRelatedInstances'),
    identifier('StudyInstanceUID'),
  ],
  series: [
    element('Modality', 'Modality'),
    count('Number', 'SeriesNumber'),
    element('Description', 'SeriesDescription'),
    count('Images', 'NumberOfSeriesRelatedInstances'),
    identifier('SeriesInstanceUID'),
  ],
  instance: [count('Number', 'InstanceNumber'), kind(), identifier('SOPInstanceUID')],
};

export function printFound(
  session: Pick<Session, 'out' | 'json'>,
  level: Level,
  include: readonly string[],
  { rows, more, next }: FindResult,
): void {
  const columns = [...columnsOf[level], ...include.map((keyword) => element(keyword, keyword))];
  printRows(session, columns, rows, 'Nothing matches.');
  if (next !== undefined) session.out.tell(`There are more: raise --limit, or go on with --after ${next}`);
  else if (more) session.out.tell('There are more: raise --limit.');
}

function element(title: string, keyword: string): Column<FindRow> {
  return { title, value: (row) => elementText(row, keyword) };
}

function count(title: string, keyword: string): Column<FindRow> {
  return { ...element(title, keyword), align: 'right' };
}

/** As people write it; what is no whole date stays as it is. */
function date(title: string, keyword: string): Column<FindRow> {
  const readable = (text: string) => text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  return { title, value: (row) => readable(elementText(row, keyword)) };
}

function kind(): Column<FindRow> {
  const nameOf = (uid: string) => uidEntry(uid)?.name ?? uid;
  return { title: 'Kind', value: (row) => nameOf(elementText(row, 'SOPClassUID')) };
}

function identifier(keyword: string): Column<FindRow> {
  return { ...element(keyword, keyword), whole: true };
}

function elementText(row: FindRow, keyword: string): string {
  const value = row[keyword] ?? '';
  return Array.isArray(value) ? value.join(' ') : String(value);
}
