import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Linux counts CPU time of processes in ticks; USER_HZ is 100 on every architecture that Node runs on. */
const MS_PER_TICK = 10;
const BYTES_PER_MB = 1_000_000;

/** Processor time in ms that a process and its children have used, living and finished ones. */
export function cpuMs(pid: number): number {
  try {
    return childrenOf(pid).reduce((sum, child) => sum + ownCpuMs(child), ownCpuMs(pid));
  } catch (error) {
    // A child ended after it was listed: its time is its parent's now.
    if (isGone(error) && existsSync(`/proc/${pid}`)) return cpuMs(pid);
    throw error;
  }
}

/** A file under /proc is missing, or its process ended while it was read. */
const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH');

function ownCpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold spaces; utime, stime, cutime, cstime are the 12th to 15th field after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * MS_PER_TICK;
}

/** The most memory (resident) that a process ever had, in MB. */
export const peakMemoryMb = (pid: number): number => memoryMb(pid, 'VmHWM');

export const residentMemoryMb = (pid: number): number => memoryMb(pid, 'VmRSS');

function memoryMb(pid: number, field: string): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kib = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
  return (Number(kib) * 1024) / BYTES_PER_MB;
}

/** The direct children of a process, such as a program started through a wrapper. */
export function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
}
