import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { IsocenterError } from '../base/index.ts';
import { errnoOf } from '../disks/index.ts';
import { storeError } from './io-error.ts';

/** Who holds the lock, for people; never used to decide anything. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
}

export interface DirectoryLock {
  release(): void;
}

/** A database object that is garbage-collected is closed, and its lock gone: locks live until they are released. */
const held = new Set<Database.Database>();

/**
 * Locks a data directory for this process. Throws `store/locked` with the holder's pid.
 *
 * The lock is an exclusive SQLite transaction on the empty file `lock`: a record lock of the kernel (fcntl, or
 * LockFileEx on Windows). The kernel frees it when the process ends in whatever way, so there is no stale lock after
 * `kill -9`; it holds between containers that share a volume, where process ids and abstract sockets do not; and
 * SQLite keeps its own books where fcntl would let one process lock twice. `lock.json` only tells who it is.
 */
export function lockDataDirectory(directory: string): DirectoryLock {
  const file = path.join(path.resolve(directory), 'lock');
  const database = openLockFile(file);
  try {
    database.exec('BEGIN EXCLUSIVE');
    writeHolder(file);
  } catch (error) {
    database.close();
    throw isBusy(error) ? lockedError(file, directory) : storeError(error, 'the data directory');
  }
  held.add(database);
  return { release: () => release(database, file) };
}

function openLockFile(file: string): Database.Database {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o750 });
    // Opened only to create it: closing a file that is there would free this process's locks on it (fcntl).
    if (!fs.existsSync(file)) fs.closeSync(fs.openSync(file, 'a', 0o640));
    return new Database(file, { timeout: 0 });
  } catch (error) {
    throw storeError(error, 'the data directory');
  }
}

function release(database: Database.Database, file: string): void {
  if (!held.delete(database)) return;
  fs.rmSync(holderFile(file), { force: true });
  database.close();
}

function isBusy(error: unknown): boolean {
  return errnoOf(error).startsWith('SQLITE_BUSY');
}

function lockedError(file: string, directory: string): IsocenterError {
  return new IsocenterError('store/locked', { pid: readPid(file), path: directory });
}

function writeHolder(file: string): void {
  const holder: Holder = { pid: process.pid, host: os.hostname(), since: new Date().toISOString() };
  fs.writeFileSync(holderFile(file), `${JSON.stringify(holder)}\n`, { mode: 0o640 });
}

function readPid(file: string): number | string {
  try {
    return (JSON.parse(fs.readFileSync(holderFile(file), 'utf8')) as Holder).pid;
  } catch {
    return 'unknown';
  }
}

function holderFile(file: string): string {
  return `${file}.json`;
}
