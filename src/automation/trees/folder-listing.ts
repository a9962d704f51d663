import { lstat, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { numbered } from '../../base/index.ts';
import { sameNameKey } from '../../naming/index.ts';

/** A name that something has, and whether that is a folder of its own (a link to one is none). */
interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** Names that are taken in one folder, by what file systems without case take for equal. */
export class FolderListing {
  readonly path: string;
  readonly #entries: Map<string, Entry>;

  private constructor(path: string, entries: Map<string, Entry>) {
    this.path = path;
    this.#entries = entries;
  }

  static async read(path: string): Promise<FolderListing> {
    const entries = await readdir(path, { withFileTypes: true });
    return new FolderListing(
      path,
      new Map(entries.map((one) => [sameNameKey(one.name), { name: one.name, isFolder: one.isDirectory() }])),
    );
  }

  has(name: string): boolean {
    return this.#entries.has(sameNameKey(name));
  }

  take(name: string): void {
    this.#entries.set(sameNameKey(name), { name, isFolder: false });
  }

  giveBack(name: string): void {
    this.#entries.delete(sameNameKey(name));
  }

  /** The folder of a name, as it is written there; made when nothing has the name, numbered when a file has it. */
  async folder(wanted: string, made: (path: string) => Promise<void>): Promise<string> {
    for (let number = 1; ; number++) {
      const name = numbered(wanted, number);
      const entry = this.#entries.get(sameNameKey(name));
      if (entry?.isFolder) return entry.name;
      if (entry) continue;
      const isFolder = await makeFolder(join(this.path, name), made);
      this.#entries.set(sameNameKey(name), { name, isFolder });
      if (isFolder) return name;
    }
  }
}

/** Whether there is a folder now; false when something else came to have the name since it was looked for. */
async function makeFolder(path: string, made: (path: string) => Promise<void>): Promise<boolean> {
  try {
    await mkdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await lstat(path)).isDirectory();
  }
  await made(path);
  return true;
}
