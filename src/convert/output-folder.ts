import { mkdir, realpath } from 'node:fs/promises';
import { IsocenterError } from '../base/index.ts';
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

  /** @throws IsocenterError `store/io`, `store/full` */
  async writer(): Promise<FolderWriter> {
    if (this.#writer) return this.#writer;
    await mkdir(this.#root, { recursive: true }).catch(notMade);
    this.#root = await realpath(this.#root);
    this.#writer = await FolderWriter.open(this.#root);
    return this.#writer;
  }

  /** A path for something on the way that goes at the end. @throws IsocenterError `store/io`, `store/full` */
  async scratch(): Promise<string> {
    return (await this.writer()).scratch('');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer?.[Symbol.asyncDispose]();
  }
}

export const notMadeBecause = (reason: string, cause?: unknown): IsocenterError =>
  new IsocenterError('store/io', { what: 'the folder to write to', reason }, cause);

export function notMade(error: NodeJS.ErrnoException): never {
  throw notMadeBecause(error.code ?? error.message, error);
}
