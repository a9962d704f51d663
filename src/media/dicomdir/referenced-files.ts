import { join } from 'node:path';
import type { FileTree, TreeEntry } from '../tree/index.ts';
import type { Dicomdir, DirectoryRecord } from './read-dicomdir.ts';

/** A file that a DICOMDIR names. */
export type ReferencedFile = {
  readonly record: DirectoryRecord;
  /** As written, joined with `/`. */
  readonly fileId: string;
} & (
  | { readonly path: string; readonly problem?: undefined }
  | { readonly path?: undefined; readonly problem: 'missing' | 'outside' }
);

/**
 * Finds the files of a DICOMDIR in the folder that it lies in. Case, version suffixes (`;1`) and trailing dots, which
 * differ with how a disc was written and is mounted, do not matter. What leads out of the folder, by name or by
 * symbolic link, is never followed: its problem is `outside`.
 */
export async function* referencedFiles(
  tree: FileTree,
  folder: string,
  dicomdir: Dicomdir,
): AsyncGenerator<ReferencedFile> {
  const folders = new Folders(tree);
  for (const record of dicomdir.records) {
    if (record.fileId.length === 0) continue;
    const fileId = record.fileId.join('/');
    const components = componentsOf(record.fileId);
    const path = components && (await folders.find(folder, components));
    if (components === undefined || (path && !(await tree.leadsInto(folder, path))))
      yield { record, fileId, problem: 'outside' };
    else if (path === undefined) yield { record, fileId, problem: 'missing' };
    else yield { record, fileId, path };
  }
}

/** Some writers put the whole path in one component, with slashes of either kind. */
function componentsOf(fileId: readonly string[]): string[] | undefined {
  const components = fileId
    .flatMap((part) => part.split(/[\\/]/))
    .filter((part) => part !== '' && part !== '.');
  const foreign = components.some((part) => part === '..' || part.includes('\0') || part.includes(':'));
  return foreign || components.length === 0 ? undefined : components;
}

/** Folder contents by folded name, read once each. */
class Folders {
  readonly #tree: FileTree;
  readonly #known = new Map<string, Map<string, TreeEntry>>();

  constructor(tree: FileTree) {
    this.#tree = tree;
  }

  /** The path of an existing regular file (or link), or undefined. */
  async find(root: string, components: readonly string[]): Promise<string | undefined> {
    let path = root;
    let entry: TreeEntry | undefined;
    for (const component of components) {
      entry = (await this.#entries(path)).get(foldFileName(component));
      if (entry === undefined) return undefined;
      path = join(path, entry.name);
    }
    return entry?.kind === 'folder' ? undefined : path;
  }

  async #entries(folder: string): Promise<Map<string, TreeEntry>> {
    let entries = this.#known.get(folder);
    if (entries === undefined) {
      const listed = await this.#tree.list(folder).catch(() => []);
      entries = new Map(listed.map((entry) => [foldFileName(entry.name), entry]));
      this.#known.set(folder, entries);
    }
    return entries;
  }
}

/** ISO 9660 names end in a version and perhaps a dot: IM1.;1 */
function foldFileName(name: string): string {
  return name.replace(/;\d+$/, '').replace(/\.+$/, '').toUpperCase();
}
