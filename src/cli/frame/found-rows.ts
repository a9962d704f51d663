/** Rows of a find as a table: the columns people look for at each level. */
import type { FindResult, FindRow, Level } from '../../contract/index.ts';
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
    element('Born', 'PatientBirthDate'),
    element('Sex', 'PatientSex'),
    count('Studies', 'NumberOfPatientRelatedStudies'),
    count('Images', 'NumberOfPatientRelatedInstances'),
  ],
  study: [
    ...patientColumns,
    element('Study date', 'StudyDate'),
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
  instance: [count('Number', 'InstanceNumber'), element('Kind', 'SOPClassUID'), identifier('SOPInstanceUID')],
};

export function printFound(
  session: Pick<Session, 'out' | 'json'>,
  level: Level,
  include: readonly string[],
  { rows, more }: FindResult,
): void {
  const columns = [...columnsOf[level], ...include.map((keyword) => element(keyword, keyword))];
  printRows(session, columns, rows, 'Nothing matches.');
  if (more) session.out.tell('There are more: raise --limit, or go on with --offset.');
}

function element(title: string, keyword: string): Column<FindRow> {
  return { title, value: (row) => elementText(row, keyword) };
}

function count(title: string, keyword: string): Column<FindRow> {
  return { ...element(title, keyword), align: 'right' };
}

function identifier(keyword: string): Column<FindRow> {
  return { ...element(keyword, keyword), whole: true };
}

function elementText(row: FindRow, keyword: string): string {
  const value = row[keyword] ?? '';
  return Array.isArray(value) ? value.join(' ') : String(value);
}
