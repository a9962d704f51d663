import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { numbered } from '../base/index.ts';
import { sameNameKey } from '../naming/index.ts';
import { dataSetDigest } from './file-digest.ts';

/** Where a file goes, or that it is there already. */
export interface Placement {
  readonly path: string;
  readonly isThere: boolean;
}

interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
  /** Of a file that this export wrote or compared. */
  readonly sha256?: string;
}

/** Names that differ only in ` (2)`, ` (3)` and so on. */
interface Stem {
  next: number;
  readonly digests: Map<string, string>;
}

/**
 * One folder of an export: names that are taken, by what file systems without case take for equal, and what is known
 * of the files. Each file that was there before is read at most once, however many want its name.
 */
export class ExportFolder {
  readonly path: string;
  readonly #entries: Map<string, Entry>;
  readonly #stems = new Map<string, Stem>();

  private constructor(path: string, entries: Map<string, Entry>) {
    this.path = path;
    this.#entries = entries;
  }

  static async open(path: string): Promise<ExportFolder> {
    const entries = await readdir(path, { withFileTypes: true });
    // A link counts as a file, so nothing is ever written through it.
    const known = entries.map((entry) => [
      sameNameKey(entry.name),
      { name: entry.name, isFolder: entry.isDirectory() },
    ]);
    return new ExportFolder(path, new Map(known as [string, Entry][]));
  }

  /** The path of a folder in it, made when it is not there. Where a file has the name, it is the next free one. */
  async folder(name: string): Promise<string> {
    for (let number = 1; ; number++) {
      const wanted = numbered(name, number);
      const entry = this.#entries.get(sameNameKey(wanted));
      if (entry?.isFolder) return join(this.path, entry.name);
      if (!entry) return await this.#makeFolder(wanted);
    }
  }

  /** Takes the first of `stem.dcm`, `stem (2).dcm`... that is free, unless one holds this data set already. */
  async place(stem: string, extension: string, sha256: string): Promise<Placement> {
    const known = this.#stem(sameNameKey(stem + extension));
    for (; ; known.next++) {
      const there = known.digests.get(sha256);
      if (there !== undefined) return { path: join(this.path, there), isThere: true };
      const name = numbered(stem, known.next, extension);
      const entry = this.#entries.get(sameNameKey(name));
      if (!entry) return this.#take(known, name, sha256);
      const digest = await this.#digestOf(entry);
      if (digest !== undefined) known.digests.set(digest, entry.name);
      // Found in the next turn, without reading the ones after it.
      if (digest === sha256) known.next--;
    }
  }

  /** Gives a name back that was taken and not written. */
  release(name: string): void {
    this.#entries.delete(sameNameKey(name));
    this.#stems.clear();
  }

  async #makeFolder(name: string): Promise<string> {
    const path = join(this.path, name);
    await mkdir(path);
    this.#entries.set(sameNameKey(name), { name, isFolder: true });
    return path;
  }

  #stem(key: string): Stem {
    let stem = this.#stems.get(key);
    if (!stem) {
      stem = { next: 1, digests: new Map() };
      this.#stems.set(key, stem);
    }
    return stem;
  }

  #take(stem: Stem, name: string, sha256: string): Placement {
    this.#entries.set(sameNameKey(name), { name, isFolder: false, sha256 });
    stem.digests.set(sha256, name);
    stem.next++;
    return { path: join(this.path, name), isThere: false };
  }

  async #digestOf(entry: Entry): Promise<string | undefined> {
    if (entry.isFolder) return undefined;
    return entry.sha256 ?? (await dataSetDigest(join(this.path, entry.name)));
  }
}
