import { lstat, mkdir, readdir, realpath, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { IsocenterError } from '../base/index.ts';
import { FolderWriter } from '../media/index.ts';
import { sameNameKey } from '../naming/index.ts';
import type { Conversion } from './convert-series.ts';
import {
  type ConversionTerms,
  type NiftiRecord,
  RECORD_FOLDER,
  type RecordedFile,
  recordPath,
} from './nifti-record.ts';
import type { ConvertedFile } from './outputs.ts';
import { untouchedFiles } from './recorded-files.ts';

/** Where the files of a series go. */
export interface ChosenName {
  readonly folder: string;
  /** What its files begin with. */
  readonly stem: string;
  /** Files of an earlier conversion that go when the new ones are there. */
  readonly replaces: readonly string[];
}

/** What dcm2niix adds to a name, and the ends of its files. */
const ADDED = /^[_a-z0-9]*\.(nii|nii\.gz|json|bval|bvec)$/i;

/**
 * The folder that conversions go to, with its records. It makes folders and files of its own and touches no others: links in it are not
 * followed, files of the same name stay, and what it wrote and somebody changed since counts as theirs. Names are taken in the order in which series come.
 */
export class NiftiFolder implements AsyncDisposable {
  readonly #root: string;
  readonly #writer: FolderWriter;

  private constructor(root: string, writer: FolderWriter) {
    this.#root = root;
    this.#writer = writer;
  }

  /** @param folder made when it is not there. @throws IsocenterError `store/io`, `store/full` */
  static async open(folder: string): Promise<NiftiFolder> {
    await mkdir(folder, { recursive: true }).catch(notMade);
    const root = await realpath(folder);
    return new NiftiFolder(root, await FolderWriter.open(root));
  }

  /** A folder for what is on the way; it goes at the end. */
  get scratch(): string {
    return this.#writer.scratch('');
  }

  /** Chooses a name: the wanted one, or the next free one beside it. @param segments folders and name, safe ones */
  async choose(segments: readonly string[], earlier: NiftiRecord | undefined): Promise<ChosenName> {
    const replaces = earlier ? await untouchedFiles(this.#root, earlier) : [];
    const folder = await this.#folder(segments.slice(0, -1));
    const stem = await this.#freeStem(folder, segments.at(-1)!, new Set(replaces));
    return { folder, stem, replaces };
  }

  /** Puts the files of a conversion in their place, and notes it. @returns paths below the folder */
  async put(conversion: Conversion, name: ChosenName, terms: ConversionTerms): Promise<string[]> {
    await Promise.all(name.replaces.map((path) => rm(path, { force: true })));
    const files: RecordedFile[] = [];
    try {
      for (const file of conversion.files) files.push(await this.#publish(file, name));
    } catch (error) {
      // Without a record they would be somebody else's the next time.
      await Promise.all(files.map(({ path }) => rm(join(this.#root, path), { force: true })));
      throw error;
    }
    await this.#note({ ...terms, files, warnings: [...conversion.warnings] });
    return files.map(({ path }) => path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer[Symbol.asyncDispose]();
  }

  async #publish({ path, suffix, extension }: ConvertedFile, { folder, stem }: ChosenName) {
    const target = join(folder, stem + suffix + extension);
    await this.#writer.publish(path, target);
    const { size, mtimeMs } = await lstat(target);
    return { path: relative(this.#root, target).split(sep).join('/'), bytes: size, modifiedMs: mtimeMs };
  }

  async #note(record: NiftiRecord): Promise<void> {
    await this.#folder([RECORD_FOLDER]);
    const path = recordPath(this.#root, record.seriesInstanceUid);
    await this.#writer.replace(path, Buffer.from(`${JSON.stringify(record, undefined, 2)}\n`));
  }

  async #folder(names: readonly string[]): Promise<string> {
    let path = this.#root;
    for (const name of names) path = await subfolder(path, name);
    return path;
  }

  async #freeStem(folder: string, wanted: string, replaced: ReadonlySet<string>): Promise<string> {
    const there = (await readdir(folder))
      .filter((name) => !replaced.has(join(folder, name)))
      .map(sameNameKey);
    for (let number = 1; ; number++) {
      const stem = numbered(wanted, number);
      const key = sameNameKey(stem);
      if (!there.some((name) => name.startsWith(key) && ADDED.test(name.slice(key.length)))) return stem;
    }
  }
}

/** One of this name, made when it is not there. Where a file or a link has the name, it is the next free one. */
async function subfolder(parent: string, wanted: string): Promise<string> {
  const entries = await readdir(parent, { withFileTypes: true });
  for (let number = 1; ; number++) {
    const name = numbered(wanted, number);
    const there = entries.find((entry) => sameNameKey(entry.name) === sameNameKey(name));
    if (there?.isDirectory()) return join(parent, there.name);
    if (there) continue;
    const path = join(parent, name);
    await mkdir(path).catch(notMade);
    return path;
  }
}

function notMade(error: NodeJS.ErrnoException): never {
  const reason = error.code ?? error.message;
  throw new IsocenterError('store/io', { what: 'the folder to write to', reason }, error);
}

const numbered = (name: string, number: number): string => (number === 1 ? name : `${name} (${number})`);
