import { lstat, readdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
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
export async function* referencedFiles(root: string, dicomdir: Dicomdir): AsyncGenerator<ReferencedFile> {
  const realRoot = await realpath(root);
  const folders = new Folders();
  for (const record of dicomdir.records) {
    if (record.fileId.length === 0) continue;
    const fileId = record.fileId.join('/');
    const components = componentsOf(record.fileId);
    const path = components && (await folders.find(realRoot, components));
    if (components === undefined || (path && !(await isInside(realRoot, path))))
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

async function isInside(realRoot: string, path: string): Promise<boolean> {
  const real = await realpath(path).catch(() => undefined);
  return real?.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep) ?? false;
}

/** Folder contents by folded name, read once each. */
class Folders {
  readonly #known = new Map<string, Map<string, string>>();

  /** The path of an existing regular file (or link), or undefined. */
  async find(root: string, components: readonly string[]): Promise<string | undefined> {
    let path = root;
    for (const component of components) {
      const name = (await this.#names(path)).get(foldFileName(component));
      if (name === undefined) return undefined;
      path = join(path, name);
    }
    const info = await lstat(path).catch(() => undefined);
    return info?.isFile() || info?.isSymbolicLink() ? path : undefined;
  }

  async #names(folder: string): Promise<Map<string, string>> {
    let names = this.#known.get(folder);
    if (names === undefined) {
      const entries = await readdir(folder).catch(() => []);
      names = new Map(entries.map((entry) => [foldFileName(entry), entry]));
      this.#known.set(folder, names);
    }
    return names;
  }
}

/** ISO 9660 names end in a version and perhaps a dot: IM1.;1 */
function foldFileName(name: string): string {
  return name.replace(/;\d+$/, '').replace(/\.+$/, '').toUpperCase();
}
