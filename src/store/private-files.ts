import fs from 'node:fs';
import path from 'node:path';
import type { DataDirectory } from './data-directory.ts';
import { dataSync, syncDirectory } from './file-sync.ts';
import { errnoOf, storeError } from './io-error.ts';

const WHAT = 'the secrets';
const NAME = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,127}$/;
/** Before the name of a file that is being written; left by a power cut it is overwritten. */
const UNFINISHED = '.new-';

/** Small JSON files in a folder of `private/`, that only their owner may read. */
export class PrivateFiles {
  readonly #directory: string;

  constructor(directory: Pick<DataDirectory, 'private'>, folder: string) {
    this.#directory = path.join(directory.private, folder);
    fs.mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
  }

  /** All names. */
  list(): string[] {
    return fs.readdirSync(this.#directory).filter((name) => NAME.test(name));
  }

  /** undefined when there is none. */
  read(name: string): unknown {
    try {
      return JSON.parse(fs.readFileSync(this.#path(name), 'utf8')) as unknown;
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return undefined;
      throw storeError(error, WHAT);
    }
  }

  /** Durable, and old or new but never half, when it resolves. Two writers of one name must wait for each other. */
  async write(name: string, value: unknown): Promise<void> {
    const final = this.#path(name);
    const unfinished = path.join(this.#directory, `${UNFINISHED}${name}`);
    try {
      const fd = fs.openSync(unfinished, 'w', 0o600);
      try {
        fs.writeFileSync(fd, JSON.stringify(value));
        await dataSync(fd);
      } finally {
        fs.closeSync(fd);
      }
      fs.renameSync(unfinished, final);
      await syncDirectory(this.#directory);
    } catch (error) {
      throw storeError(error, WHAT);
    }
  }

  /** Nothing happens when there is none. */
  async remove(name: string): Promise<void> {
    try {
      fs.rmSync(this.#path(name), { force: true });
      await syncDirectory(this.#directory);
    } catch (error) {
      throw storeError(error, WHAT);
    }
  }

  #path(name: string): string {
    if (!NAME.test(name)) throw new RangeError('not a name for a private file');
    return path.join(this.#directory, name);
  }
}
