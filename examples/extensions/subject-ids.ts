/**
 * Gives images the subject ID that a list names for their patient. What they said before is kept as a revision, and what is
 * not on the list gets the label "unknown subject".
 *
 * The list is a table (CSV) of two columns, the PatientID as scanners send it and the subject ID:
 *
 *     4711,SUB-001
 *     4712,SUB-002
 *
 *     extensions:
 *       subject-ids:
 *         read: [/nas/lists]
 *     rules:
 *       subject-ids:
 *         when: study quiet
 *         do:
 *           - extension: { name: subject-ids.rename, with: { list: /nas/lists/subjects.csv } }
 *
 * Where the images shall stay as they are, a tree can be called by the list alone, which then lies in the folder of the
 * extension, `extensions-data/subject-ids/subjects.csv`:
 *
 *     trees:
 *       by-subject:
 *         folder: /nas/subjects
 *         names: "{subject-ids.subject|not on the list}/{SeriesNumber:03}/{InstanceNumber:05}.dcm"
 */
import { readFile } from 'node:fs/promises';
import { action, defineExtension, name, TryAgain } from 'isocenter/extension';

const UNKNOWN = 'unknown subject';
/** In the folder of the extension, where it runs. */
const LIST_FOR_NAMES = 'subjects.csv';

export default defineExtension({
  about: 'Gives images the subject ID that a list names',
  actions: {
    rename: action({
      about: 'PatientID and PatientName by the list; `with: { list }` is its path',
      elements: ['PatientID'],
      repeatable: true,
      async run({ series, with: { list } }) {
        const subjects = await readList(String(list));
        const ids = new Set(series.map(({ values }) => values.PatientID[0] ?? ''));
        const [id = '', another] = ids;
        if (another !== undefined) throw new Error('the series of this study are of several patients');
        const subject = subjects.get(id);
        // Renamed before: the study was looked at again.
        if (subject === undefined && [...subjects.values()].includes(id)) return { unlabel: UNKNOWN };
        if (subject === undefined) return { label: UNKNOWN, note: 'The patient is not on the list.' };
        return { set: { PatientID: subject, PatientName: subject }, unlabel: UNKNOWN };
      },
    }),
  },
  names: {
    subject: name({
      about: `The subject ID by ${LIST_FOR_NAMES} in the folder of the extension`,
      elements: ['PatientID'],
      async of({ values }) {
        const subjects = await readList(LIST_FOR_NAMES);
        return subjects.get(values.PatientID[0] ?? '');
      },
    }),
  },
});

/** The list is on a disk of others, so it may be away for a while. */
async function readList(path: string): Promise<Map<string, string>> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_ACCESS_DENIED')
      throw new Error(`the automation file does not let it read ${path}`);
    throw new TryAgain(`the list cannot be read (${error.code})`);
  });
  return new Map(text.split(/\r?\n/).filter(Boolean).map(rowOf));
}

function rowOf(line: string, index: number): [string, string] {
  const [id, subject] = line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  if (!id || !subject) throw new Error(`line ${index + 1} of the list has no two columns`);
  return [id, subject];
}
