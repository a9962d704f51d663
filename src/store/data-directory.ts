import fs from 'node:fs';
import path from 'node:path';
import { IsocenterError } from '../base/index.ts';
import { storeError } from './io-error.ts';

const README = `This folder is an Isocenter archive. Everything in it can be read without Isocenter.

studies/     Medical images as they were received: DICOM files (.dcm), one per image.
             studies/<2 characters>/<study>/<series>/<image>.dcm
             The numbers are the DICOM identifiers (UIDs) of study, series and image; the 2 characters
             only spread the studies over 256 folders. Open index.html in a study's folder to see whose
             it is. Any DICOM viewer opens the files.
files/       Other things that are kept: raw data, PDF documents, recordings, each with a .json beside it.
records/     What was decided about them (labels, persons, conflicts, trash), and what was lost, one JSON text
             per line, oldest first. Nothing here is ever changed; new lines are added at the end.
audit/       Who did what, when and from where: one JSON text per line, each with the hash of the one before.
             'isocenter audit verify' says whether anything was changed.
incoming/    What is arriving right now. After a power failure the next start takes in what is whole.
uploads/     What is being sent in parts, until all of it is there.
quarantine/  What could not be taken in or was damaged, each with a .json that says why. Nothing here is deleted
             by itself.
cache/, thumbnails/  Made of the images so that they can be shown quickly. They may be deleted at any time.
private/     Secrets of this installation, sealed with a key that lies beside this folder (its name and .key), or
             where the settings say. It is not needed to read the images.
lock, lock.json  Held by the running program, so that no second one writes at the same time.

catalog.sqlite, if it is here, is an index made from these files; 'isocenter rebuild' makes it again.
To back up, copy the folder. To move to another machine, copy it and the key and start
Isocenter there.
Please do not rename or change files in studies/ and files/: their contents are verified.
`;

const DIRECTORIES = ['studies', 'files', 'records', 'incoming', 'quarantine', 'audit'] as const;

/** Where things lie in a data directory, as absolute paths. */
export interface DataDirectory {
  readonly root: string;
  readonly incoming: string;
  readonly quarantine: string;
  readonly records: string;
  readonly audit: string;
  /** Only the owner may enter it (0700). */
  readonly private: string;
}

/** Both are there from the first moment of an archive on. */
const MARKS = ['studies', 'records'] as const;
/** What else may lie in the place of a new archive: what a start that was cut off left, and what operators put there first. */
const EXPECTED = new Set([
  ...DIRECTORIES,
  ...['private', 'README.txt', 'lock', 'lock.json', 'control.sock', 'lost+found', 'isocenter.json'],
]);
const SHOWN = 3;

/** Whether there is an archive, whatever its state. */
export function isDataDirectory(directory: string): boolean {
  return MARKS.every((name) => fs.existsSync(path.join(directory, name)));
}

/**
 * Creates what is missing of the layout. Existing files are left as they are. A folder of somebody else's, as a mistyped path
 * may be: `store/foreign-directory`.
 */
export function openDataDirectory(directory: string): DataDirectory {
  const root = path.resolve(directory);
  if (!isDataDirectory(root)) requireRoom(root);
  try {
    const created = fs.mkdirSync(root, { recursive: true, mode: 0o750 });
    for (const name of DIRECTORIES) fs.mkdirSync(path.join(root, name), { recursive: true, mode: 0o750 });
    createPrivate(path.join(root, 'private'));
    writeOnce(path.join(root, 'README.txt'), README);
    for (const directory of changedDirectories(root, created)) syncDirectoryNow(directory);
  } catch (error) {
    throw storeError(error, 'the data directory');
  }
  return {
    root,
    incoming: path.join(root, 'incoming'),
    quarantine: path.join(root, 'quarantine'),
    records: path.join(root, 'records'),
    audit: path.join(root, 'audit'),
    private: path.join(root, 'private'),
  };
}

function requireRoom(root: string): void {
  const entries = fs.existsSync(root) ? namesIn(root) : [];
  const foreign = entries.filter(
    (name) => !EXPECTED.has(name) && !name.startsWith('.') && !name.startsWith('catalog.sqlite'),
  );
  if (foreign.length === 0) return;
  const names = [...foreign.slice(0, SHOWN), ...(foreign.length > SHOWN ? ['...'] : [])].join(', ');
  throw new IsocenterError('store/foreign-directory', { path: root, names });
}

function namesIn(directory: string): string[] {
  try {
    return fs.readdirSync(directory);
  } catch (error) {
    throw storeError(error, 'the data directory');
  }
}

function createPrivate(directory: string): void {
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  fs.chmodSync(directory, 0o700);
}

/** The root, and everything above it that got a new entry when it was made. */
function changedDirectories(root: string, firstCreated: string | undefined): string[] {
  const changed = [root];
  if (firstCreated === undefined) return changed;
  while (changed.at(-1) !== path.dirname(firstCreated)) changed.push(path.dirname(changed.at(-1)!));
  return changed;
}

/** Only at start: it blocks. */
function syncDirectoryNow(directory: string): void {
  const fd = fs.openSync(directory, 'r');
  try {
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}

function writeOnce(file: string, text: string): void {
  if (!fs.existsSync(file)) fs.writeFileSync(file, text, { mode: 0o640 });
}
