import { type ArchiveSettings, type OpenArchive, openArchive } from '../../src/archive/index.ts';
import type { Actor } from '../../src/contract/index.ts';
import { sqlite, type TestEngine } from './engines.ts';
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

  private constructor(directory: TemporaryDirectory, open: OpenArchive, close: () => Promise<void>) {
    this.directory = directory;
    this.archive = open.archive;
    this.parts = open.parts;
    this.#close = close;
  }

  static async open(engine: TestEngine = sqlite): Promise<TemporaryArchive> {
    const directory = new TemporaryDirectory('archive');
    const data = directory.path;
    const { database, drop } = await engine.create(data);
    const open = await openArchive({ data, database, settings: archiveSettings });
    return new TemporaryArchive(directory, open, async () => {
      await open.close();
      await drop();
    });
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
