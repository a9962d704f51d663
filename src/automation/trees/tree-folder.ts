import { randomUUID } from 'node:crypto';
import { chmod, chown, lstat, readFile, realpath, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { IsocenterError } from '../../base/index.ts';
import { errnoOf, isBelow } from '../../disks/index.ts';
import { FolderListing } from './folder-listing.ts';
import type { Tree } from './tree.ts';

/** Says that the folder is the one that was filled: a disk that is not there leaves an empty one of the same name. */
const MARK_FILE = '.isocenter-tree';
/** Listings kept. Trees go study by study, so those in use are few. */
const MAXIMUM_LISTINGS = 256;
const WRITABLE_BY_OTHERS = 0o022;

type Looks = Pick<Tree, 'fileMode' | 'folderMode' | 'group'>;

/** A folder below, and its path from the top with a slash at its end. */
interface FoundFolder {
  readonly listing: FolderListing;
  readonly path: string;
}

/**
 * The folder that a tree fills. Names lead through real folders only: a link that somebody put there counts as a file,
 * so nothing is ever written through it.
 */
export class TreeFolder {
  /** Without symbolic links. */
  readonly path: string;
  readonly #looks: Looks;
  readonly #name: string;
  readonly #mark: string;
  readonly #listings = new Map<string, FolderListing>();
  /** Most files go where the one before went. */
  #last: { readonly wanted: string; readonly found: FoundFolder } | undefined;

  private constructor(path: string, tree: Looks & Pick<Tree, 'name'>, mark: string) {
    this.path = path;
    this.#looks = tree;
    this.#name = tree.name;
    this.#mark = mark;
  }

  /**
   * The folder as it was left. Throws `tree/folder-gone` when it is not there or not the same, `automation/target` when it
   * leads out of what the settings allow, `tree/unsafe-links` where others could write into files of the archive.
   */
  static async open(tree: Tree, mark: string): Promise<TreeFolder> {
    const folder = new TreeFolder(await TreeFolder.#resolve(tree), tree, mark);
    await folder.requireSame();
    return folder;
  }

  /**
   * The same for one that is filled for the first time or anew: it is marked when it has no mark yet.
   * @param open makes the folder where it is not there @throws IsocenterError also `tree/cannot-write`, and what that throws
   */
  static async make(
    tree: Tree,
    open: (folder: string) => Promise<unknown>,
  ): Promise<{ folder: TreeFolder; mark: string }> {
    await lstat(tree.root).catch((error: unknown) => {
      throw new IsocenterError('tree/folder-gone', { name: tree.name }, error);
    });
    await open(tree.folder);
    const path = await TreeFolder.#resolve(tree);
    const mark = (await readMark(path)) ?? randomUUID();
    const text = `${mark}\nFiles below are made by Isocenter as the tree "${tree.name}". Those that others made are left alone.\n`;
    await writeFile(join(path, MARK_FILE), text).catch((error: unknown) => {
      throw new IsocenterError('tree/cannot-write', { reason: errnoOf(error) }, error);
    });
    return { folder: new TreeFolder(path, tree, mark), mark };
  }

  /** Its disk may go while it is in use. Throws `tree/folder-gone`. */
  async requireSame(): Promise<void> {
    if ((await readMark(this.path)) !== this.#mark)
      throw new IsocenterError('tree/folder-gone', { name: this.#name });
  }

  static async #resolve(tree: Tree): Promise<string> {
    const [path, root] = await Promise.all(
      [tree.folder, tree.root].map((one) => realpath(one).catch(() => undefined)),
    );
    if (path === undefined || root === undefined)
      throw new IsocenterError('tree/folder-gone', { name: tree.name });
    if (!isBelow(path, root)) throw new IsocenterError('automation/target', { folder: tree.folder });
    const { mode } = await lstat(path);
    if (tree.form !== 'copy' && (mode & WRITABLE_BY_OTHERS) !== 0)
      throw new IsocenterError('tree/unsafe-links', { name: tree.name });
    return path;
  }

  /** The listing of a folder below, made where it is missing, and its path from here. */
  async folder(segments: readonly string[]): Promise<FoundFolder> {
    const wanted = segments.join('/');
    if (this.#last?.wanted !== wanted) this.#last = { wanted, found: await this.#find(segments) };
    return this.#last.found;
  }

  async #find(segments: readonly string[]): Promise<FoundFolder> {
    let listing = await this.#listing(this.path);
    const path: string[] = [];
    for (const segment of segments) {
      const name = await listing.folder(segment, (made) => this.#dress(made, this.#looks.folderMode));
      path.push(name);
      listing = await this.#listing(join(listing.path, name));
    }
    return { listing, path: path.map((name) => `${name}/`).join('') };
  }

  /** Gives a file that was just made its mode and group. */
  async dressFile(path: string): Promise<void> {
    await this.#dress(path, this.#looks.fileMode);
  }

  /** A file went: its name is free, and folders that are empty now go too. */
  async release(path: string): Promise<void> {
    const file = join(this.path, path);
    this.#last = undefined;
    this.#listings.get(dirname(file))?.giveBack(file.slice(dirname(file).length + 1));
    for (let folder = dirname(file); relative(this.path, folder) !== ''; folder = dirname(folder)) {
      try {
        await rmdir(folder);
      } catch {
        // Something else is in it.
        return;
      }
      this.#listings.delete(folder);
      this.#listings.delete(dirname(folder));
    }
  }

  /** Nothing of the tree is in it any more. */
  async unmark(): Promise<void> {
    await rm(join(this.path, MARK_FILE), { force: true });
  }

  async #dress(path: string, mode: number | undefined): Promise<void> {
    if (this.#looks.group !== undefined) await chown(path, -1, this.#looks.group);
    if (mode !== undefined) await chmod(path, mode);
  }

  async #listing(path: string): Promise<FolderListing> {
    const listing = this.#listings.get(path) ?? (await FolderListing.read(path));
    this.#listings.delete(path);
    this.#listings.set(path, listing);
    const [oldest] = this.#listings.keys();
    if (this.#listings.size > MAXIMUM_LISTINGS) this.#listings.delete(oldest!);
    return listing;
  }
}

export const isMarkFile = (path: string): boolean => path === MARK_FILE;

async function readMark(folder: string): Promise<string | undefined> {
  try {
    const [mark] = (await readFile(join(folder, MARK_FILE), 'utf8')).split('\n');
    return mark || undefined;
  } catch {
    return undefined;
  }
}
