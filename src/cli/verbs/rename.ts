import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { IsocenterError } from '../../base/index.ts';
import type { FindRow } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, type Session, withArchive } from '../frame/command.ts';
import { type ExitCode, exitCodes } from '../frame/exit-codes.ts';
import { exportToFolder } from '../frame/export-to-folder.ts';
import { foundSeries } from '../frame/found-series.ts';
import { printRows } from '../frame/results.ts';
import { collectList } from '../frame/selection-options.ts';
import { chooses } from '../frame/series-choice.ts';
import { showConversion } from '../frame/show-conversion.ts';
import { formatCount, formatCountOf } from '../text/quantities.ts';
import type { Column } from '../text/table.ts';
import { printable } from '../text/width.ts';

interface RenameFlags {
  readonly out: string;
  readonly series?: string[];
  readonly modality?: string[];
  readonly date?: string;
  readonly issuer?: string;
  readonly form: 'dicom' | 'nifti' | 'both';
  readonly flat?: boolean;
  readonly template?: string;
  readonly dryRun?: boolean;
}

/** Names of NIfTI files are those without their last part, which tells images apart. */
const names = {
  nested:
    '{PatientID}/{StudyDate:YYYY-MM-DD|no date} {StudyDescription}/{SeriesNumber:03} {SeriesDescription|Modality|series}',
  flat: '{PatientID}_{StudyDate:YYYY-MM-DD|no date}_{SeriesNumber:03}_{SeriesDescription|Modality|series}',
} as const;
const image = '{InstanceNumber:05|SOPInstanceUID}.dcm';

export function command(cli: Cli): Command {
  const rename = createCommand('rename', "Write one subject's images to a folder under readable names", [
    ['rename SUB-01 --out ./sub-01', 'everything of a subject, by PatientID'],
    ['rename "DOE*" --out ./doe --dry-run', 'by name: what would be written'],
    ['rename SUB-01 --out ./t1 --series "*t1*,12-14" --form nifti', 'some series, as NIfTI'],
    ['rename SUB-01 --out ./flat --flat --form both', 'no folders in the folder; DICOM and NIfTI'],
  ]).argument('<subject>', 'PatientID, or a name; * and ? stand for others');
  return addArchiveOptions(rename)
    .requiredOption('--out <folder>', 'where to; made when it does not exist')
    .option(
      '--series <which>',
      'numbers, ranges (5-7), descriptions ("*t1*"); several with commas',
      collectList,
    )
    .option('--modality <code>', 'only these; several with commas', collectList)
    .option('--issuer <name>', 'who gave the PatientID, where two clinics gave the same one')
    .option('--date <when>', 'only studies of this day or range (2024-01-01-2024-06-30)')
    .addOption(
      new Option('--form <kind>', 'what is written').choices(['dicom', 'nifti', 'both']).default('dicom'),
    )
    .option('--flat', 'all files in one folder')
    .option('--template <names>', 'other names, from elements, with the name of the image at the end')
    .option('--dry-run', 'say what would be written, and write nothing')
    .action((subject: string, flags: RenameFlags) =>
      withArchive(cli, { ...flags }, (session) => rename_(session, subject, flags)),
    );
}

async function rename_(session: Session, subject: string, flags: RenameFlags): Promise<ExitCode> {
  const series = await seriesOf(session, subject, flags);
  if (series.length === 0) {
    session.out.tell(
      'No series of this subject matches. See them all: isocenter rename SUBJECT --out . --dry-run',
    );
    return exitCodes.problems;
  }
  const selection = { series: series.map((row) => textOf(row, 'SeriesInstanceUID')) };
  if (flags.dryRun) return await plan(session, series, selection, flags);
  const folder = resolve(flags.out);
  const { dicom, nifti } = templatesOf(flags);
  const codes: ExitCode[] = [];
  if (flags.form !== 'nifti')
    codes.push(await exportToFolder(session, { selection, folder, template: dicom }));
  if (flags.form !== 'dicom') {
    if (session.remote)
      throw mistake('A server elsewhere cannot write NIfTI here. Write DICOM, then: isocenter nifti FOLDER');
    const converting = session.client.exportNifti({ selection, folder, template: nifti }, session);
    codes.push(await showConversion(session, converting));
  }
  return codes.find((code) => code !== exitCodes.ok) ?? exitCodes.ok;
}

