import { type Clock, type Logger, silentLogger, systemClock } from '../base/index.ts';
import { openCatalog, type ParameterDefinition, type Version } from '../catalog/index.ts';
import { FileStore, lockDataDirectory, openDataDirectory, RecordJournal } from '../store/index.ts';
import { applyRecord } from './apply-record.ts';
import { Archive } from './archive.ts';
import { Committer } from './committer.ts';
import { DiskReserve } from './disk-reserve.ts';
import { digestOfFileKey } from './file-note.ts';
import { FileKeeper } from './keep-file.ts';
import { openOrReplaceCatalog } from './open-catalog.ts';
import type { ArchiveParts, ArchiveSettings } from './parts.ts';
import { QuietWatch } from './quiet.ts';
import { Quotas } from './quotas.ts';
import { isRebuildUnfinished } from './rebuild.ts';
import { Records } from './records.ts';
import { recover } from './recover.ts';
import { Refusals } from './refusals.ts';
import { readVersionDataSet } from './same-content.ts';
import { StudyViews } from './study-views.ts';
import type { Transcoder } from './transcoder.ts';

export interface OpenOptions {
  readonly data: string;
  readonly database: string;
  readonly settings: ArchiveSettings;
  /** Series parameters to keep beside the built-in ones. */
  readonly parameters?: readonly ParameterDefinition[];
  /** For a rebuild: a catalog that is damaged is moved aside, and an empty one takes its place. */
  readonly replaceDamagedCatalog?: boolean;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly transcoder?: Transcoder;
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
    const { database, parameters = [], replaceDamagedCatalog = false } = options;
    const forCatalog = { database, clock, parameters };
    const catalog = replaceDamagedCatalog
      ? await openOrReplaceCatalog(forCatalog, logger)
      : await openCatalog(forCatalog);
    closing.push(() => catalog.close());
    const journal = await RecordJournal.open({ directory, clock, logger });
    closing.push(() => journal.close());
    const store = new FileStore({ root: options.data, logger });
    closing.push(() => store.close());
    const records = new Records(journal, catalog, clock);
    const readVersion = (version: Version) => readVersionDataSet(store, catalog, version);
    const committer = new Committer({ store, catalog, records, readVersion });
    const fileKeeper = new FileKeeper({ store, catalog, records });
    const quotas = new Quotas(catalog, () => clock.monotonic());
    const reserve = new DiskReserve(store, settings.diskReserveMegabytes ?? 0, () => clock.monotonic());
    const refusals = new Refusals(store, logger);
    const views = new StudyViews({ catalog, clock, logger });
    await views.begin();
    closing.push(() => views.flush());
    const parts: ArchiveParts = {
      ...{
        store,
        catalog,
        journal,
        records,
        committer,
        fileKeeper,
        quotas,
        reserve,
        refusals,
        views,
        clock,
        logger,
        settings,
      },
      transcoder: options.transcoder,
    };
    store.startSettling({ flushCatalog: () => flushCatalog(parts) });
    closing.push(() => committer.idle());
    // Records tell of what arrived before them.
    await recover(parts);
    await applyMissingRecords(parts);
    const quiet = new QuietWatch(parts);
    closing.push(() => quiet.stop());
    const archive = new Archive(parts, quiet, await isCatalogIncomplete(parts));
    return { archive, parts, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What the catalog says it has of the records is true once it is flushed. */
async function flushCatalog({ records, catalog }: ArchiveParts): Promise<void> {
  await records.checkpoint();
  await catalog.flush();
}

/** Decisions that are on record and did not reach the catalog before the last stop. */
async function applyMissingRecords(parts: ArchiveParts): Promise<void> {
  const { records, logger } = parts;
  const damaged = (error: Error) => logger.error({ reason: error.message }, 'a damaged record was skipped');
  for await (const written of records.missing(damaged)) await applyRecord(parts, written.record);
}

/** A rebuild was interrupted, or the database was deleted while the files are there. */
async function isCatalogIncomplete(parts: ArchiveParts): Promise<boolean> {
  if (await isRebuildUnfinished(parts)) return true;
  const { instances, files } = await parts.catalog.statistics();
  if (instances > 0) return false;
  for await (const { key } of parts.store.list('studies')) if (key.endsWith('.dcm')) return true;
  if (files > 0) return false;
  for await (const { key } of parts.store.list('files')) if (digestOfFileKey(key)) return true;
  return false;
}
