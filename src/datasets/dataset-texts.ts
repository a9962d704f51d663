import { asLabel } from '../bids/index.ts';
import type { DatasetFolder } from './dataset-folder.ts';
import { OWN_FOLDER } from './dataset-record.ts';
import { datasetLimits } from './limits.ts';
import { ASIDE_FOLDER } from './plan-places.ts';

const BIDS_VERSION = '1.10.0';

const readme = `This is a dataset in the Brain Imaging Data Structure (BIDS), made of DICOM images by Isocenter with dcm2niix.

Names come from the protocols where those follow the ReproIn convention, otherwise from guesses, and from the table
code/isocenter-names.yaml, where a person says what guesses do not know. What has no name lies in the folder "unnamed".
Write here what this study is about, whom it measured and how, and what whoever uses it should know.
`;

/** What every dataset has to have. Files that are there stay as they are. */
export async function writeTexts(folder: DatasetFolder, name: string): Promise<void> {
  await writeNew(folder, 'dataset_description.json', () => description(name));
  const names = await folder.list('');
  if (!names.some((each) => /^README(\.|$)/i.test(each))) await writeNew(folder, 'README', () => readme);
  await addIgnored(folder);
}

async function writeNew(folder: DatasetFolder, path: string, text: () => string): Promise<void> {
  if (!(await folder.isTaken(path))) await folder.write(path, text());
}

const description = (name: string): string =>
  `${JSON.stringify(
    {
      ...{ Name: name, BIDSVersion: BIDS_VERSION, DatasetType: 'raw' },
      GeneratedBy: [{ Name: 'Isocenter', Description: 'DICOM to NIfTI with dcm2niix, names of BIDS' }],
    },
    undefined,
    2,
  )}\n`;

async function addIgnored(folder: DatasetFolder): Promise<void> {
  const text = (await folder.readWhole('.bidsignore')) ?? '';
  const lines = new Set(text.split(/\r?\n/).map((line) => line.trim()));
  const missing = [`${ASIDE_FOLDER}/`, `${OWN_FOLDER}/`].filter((line) => !lines.has(line));
  if (missing.length === 0) return;
  const before = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  await folder.write('.bidsignore', `${before}${missing.join('\n')}\n`);
}

const PARTICIPANTS = 'participants.tsv';

/**
 * One row for each subject. Rows and columns that are there stay as they are; that of a subject who is called otherwise now is called so,
 * too. A table without participants is somebody's, and left alone.
 * @param subjects labels @param renamed labels before, and what they are now
 */
export async function writeParticipants(
  folder: DatasetFolder,
  subjects: Iterable<string>,
  renamed: ReadonlyMap<string, string>,
): Promise<void> {
  const there = await folder.read(PARTICIPANTS, datasetLimits.textBytes);
  if (there === undefined && (await folder.isTaken(PARTICIPANTS))) return;
  const text = there ?? 'participant_id\n';
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const columns = header.split('\t');
  if (columns[0] !== 'participant_id') return;
  const wanted = [...new Set(subjects)].map((label) => `sub-${label}`);
  const known = new Set(lines.map((line) => line.split('\t')[0]!));
  const rows = lines.map((line) => {
    const [id = '', ...rest] = line.split('\t');
    const now = `sub-${renamed.get(asLabel(id.replace(/^sub-/, '')))}`;
    if (wanted.includes(id) || !wanted.includes(now) || known.has(now)) return line;
    known.add(now);
    return [now, ...rest].join('\t');
  });
  const added = wanted.filter((id) => !known.has(id)).sort();
  const nothing = columns.slice(1).map(() => 'n/a');
  const all = [header, ...rows, ...added.map((id) => [id, ...nothing].join('\t'))];
  const after = `${all.join('\n')}\n`;
  if (after !== text) await folder.write(PARTICIPANTS, after);
}