/** A PatientID is one subject; of names there may be several, and files of two people in one folder are a mistake that stays. */
async function seriesOf(session: Session, subject: string, flags: RenameFlags): Promise<FindRow[]> {
  const match: Record<string, string> = {};
  if (flags.issuer !== undefined) match.IssuerOfPatientID = flags.issuer;
  if (flags.date !== undefined) match.StudyDate = flags.date.replace(/(\d{4})-(\d\d)-(\d\d)/g, '$1$2$3');
  for (const keyword of ['PatientID', 'PatientName']) {
    const include = [
      'PatientID',
      'PatientName',
      'StudyDate',
      'StudyInstanceUID',
      'NumberOfSeriesRelatedInstances',
    ];
    const rows = await foundSeries(session, { match: { ...match, [keyword]: subject }, include });
    if (rows.length === 0) continue;
    const people = Map.groupBy(rows, (row) => textOf(row, 'PatientID'));
    if (people.size > 1) throw severalPeople(people);
    await requireOnePatient(session, [...people.keys()].join(), flags.issuer);
    return rows.filter((row) => isWanted(row, flags));
  }
  throw mistake(`Nobody here has the PatientID or the name ${printable(subject)}. See: isocenter patients`);
}

/** Two clinics may have given the same PatientID. */
async function requireOnePatient(session: Session, patientId: string, issuer?: string): Promise<void> {
  const { patients } = await session.client.patientsList({ patientId }, session);
  const meant = patients.filter((one) => issuer === undefined || one.issuerOfPatientId === issuer);
  if (meant.length < 2) return;
  const shown = meant.map(
    (one) => `  ${printable(`${one.patientName}  ${one.issuerOfPatientId || one.patientKey}`)}`,
  );
  throw mistake(
    `${meant.length} patients have this PatientID. Say whose, by --issuer, or name studies: isocenter export FOLDER --study UID\n${shown.join('\n')}`,
  );
}

function severalPeople(people: ReadonlyMap<string, readonly FindRow[]>): IsocenterError {
  const shown = [...people]
    .slice(0, 10)
    .map(([id, [row]]) => `  ${printable(`${id}  ${textOf(row, 'PatientName')}`)}`);
  return mistake(`${people.size} subjects match. Say which, by PatientID:\n${shown.join('\n')}`);
}

function isWanted(row: FindRow, { series = [], modality = [] }: RenameFlags): boolean {
  const described = { number: textOf(row, 'SeriesNumber'), description: textOf(row, 'SeriesDescription') };
  const isOfKind =
    modality.length === 0 || modality.some((one) => one.toUpperCase() === textOf(row, 'Modality'));
  return isOfKind && chooses(series, described);
}

function templatesOf({ template, flat }: RenameFlags): { dicom: string; nifti: string } {
  if (template !== undefined) {
    const parts = template.split(/\/(?![^{}]*\})/);
    return { dicom: template, nifti: parts.length > 1 ? parts.slice(0, -1).join('/') : template };
  }
  const of = flat ? names.flat : names.nested;
  return { dicom: `${of}${flat ? '_' : '/'}${image}`, nifti: of };
}

async function plan(
  session: Session,
  series: readonly FindRow[],
  selection: { series: string[] },
  flags: RenameFlags,
): Promise<ExitCode> {
  printRows(session, columns, series, '');
  if (session.json) return exitCodes.ok;
  const { dicom, nifti } = templatesOf(flags);
  const template = flags.form === 'nifti' ? nifti : dicom;
  const preview = await session.client.exportNames({ selection, template }, session);
  session.out.tell(`${formatCountOf(preview.instances, 'image')} to ${resolve(flags.out)}, such as`);
  for (const name of preview.names)
    session.out.tell(`  ${printable(name)}${flags.form === 'nifti' ? '.nii.gz' : ''}`);
  return exitCodes.ok;
}

const textOf = (row: FindRow | undefined, keyword: string): string => String(row?.[keyword] ?? '');

const mistake = (reason: string): IsocenterError => new IsocenterError('input/invalid', { reason });

const columns: readonly Column<FindRow>[] = [
  { title: 'Study', value: (row) => textOf(row, 'StudyDate') },
  { title: 'Series', value: (row) => textOf(row, 'SeriesNumber'), align: 'right' },
  { title: 'Modality', value: (row) => textOf(row, 'Modality') },
  { title: 'Description', value: (row) => textOf(row, 'SeriesDescription') },
  {
    title: 'Images',
    value: (row) => formatCount(Number(row.NumberOfSeriesRelatedInstances ?? 0)),
    align: 'right',
  },
];
