/** Files that somebody dropped or chose, with what is in their folders. */

export interface FoundFile {
  readonly file: File;
  /** From the folder that was dropped on, with `/` between its parts. */
  readonly path: string;
}

/** What cannot be read on a disc that is scratched: a folder, or where a file should be. */
export interface UnreadablePlace {
  readonly path: string;
  readonly reason: string;
}

export type Found = FoundFile | UnreadablePlace;
export const isUnreadable = (found: Found): found is UnreadablePlace => 'reason' in found;

/** Folders inside folders; as deep as the archive itself looks. */
const deepest = 32;

/** Has to be asked for while the event of the drop is handled: afterwards it has nothing any more. */
export function entriesOf({ items }: DataTransfer): (FileSystemEntry | File)[] {
  // A picture that is dragged from another program is no file of a file system.
  return [...items].flatMap((item) => item.webkitGetAsEntry() ?? item.getAsFile() ?? []);
}

/** Everything in what was dropped, folders in folders included. */
export async function* filesOfEntries(
  entries: readonly (FileSystemEntry | File)[],
): AsyncGenerator<Found, void, void> {
  for (const entry of entries)
    if (entry instanceof File) yield { file: entry, path: entry.name };
    else yield* filesOfEntry(entry, 0);
}

/** Of an `<input type=file>`. */
export async function* filesOfInput(files: Iterable<File>): AsyncGenerator<Found, void, void> {
  for (const file of files) yield { file, path: file.webkitRelativePath || file.name };
}

async function* filesOfEntry(entry: FileSystemEntry, depth: number): AsyncGenerator<Found, void, void> {
  if (isFile(entry)) yield await fileOf(entry);
  else if (isFolder(entry) && depth < deepest) yield* filesOfFolder(entry, depth);
}

async function* filesOfFolder(
  folder: FileSystemDirectoryEntry,
  depth: number,
): AsyncGenerator<Found, void, void> {
  try {
    for await (const some of entriesIn(folder)) {
      // Asking for one after the other takes ten times as long.
      yield* await Promise.all(some.filter(isFile).map(fileOf));
      for (const each of some.filter(isFolder)) yield* filesOfEntry(each, depth + 1);
    }
  } catch (error) {
    yield unreadable(folder, error);
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

const pathOf = ({ fullPath }: FileSystemEntry): string => fullPath.replace(/^\//, '');

async function fileOf(entry: FileSystemFileEntry): Promise<Found> {
  try {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return { file, path: pathOf(entry) };
  } catch (error) {
    return unreadable(entry, error);
  }
}

const unreadable = (entry: FileSystemEntry, error: unknown): UnreadablePlace => ({
  path: pathOf(entry),
  reason: error instanceof Error ? error.message : String(error),
});

/** A reader gives some hundred at a time, and none at the end. */
async function* entriesIn(folder: FileSystemDirectoryEntry): AsyncGenerator<FileSystemEntry[], void, void> {
  const reader = folder.createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return;
    yield some;
  }
}
