import { type Clock, type Logger, silentLogger, systemClock } from '../base/index.ts';
import { openCatalog } from '../catalog/index.ts';
import { FileStore, lockDataDirectory, openDataDirectory, RecordJournal } from '../store/index.ts';
import { Archive } from './archive.ts';
import { Committer } from './committer.ts';
import type { ArchiveParts, ArchiveSettings } from './parts.ts';
import { Records } from './records.ts';
import { recover } from './recover.ts';

export interface OpenOptions {
  readonly data: string;
  readonly database: string;
  readonly settings: ArchiveSettings;
  readonly clock?: Clock;
  readonly logger?: Logger;
}

export interface OpenArchive {
  readonly archive: Archive;
  readonly parts: ArchiveParts;
  /** Settles everything and gives the data directory back. */
  close(): Promise<void>;
}

/** Locks the data directory, opens what is in it, and takes in what a crash left behind. */
export async function openArchive(options: OpenOptions): Promise<OpenArchive> {
  const { clock = systemClock, logger = silentLogger, settings } = options;
  const directory = openDataDirectory(options.data);
  const lock = lockDataDirectory(options.data);
  const closing: (() => void | Promise<void>)[] = [() => lock.release()];
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const catalog = await openCatalog({ database: options.database, clock });
    closing.push(() => catalog.close());
    const journal = await RecordJournal.open({ directory, clock, logger });
    closing.push(() => journal.close());
    const store = new FileStore({ root: options.data, logger });
    closing.push(() => store.close());
    const records = new Records(journal);
    const committer = new Committer({ store, catalog, records, readVersion: async () => undefined });
    store.startSettling({ flushCatalog: () => catalog.flush() });
    closing.push(() => committer.idle());
    await recover(store, committer, logger);
    const parts: ArchiveParts = { store, catalog, journal, records, committer, clock, logger, settings };
    return { archive: new Archive(parts), parts, close };
  } catch (error) {
    await close();
    throw error;
  }
}
