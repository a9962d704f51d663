import fs from 'node:fs';
import path from 'node:path';
import { IsocenterError } from '../base/index.ts';
import { errnoOf } from '../disks/index.ts';
import { dataSync, syncDirectory } from './file-sync.ts';
import { storeError } from './io-error.ts';
import { type Sealer, sealedTextOf } from './sealer.ts';

const WHAT = 'the secrets';
const NAME = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,127}$/;
/** Before the name of a file that is being written; left by a power cut it is overwritten. */
const UNFINISHED = '.new-';

/** Small JSON values in a folder of `private/`, sealed, in files that only their owner may read. */
export class PrivateFiles {
  readonly #directory: string;
  readonly #folder: string;
  readonly #sealer: Sealer;

  /** @param directory `private/` of the data directory. */
  constructor(directory: string, folder: string, sealer: Sealer) {
    this.#folder = folder;
    this.#sealer = sealer;
    this.#directory = path.join(directory, folder);
    fs.mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
  }

  static isName(text: string): boolean {
    return NAME.test(text);
  }

  /** All names. */
  list(): string[] {
    return fs.readdirSync(this.#directory).filter((name) => NAME.test(name));
  }

  /** undefined when there is none. Throws `store/io` for what was not sealed by us, with our key, under this name. */
  read(name: string): unknown {
    const kept = this.#kept(name);
    if (kept === undefined) return undefined;
    const sealed = sealedTextOf(kept);
    const text = sealed && this.#sealer.open(this.#placeOf(name), sealed);
    if (text === undefined)
      throw new IsocenterError('store/io', { what: WHAT, reason: 'one was changed, and does not open' });
    return JSON.parse(text) as unknown;
  }

  #kept(name: string): unknown {
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
    const sealed = this.#sealer.seal(this.#placeOf(name), JSON.stringify(value));
    const unfinished = path.join(this.#directory, `${UNFINISHED}${name}`);
    try {
      const fd = fs.openSync(unfinished, 'w', 0o600);
      try {
        fs.writeFileSync(fd, JSON.stringify(sealed));
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

  /** What is sealed for one name does not open under another. */
  #placeOf(name: string): string {
    return `${this.#folder}/${name}`;
  }

  #path(name: string): string {
    if (!NAME.test(name)) throw new RangeError('not a name for a private file');
    return path.join(this.#directory, name);
  }
}
