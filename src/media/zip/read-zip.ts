/** The files inside a zip, one after the other, never trusting what it says about itself. */
import type { Readable } from 'node:stream';
import { type Entry, open, type ZipFile } from 'yauzl';
import { IsocenterError } from '../../base/index.ts';

/** More is a mistake or an attack. */
const MAXIMUM_ENTRIES = 1_000_000;
/** What all entries together may grow to: images hardly shrink, bombs grow a thousandfold. */
const MAXIMUM_GROWTH = 50;
/** Small zips of blank images may grow more, bytes. */
const ALWAYS_ALLOWED = 2 * 2 ** 30;

export interface ZipMember {
  /** As it says; checked not to leave the folder it is unpacked in, and still only a label. */
  readonly path: string;
  /** As it says, bytes; reading checks it. */
  readonly size: number;
  /** Its bytes. May be left early; then it costs no more than what was read. Throws `input/unreadable`. */
  read(): AsyncGenerator<Uint8Array, void, void>;
}

/**
 * Entries of a zip on the disk, folders left out. Read one before asking for the next.
 * @throws IsocenterError `input/unreadable` for what is no zip or contradicts itself, `dicom/limit` for a bomb
 */
export async function* readZip(path: string): AsyncGenerator<ZipMember, void, void> {
  const zip = await openZip(path);
  const budget = { left: Math.max(ALWAYS_ALLOWED, zip.fileSize * MAXIMUM_GROWTH), limit: 0 };
  budget.limit = budget.left;
  try {
    checkLimit('The number of files in a zip', zip.entryCount, MAXIMUM_ENTRIES);
    for (let entry = await nextEntry(zip); entry; entry = await nextEntry(zip)) {
      const current = entry;
      if (current.fileName.endsWith('/')) continue;
      yield {
        path: current.fileName,
        size: current.uncompressedSize,
        read: () => readEntry(zip, current, budget),
      };
    }
  } finally {
    zip.close();
  }
}

interface Budget {
  left: number;
  limit: number;
}

async function* readEntry(
  zip: ZipFile,
  entry: Entry,
  budget: Budget,
): AsyncGenerator<Uint8Array, void, void> {
  if (entry.isEncrypted()) throw unreadable('it is encrypted');
  const stream = await openEntry(zip, entry);
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      budget.left -= chunk.length;
      checkLimit('What a zip grows to', budget.limit - budget.left, budget.limit);
      yield chunk;
    }
  } catch (error) {
    throw error instanceof IsocenterError ? error : unreadable((error as Error).message, error);
  } finally {
    stream.destroy();
  }
}

function openZip(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) =>
    open(path, { lazyEntries: true, autoClose: false, strictFileNames: false }, (error, zip) =>
      error ? reject(unreadable(error.message, error)) : resolve(zip),
    ),
  );
}

/** Undefined at the end. */
function nextEntry(zip: ZipFile): Promise<Entry | undefined> {
  return new Promise((resolve, reject) => {
    const done = (settle: () => void) => {
      zip.removeAllListeners();
      settle();
    };
    zip.once('entry', (entry: Entry) => done(() => resolve(entry)));
    zip.once('end', () => done(() => resolve(undefined)));
    zip.once('error', (error: Error) => done(() => reject(unreadable(error.message, error))));
    zip.readEntry();
  });
}

function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) =>
    zip.openReadStream(entry, (error, stream) =>
      error ? reject(unreadable(error.message, error)) : resolve(stream),
    ),
  );
}

function checkLimit(what: string, value: number, limit: number): void {
  if (value > limit) throw new IsocenterError('dicom/limit', { what, value, limit });
}

const unreadable = (reason: string, cause?: unknown): IsocenterError =>
  new IsocenterError('input/unreadable', { reason }, cause);
