import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** In the environment of a program and of all that it starts. Who takes it out of theirs is no part of the family any more. */
export const FAMILY = 'ISOCENTER_RUN';

/** What is ended may just have started something. */
const ROUNDS = 40;
const PAUSE_MS = 25;

/**
 * Numbers of the processes that a program started, however far they left it: a process keeps the environment it began with, and one whose
 * parent ended is given to the first process, or to who watches over ours. What others started on its behalf, as the queue of a cluster
 * does, is none of them. Linux; none elsewhere.
 */
export async function familyOf(mark: string): Promise<number[]> {
  const names = await readdir('/proc').catch(() => []);
  const pids = names.map(Number).filter((pid) => pid > 1 && pid !== process.pid);
  const found = await Promise.all(pids.map((pid) => parentOfMarked(pid, mark)));
  const parents = new Map(pids.flatMap((pid, i) => (found[i] === undefined ? [] : [[pid, found[i]]])));
  const isOurs = (parent: number): boolean =>
    [1, process.pid, process.ppid].includes(parent) || parents.has(parent);
  for (let before = -1; before !== parents.size; ) {
    before = parents.size;
    for (const [pid, parent] of parents) if (!isOurs(parent)) parents.delete(pid);
  }
  return [...parents.keys()];
}

/** Of a process that has the mark; undefined of others, and of those that cannot be read. */
async function parentOfMarked(pid: number, mark: string): Promise<number | undefined> {
  const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
  if (!environment.split('\0').includes(`${FAMILY}=${mark}`)) return undefined;
  const status = await readFile(`/proc/${pid}/status`, 'latin1').catch(() => '');
  const parent = /^PPid:\s*(\d+)$/m.exec(status)?.[1];
  return parent === undefined ? undefined : Number(parent);
}

/** Ends all of a family. False when there is still somebody. */
export async function endFamily(mark: string): Promise<boolean> {
  for (let round = 0; round < ROUNDS; round++) {
    const pids = await familyOf(mark);
    if (pids.length === 0) return true;
    for (const pid of pids) endProcess(pid);
    await delay(PAUSE_MS);
  }
  return false;
}

/** Ends a process; a negative number names a group of them. One that is gone, or somebody else's, is no error. */
export function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Together; 0 where the system does not say it, or for processes that are gone. */
export async function residentBytes(pids: Iterable<number | undefined>): Promise<number> {
  const all = await Promise.all(
    Array.from(pids, async (pid) => {
      const status = await readFile(`/proc/${pid}/status`, 'latin1').catch(() => '');
      return Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
    }),
  );
  return all.reduce((sum, bytes) => sum + bytes, 0);
}
