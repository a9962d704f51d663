import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, realpath, rmdir, unlink } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { IsocenterError, isGone } from '../base/index.ts';
import { notMade, notMadeBecause, OutputFolder } from '../convert/index.ts';
import { errnoOf } from '../disks/index.ts';
import { datasetLimits } from './limits.ts';

/** What tells whether a file is as it was. */
export interface FileMark {
  readonly bytes: number;
  readonly modifiedMs: number;
}

/**
 * The folder of a dataset. Paths are below it, with slashes. Links in it are not followed, and nothing that is there is overwritten,
 * but where that is said.
 */
export class DatasetFolder implements AsyncDisposable {
  readonly #folder: OutputFolder;

  private constructor(folder: OutputFolder) {
    this.#folder = folder;
  }

  /** @param folder absolute; made when something is written */
  static async at(folder: string): Promise<DatasetFolder> {
    return new DatasetFolder(await OutputFolder.at(folder));
  }

  /** Absolute, without symbolic links where it is there. */
  get root(): string {
    return this.#folder.root;
  }

  /** Makes it where it is not there. @throws IsocenterError what OutputFolder.writer throws, as all that writes does */
  async make(): Promise<void> {
    await this.#folder.writer();
  }

  /** A path for something on the way that goes at the end; made as {@link make} does. */
  scratch(): Promise<string> {
    return this.#folder.scratch();
  }

  /** Undefined where no such file is: links and folders are none. */
  async mark(path: string): Promise<FileMark | undefined> {
    const absolute = await this.#inside(path);
    const info = absolute === undefined ? undefined : await lstat(absolute).catch(() => undefined);
    return info?.isFile() ? { bytes: info.size, modifiedMs: info.mtimeMs } : undefined;
  }

  /** Whether anything has the name, as far as that can be told. */
  async isTaken(path: string): Promise<boolean> {
    return await lstat(join(this.root, path)).then(
      () => true,
      (error: unknown) => !isGone(error),
    );
  }

  /** Names in a folder; none where there is none. */
  async list(path: string): Promise<string[]> {
    return await readdir(join(this.root, path)).catch(() => []);
  }

  /** Undefined where no such file is, or one over the limit. */
  async read(path: string, limit: number = datasetLimits.textBytes): Promise<string | undefined> {
    const absolute = await this.#inside(path);
    if (absolute === undefined) return undefined;
    try {
      await using file = await open(absolute, constants.O_RDONLY | constants.O_NOFOLLOW);
      const info = await file.stat();
      return info.isFile() && info.size <= limit ? await file.readFile('utf8') : undefined;
    } catch {
      return undefined;
    }
  }

  /** For what is written again with more: undefined only where nothing is there. @throws IsocenterError `dataset/mapping` */
  async readWhole(path: string, limit?: number): Promise<string | undefined> {
    const text = await this.read(path, limit);
    if (text !== undefined || !(await this.isTaken(path))) return text;
    throw new IsocenterError('dataset/mapping', {
      file: path,
      problems: 'it cannot be read, or is too large, or no file',
    });
  }

  /** Overwrites in one step; a link of the name goes, what it leads to stays. */
  async write(path: string, text: string): Promise<void> {
    const writer = await this.#folder.writer();
    await writer.replace(await this.place(path), Buffer.from(text));
  }

  /** Takes a file of elsewhere in. @param from absolute */
  async take(from: string, path: string): Promise<FileMark> {
    const writer = await this.#folder.writer();
    await writer.publish(from, await this.place(path));
    return (await this.mark(path))!;
  }

  async move(from: string, to: string): Promise<void> {
    const absolute = await this.#inside(from);
    if (absolute === undefined) return;
    await this.take(absolute, to);
    await this.#tidy(dirname(absolute));
  }

  async remove(path: string): Promise<void> {
    const absolute = await this.#inside(path);
    if (absolute === undefined) return;
    await unlink(absolute).catch(() => {});
    await this.#tidy(dirname(absolute));
  }

  /** Where a file is to be, absolute. Makes the folders that are not there. */
  async place(path: string): Promise<string> {
    const names = path.split('/');
    if (names.some((name) => name === '' || name === '.' || name === '..'))
      throw notMadeBecause(`${path} leads elsewhere`);
    let folder = this.root;
    for (const name of names.slice(0, -1)) {
      folder = join(folder, name);
      await mkdir(folder).catch(async (error: unknown) => {
        if (errnoOf(error) !== 'EEXIST') notMade(error);
        const info = await lstat(folder).catch(notMade);
        if (!info.isDirectory()) throw notMadeBecause(`${name} is there and is no folder`);
      });
    }
    return join(folder, names.at(-1)!);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#folder[Symbol.asyncDispose]();
  }

  /** Undefined for what leads out of the folder. */
  async #inside(path: string): Promise<string | undefined> {
    const absolute = join(this.root, path);
    const folder = dirname(absolute);
    const real = await realpath(folder).catch(() => undefined);
    return real === folder && (folder + sep).startsWith(this.root + sep) ? absolute : undefined;
  }

  /** Folders that are empty now. */
  async #tidy(folder: string): Promise<void> {
    for (let at = folder; at.startsWith(this.root + sep); at = dirname(at)) {
      const isGone = await rmdir(at).then(
        () => true,
        () => false,
      );
      if (!isGone) return;
    }
  }
}
