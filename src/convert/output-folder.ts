import { mkdir, realpath } from 'node:fs/promises';
import { IsocenterError } from '../base/index.ts';
import { diskError, requireMounted } from '../disks/index.ts';
import { FolderWriter } from '../media/index.ts';

/** A folder that files go to: it is made when the first one comes. */
export class OutputFolder implements AsyncDisposable {
  /** Absolute, without symbolic links where it is there. */
  #root: string;
  #writer: FolderWriter | undefined;

  private constructor(root: string) {
    this.#root = root;
  }

  /** @param folder absolute */
  static async at(folder: string): Promise<OutputFolder> {
    return new OutputFolder(await realpath(folder).catch(() => folder));
  }

  get root(): string {
    return this.#root;
  }

  /** Makes the folder where it is not there. @throws IsocenterError `store/not-mounted`, `store/full`, `store/io` */
  async writer(): Promise<FolderWriter> {
    if (this.#writer) return this.#writer;
    await requireMounted(this.#root);
    await mkdir(this.#root, { recursive: true }).catch(notMade);
    this.#root = await realpath(this.#root).catch(notMade);
    this.#writer = await FolderWriter.open(this.#root);
    return this.#writer;
  }

  /** A path for something on the way that goes at the end. @throws IsocenterError what {@link writer} throws */
  async scratch(): Promise<string> {
    return (await this.writer()).scratch('');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer?.[Symbol.asyncDispose]();
  }
}

/** What is written to, as errors call it. */
export const TARGET = 'the folder to write to';

export const notMadeBecause = (reason: string): IsocenterError =>
  new IsocenterError('store/io', { what: TARGET, reason });

export function notMade(error: unknown): never {
  throw diskError(error, TARGET);
}
