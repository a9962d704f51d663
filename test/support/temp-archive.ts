import { type ArchiveSettings, type OpenArchive, openArchive } from '../../src/archive/index.ts';
import type { Actor } from '../../src/contract/index.ts';
import { TemporaryDirectory } from './temp.ts';

export const tester: Actor = { kind: 'local', name: 'tester' };

export const archiveSettings: ArchiveSettings = {
  seriesQuietSeconds: 60,
  studyQuietSeconds: 120,
  trashGraceDays: 30,
  importConcurrency: 4,
};

/** A real archive in a directory of its own. */
export class TemporaryArchive implements AsyncDisposable {
  readonly directory: TemporaryDirectory;
  readonly archive: OpenArchive['archive'];
  readonly parts: OpenArchive['parts'];
  readonly #close: () => Promise<void>;

  private constructor(directory: TemporaryDirectory, open: OpenArchive) {
    this.directory = directory;
    this.archive = open.archive;
    this.parts = open.parts;
    this.#close = () => open.close();
  }

  static async open(): Promise<TemporaryArchive> {
    const directory = new TemporaryDirectory('archive');
    const data = directory.path;
    const database = `sqlite:${directory.join('catalog.sqlite')}`;
    return new TemporaryArchive(directory, await openArchive({ data, database, settings: archiveSettings }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
    this.directory.remove();
  }
}

/** Runs a stream to its end: all items, and the result. */
export async function drain<Item, Result>(
  stream: AsyncGenerator<Item, Result, void>,
): Promise<{ items: Item[]; result: Result }> {
  const items: Item[] = [];
  for (;;) {
    const step = await stream.next();
    if (step.done) return { items, result: step.value };
    items.push(step.value);
  }
}
