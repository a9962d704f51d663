/** How far a job is, how fast it goes, and how long it may still take. */
import type { ListedJob } from '../../../../src/contract/index.ts';

export interface JobProgress {
  readonly done: number;
  /** Absent while it is not known. */
  readonly total?: number;
  /** 0 to 1. */
  readonly part?: number;
  /** Things in a second. */
  readonly rate?: number;
  readonly secondsLeft?: number;
}

/** Before that nobody can say how fast it goes, seconds. */
const tooShort = 2;

/** @param now milliseconds since 1970 */
export function progressOf(
  { progress, startedAt, attempts }: Pick<ListedJob, 'progress' | 'startedAt' | 'attempts'>,
  now: number,
): JobProgress {
  const { done = 0, total } = progress ?? {};
  const known = total === undefined || total === 0 ? {} : { total, part: Math.min(1, done / total) };
  // A job that was tried before began with its first attempt, and what it did then counts no more.
  const seconds = startedAt === null || attempts !== 1 ? 0 : (now - Date.parse(startedAt)) / 1_000;
  if (seconds < tooShort || done === 0) return { done, ...known };
  const rate = done / seconds;
  const left = total === undefined ? {} : { secondsLeft: Math.max(0, total - done) / rate };
  return { done, ...known, rate, ...left };
}

/** Of all together, 0 to 1; what does not know counts as not begun. */
export const partOfAll = (jobs: readonly Parameters<typeof progressOf>[0][], now: number): number =>
  jobs.length === 0 ? 0 : jobs.reduce((sum, job) => sum + (progressOf(job, now).part ?? 0), 0) / jobs.length;
