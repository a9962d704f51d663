/** The files inside a zip, one after the other, never trusting what it says about itself. */
import type { Readable } from 'node:stream';
import type { Entry, ZipFile } from 'yauzl';
import { IsocenterError } from '../../base/index.ts';

/** Over these it is a mistake or an attack. */
export const zipLimits = {
  entries: 1_000_000,
  /** What all entries together may grow to, times the size of the zip: images hardly shrink, bombs grow a thousandfold. */
  growth: 50,
  /** Small zips of blank images may grow more, bytes. */
  alwaysAllowed: 2 * 2 ** 30,
};

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
export async function* readZip(
  path: string,
  limits: typeof zipLimits = zipLimits,
): AsyncGenerator<ZipMember, void, void> {
  const zip = await openZip(path);
  const limit = Math.max(limits.alwaysAllowed, zip.fileSize * limits.growth);
  const budget: Budget = { left: limit, limit };
  try {
    checkLimit('The number of files in a zip', zip.entryCount, limits.entries);
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
  readonly limit: number;
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

async function openZip(path: string): Promise<ZipFile> {
  const { open } = await import('yauzl');
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
