import { describe, expect, it } from 'vitest';
import { partOfAll, progressOf } from './job-progress.ts';

const startedAt = '2026-05-01T08:00:00.000Z';
const after = (seconds: number): number => Date.parse(startedAt) + seconds * 1_000;
const job = { progress: { kind: 'progress', done: 20, total: 80 }, startedAt, attempts: 1 } as const;

describe('how far a job is', () => {
  it('is told with its rate and what is left', () => {
    expect(progressOf(job, after(10))).toEqual({ done: 20, total: 80, part: 0.25, rate: 2, secondsLeft: 30 });
  });

  it('is told without both when it has just begun, was tried before, or waits', () => {
    const known = { done: 20, total: 80, part: 0.25 };
    expect(progressOf(job, after(1))).toEqual(known);
    expect(progressOf({ ...job, attempts: 2 }, after(10))).toEqual(known);
    expect(progressOf({ ...job, startedAt: null, progress: null }, after(10))).toEqual({ done: 0 });
  });

  it('has no end where the whole is not known', () => {
    const progress = { kind: 'progress', done: 20 } as const;
    expect(progressOf({ ...job, progress }, after(10))).toEqual({ done: 20, rate: 2 });
  });

  it('of several is their mean, what does not know it counting as nothing', () => {
    expect(partOfAll([job, { ...job, progress: null }], after(10))).toBe(0.125);
    expect(partOfAll([], after(0))).toBe(0);
  });
});
