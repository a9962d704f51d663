import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { IsocenterError, isGone } from '../base/index.ts';
import { MAXIMUM_BYTES, MAXIMUM_EXTENSIONS, MAXIMUM_FILES } from './limits.ts';

/** An extension as it lies in the data directory. */
export interface FoundExtension {
  readonly name: string;
  /** The folder that its files are in. */
  readonly folder: string;
  /** Relative to the folder; the first is the one that is loaded. */
  readonly files: readonly string[];
  /** Another one means that somebody may have changed it. */
  readonly mark: string;
  /** It is too large. */
  readonly problem?: IsocenterError;
}

const NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/** `NAME.ts`, and folders with an `index.ts`. Empty where there is no folder of extensions. */
export async function findExtensions(folder: string): Promise<FoundExtension[]> {
  const found: FoundExtension[] = [];
  for (const entry of (await entriesOf(folder)).slice(0, MAXIMUM_EXTENSIONS * 4)) {
    const name = entry.name.replace(/\.ts$/, '');
    if (!NAME.test(name) || found.some((other) => other.name === name)) continue;
    const one = name === entry.name ? await inFolder(name, join(folder, name)) : await alone(name, folder);
    if (one) found.push(one);
  }
  return found.slice(0, MAXIMUM_EXTENSIONS);
}

async function alone(name: string, folder: string): Promise<FoundExtension | undefined> {
  const files = [`${name}.ts`];
  const sizes = new Sizes(name, folder);
  return (await sizes.add(files[0]!)) ? { name, folder, files, ...sizes.end() } : undefined;
}

async function inFolder(name: string, folder: string): Promise<FoundExtension | undefined> {
  const isOne = await stat(join(folder, 'index.ts')).catch(() => undefined);
  if (!isOne?.isFile()) return undefined;
  const entries = await entriesOf(folder, true);
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
  const sizes = new Sizes(name, folder);
  for (const file of files.slice(0, MAXIMUM_FILES + 1)) await sizes.add(file);
  return {
    name,
    folder,
    files: ['index.ts', ...files.filter((file) => file !== 'index.ts')],
    ...sizes.end(),
  };
}

/** By name. A folder that is not there, or is none, has none. */
async function entriesOf(folder: string, recursive = false): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive }).catch(noneIfGone);
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function noneIfGone(error: unknown): [] {
  if (isGone(error)) return [];
  throw error;
}

/** What its files look like from outside. */
class Sizes {
  readonly #extension: string;
  readonly #folder: string;
  readonly #marks: string[] = [];
  #bytes = 0;

  constructor(extension: string, folder: string) {
    this.#extension = extension;
    this.#folder = folder;
  }

  /** False when there is no such file. */
  async add(file: string): Promise<boolean> {
    const stats = await stat(join(this.#folder, file)).catch(() => undefined);
    if (!stats?.isFile()) return false;
    this.#bytes += stats.size;
    this.#marks.push(`${file}:${stats.size}:${stats.mtimeMs}:${stats.ino}`);
    return true;
  }

  end(): Pick<FoundExtension, 'mark' | 'problem'> {
    const problem =
      this.#marks.length > MAXIMUM_FILES
        ? this.#over('files', `more than ${MAXIMUM_FILES}`, MAXIMUM_FILES)
        : this.#bytes > MAXIMUM_BYTES
          ? this.#over('bytes', this.#bytes, MAXIMUM_BYTES)
          : undefined;
    return { mark: this.#marks.join('\n'), ...(problem && { problem }) };
  }

  #over(what: string, value: string | number, limit: number): IsocenterError {
    return new IsocenterError('extension/limit', {
      ...{ extension: this.#extension, what: `The number of its ${what}`, value, limit },
    });
  }
}
