import { parentPort, workerData } from 'node:worker_threads';
import BetterSqlite3 from 'better-sqlite3';

/** Waits at most this long (milliseconds) for readers and writers to step aside. */
const BUSY_TIMEOUT = 1_000;

const connection = new BetterSqlite3(workerData as string, { fileMustExist: true, timeout: BUSY_TIMEOUT });
connection.pragma('synchronous = NORMAL');
connection.pragma('wal_autocheckpoint = 0');
connection.pragma('cache_size = -256');

parentPort!.on('message', (mode: 'PASSIVE' | 'TRUNCATE') => parentPort!.postMessage(checkpoint(mode)));

function checkpoint(mode: string): { complete: boolean; code?: string } {
  try {
    const rows = connection.pragma(`wal_checkpoint(${mode})`) as {
      busy: number;
      log: number;
      checkpointed: number;
    }[];
    const [{ busy, log, checkpointed }] = rows as [(typeof rows)[number]];
    const complete = busy === 0 && log === checkpointed;
    if (complete && mode === 'TRUNCATE') beginLog();
    return { complete };
  } catch (error) {
    return { complete: false, code: (error as { code?: string }).code ?? 'SQLITE_ERROR' };
  }
}

/**
 * The first commit into an empty log writes the log's header and syncs it. It is made here, so that it makes no request wait: a
 * commit that changes nothing.
 */
function beginLog(): void {
  try {
    connection.pragma(`user_version = ${connection.pragma('user_version', { simple: true })}`);
  } catch {
    // Then the next commit does it, and says what is wrong.
  }
}
