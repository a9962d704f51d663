import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { numbered } from '../base/index.ts';
import { sameNameKey } from '../naming/index.ts';
import type { ConversionTarget } from './convert-all.ts';
import type { Conversion } from './convert-series.ts';
import {
  type ConversionTerms,
  isSameConversion,
  type NiftiRecord,
  RECORD_FOLDER,
  type RecordedFile,
  readRecord,
  recordPath,
} from './nifti-record.ts';
import { notMade, OutputFolder } from './output-folder.ts';
import type { ConvertedFile } from './outputs.ts';
import { untouchedFiles } from './recorded-files.ts';

/** What dcm2niix adds to a name, and the ends of its files. */
const ADDED = /^[_a-z0-9]*\.(nii|nii\.gz|json|bval|bvec)$/i;

/**
 * The folder that conversions go to, with its records. It makes folders and files of its own and touches no others: links in it are not
 * followed, files of the same name stay, and what it wrote and somebody changed since counts as theirs.
 */
export class NiftiFolder implements ConversionTarget, AsyncDisposable {
  readonly #folder: OutputFolder;

  private constructor(folder: OutputFolder) {
    this.#folder = folder;
  }

  /** @param folder made when something is put there */
  static async at(folder: string): Promise<NiftiFolder> {
    return new NiftiFolder(await OutputFolder.at(folder));
  }

  async current(terms: ConversionTerms): Promise<string[] | undefined> {
    const earlier = await readRecord(this.#root, terms.seriesInstanceUid);
    if (!earlier || !isSameConversion(earlier, terms)) return undefined;
    const untouched = await untouchedFiles(this.#root, earlier);
    return untouched.length === earlier.files.length ? earlier.files.map(({ path }) => path) : undefined;
  }

  scratch(): Promise<string> {
    return this.#folder.scratch();
  }

  async put(conversion: Conversion, terms: ConversionTerms, name: readonly string[]): Promise<string[]> {
    const earlier = await readRecord(this.#root, terms.seriesInstanceUid);
    const replaced = earlier ? await untouchedFiles(this.#root, earlier) : [];
    const folder = await this.#subfolder(name.slice(0, -1));
    const stem = await freeStem(folder, name.at(-1)!, new Set(replaced));
    await Promise.all(replaced.map((path) => rm(path, { force: true })));
    const files: RecordedFile[] = [];
    try {
      for (const file of conversion.files) files.push(await this.#publish(file, join(folder, stem)));
    } catch (error) {
      // Without a record they would be somebody else's the next time.
      await Promise.all(files.map(({ path }) => rm(join(this.#root, path), { force: true })));
      throw error;
    }
    await this.#note({ ...terms, files, warnings: [...conversion.warnings] });
    return files.map(({ path }) => path);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#folder[Symbol.asyncDispose]();
  }

  get #root(): string {
    return this.#folder.root;
  }

  async #publish({ path, suffix, extension }: ConvertedFile, place: string): Promise<RecordedFile> {
    const target = place + suffix + extension;
    const writer = await this.#folder.writer();
    await writer.publish(path, target);
    const { size, mtimeMs } = await lstat(target);
    return { path: relative(this.#root, target).split(sep).join('/'), bytes: size, modifiedMs: mtimeMs };
  }

  async #note(record: NiftiRecord): Promise<void> {
    await this.#subfolder([RECORD_FOLDER]);
    const path = recordPath(this.#root, record.seriesInstanceUid);
    const writer = await this.#folder.writer();
    await writer.replace(path, Buffer.from(`${JSON.stringify(record, undefined, 2)}\n`));
  }

  async #subfolder(names: readonly string[]): Promise<string> {
    let path = this.#root;
    for (const name of names) path = await subfolder(path, name);
    return path;
  }
}

/** The wanted name, or the next free one beside it: nothing in the folder begins with it and ends as our files do, but what is replaced. */
async function freeStem(folder: string, wanted: string, replaced: ReadonlySet<string>): Promise<string> {
  const there = (await readdir(folder)).filter((name) => !replaced.has(join(folder, name))).map(sameNameKey);
  for (let number = 1; ; number++) {
    const stem = numbered(wanted, number);
    const key = sameNameKey(stem);
    if (!there.some((name) => name.startsWith(key) && ADDED.test(name.slice(key.length)))) return stem;
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
