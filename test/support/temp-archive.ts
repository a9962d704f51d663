import {
  type ArchiveSettings,
  type OpenArchive,
  openArchive,
  type Transcoder,
} from '../../src/archive/index.ts';
import type { Actor } from '../../src/contract/index.ts';
import type { TestEngine } from './engines.ts';
import { TemporaryDirectory } from './temp.ts';
import { usualEngine } from './usual-engine.ts';

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
  readonly #database: string;
  readonly #drop: () => Promise<void>;
  #open: OpenArchive;

  private constructor(
    directory: TemporaryDirectory,
    database: string,
    drop: () => Promise<void>,
    open: OpenArchive,
  ) {
    this.directory = directory;
    this.#database = database;
    this.#drop = drop;
    this.#open = open;
  }

  static async open(engine: TestEngine = usualEngine, transcoder?: Transcoder): Promise<TemporaryArchive> {
    const directory = new TemporaryDirectory('archive');
    const { database, drop } = await engine.create(directory.path);
    const open = await openArchive({
      ...{ data: directory.path, database, settings: archiveSettings },
      ...(transcoder && { transcoder }),
    });
    return new TemporaryArchive(directory, database, drop, open);
  }

  get archive(): OpenArchive['archive'] {
    return this.#open.archive;
  }

  get parts(): OpenArchive['parts'] {
    return this.#open.parts;
  }

  /** Closes the archive and opens it again, as after a restart. */
  async reopen(): Promise<void> {
    await this.#open.close();
    const data = this.directory.path;
    this.#open = await openArchive({ data, database: this.#database, settings: archiveSettings });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#open.close();
    await this.#drop();
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
