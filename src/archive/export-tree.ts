import { basename, dirname } from 'node:path';
import { IsocenterError } from '../base/index.ts';
import { ExportFolder, type Placement } from './export-folder.ts';

/** Where a file wants to be, below the folder of an export. */
export interface WantedName {
  readonly folders: readonly string[];
  readonly stem: string;
  /** With its dot, or empty. */
  readonly extension: string;
}

/** Listings kept. Exports go series by series, so the ones in use are few. */
const MAX_KNOWN_FOLDERS = 256;
/** Far below MAX_KNOWN_FOLDERS: a listing must not go while one of its files is being written. */
const MAX_DEPTH = 32;

/**
 * The folders of an export. Nothing leaves its root: names are taken as they are, and links in it count as taken.
 * One call at a time.
 */
export class ExportTree {
  readonly #root: string;
  readonly #folders = new Map<string, ExportFolder>();

  /** @param root a path without symbolic links. */
  constructor(root: string) {
    this.#root = root;
  }

  /** Takes a path for a data set: the wanted one, or the next free one beside it. */
  async place({ folders, stem, extension }: WantedName, sha256: string): Promise<Placement> {
    if (folders.length > MAX_DEPTH) {
      throw new IsocenterError('input/invalid', {
        reason: `The name template makes more than ${MAX_DEPTH} folders inside each other.`,
      });
    }
    let folder = await this.#open(this.#root);
    for (const name of folders) folder = await this.#open(await folder.folder(name));
    return await folder.place(stem, extension, sha256);
  }

  /** Gives a path back that was taken and not written. */
  release({ path }: Placement): void {
    this.#folders.get(dirname(path))?.release(basename(path));
  }

  async #open(path: string): Promise<ExportFolder> {
    const folder = this.#folders.get(path) ?? (await ExportFolder.open(path));
    this.#folders.delete(path);
    this.#folders.set(path, folder);
    const [oldest] = this.#folders.keys();
    if (this.#folders.size > MAX_KNOWN_FOLDERS) this.#folders.delete(oldest!);
    return folder;
  }
}
