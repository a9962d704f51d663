import { IsocenterError } from '../../base/index.ts';
import { jolietName, levelOneName, numberedJolietName, numberedLevelOneName } from './written-names.ts';

/** A folder of a disc that is written, with its names in one of the trees. */
export interface WrittenFolder<File> {
  readonly identifier: Buffer;
  readonly parent: WrittenFolder<File> | undefined;
  readonly folders: readonly WrittenFolder<File>[];
  readonly files: readonly { readonly identifier: Buffer; readonly file: File }[];
}

/** How names are made and put on the disc. */
export interface NameForm {
  name(wanted: string, isFolder: boolean): string;
  numbered(name: string, number: number): string;
  encode(name: string): Buffer;
}

export const levelOne: NameForm = {
  name: levelOneName,
  numbered: numberedLevelOneName,
  encode: (name) => Buffer.from(name, 'latin1'),
};

/** UCS-2, big-endian. */
export const joliet: NameForm = {
  name: jolietName,
  numbered: numberedJolietName,
  encode: (name) => Buffer.from(name, 'utf16le').swap16(),
};

/** ECMA-119 6.8.2.1: eight levels with the root. */
const MAXIMUM_FOLDERS_ABOVE = 7;

interface Draft<File> {
  readonly name: string;
  readonly folders: Map<string, Draft<File>>;
  readonly files: { readonly name: string; readonly file: File }[];
  readonly taken: Set<string>;
}

/**
 * Puts files at paths (`/` between the parts) into folders with names of one form, each once.
 * @throws IsocenterError `disc/limit` for folders that are too deep
 */
export function treeOf<File extends { readonly path: string }>(
  files: Iterable<File>,
  form: NameForm,
): WrittenFolder<File> {
  const root = newDraft<File>('');
  for (const file of files) {
    const folders = file.path.split('/');
    const name = folders.pop()!;
    if (folders.length > MAXIMUM_FOLDERS_ABOVE)
      throw new IsocenterError('disc/limit', {
        ...{ what: 'The depth of folders on a disc', value: folders.length, limit: MAXIMUM_FOLDERS_ABOVE },
      });
    let draft = root;
    for (const folder of folders) draft = folderIn(draft, folder, form);
    draft.files.push({ name: freeName(draft, form.name(name, false), form), file });
  }
  return finished(root, form, undefined);
}

function newDraft<File>(name: string): Draft<File> {
  return { name, folders: new Map(), files: [], taken: new Set() };
}

function folderIn<File>(draft: Draft<File>, wanted: string, form: NameForm): Draft<File> {
  let folder = draft.folders.get(wanted);
  if (!folder) {
    folder = newDraft(freeName(draft, form.name(wanted, true), form));
    draft.folders.set(wanted, folder);
  }
  return folder;
}

function freeName({ taken }: Draft<unknown>, name: string, form: NameForm): string {
  for (let number = 1; ; number++) {
    const free = number === 1 ? name : form.numbered(name, number);
    if (taken.has(free.toUpperCase())) continue;
    taken.add(free.toUpperCase());
    return free;
  }
}

/** In the order of their names, as records on a disc are. ECMA-119 9.3. */
function finished<File>(
  draft: Draft<File>,
  form: NameForm,
  parent: WrittenFolder<File> | undefined,
): WrittenFolder<File> {
  const files = draft.files.map(({ name, file }) => ({ identifier: form.encode(`${name};1`), file }));
  const folders: WrittenFolder<File>[] = [];
  const identifier = parent ? form.encode(draft.name) : Buffer.alloc(1);
  const folder = { identifier, parent, folders, files: files.sort(byIdentifier) };
  for (const below of draft.folders.values()) folders.push(finished(below, form, folder));
  folders.sort(byIdentifier);
  return folder;
}

export const byIdentifier = (a: { identifier: Buffer }, b: { identifier: Buffer }): number =>
  Buffer.compare(a.identifier, b.identifier);

/** All folders, those above before those below; of the same depth by parent, then by name. ECMA-119 6.9.1. */
export function levelByLevel<File>(root: WrittenFolder<File>): WrittenFolder<File>[] {
  const folders = [root];
  for (let index = 0; index < folders.length; index++) folders.push(...folders[index]!.folders);
  return folders;
}
