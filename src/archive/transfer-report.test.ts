import { expect, it } from 'vitest';
import { maxTroublesInSummary, saidProblem } from '../contract/index.ts';
import { TransferReport } from './transfer-report.ts';

function reportAt(times: readonly number[]): TransferReport {
  const left = [...times];
  return new TransferReport({ now: () => new Date(0), monotonic: () => left.shift()! });
}

it('tells progress at most five times a second', () => {
  const report = reportAt([0, 0, 100, 199, 200, 350, 400]);
  const told = [1, 2, 3, 4, 5, 6].flatMap(() => {
    report.count(10);
    return [...report.progressIfDue({})];
  });
  expect(told).toEqual([
    { kind: 'progress', done: 1, bytes: 10 },
    { kind: 'progress', done: 4, bytes: 40 },
    { kind: 'progress', done: 6, bytes: 60 },
  ]);
});

it('never lets a bar run over its end', () => {
  const report = reportAt([0]);
  for (const bytes of [5, 6]) report.count(bytes);
  expect(report.progress({ total: 1, totalBytes: 3 })).toMatchObject({ total: 2, totalBytes: 11 });
  expect(report.progress({ total: 4 })).not.toHaveProperty('totalBytes');
});

it('keeps the first troubles and counts the rest', () => {
  const report = reportAt([0, 1_500]);
  for (let i = 0; i < maxTroublesInSummary + 2; i++) report.trouble(`/a/${i}`, saidProblem('bad'));
  const { troubles, troublesLeftOut, seconds } = report.summary();
  expect([troubles.length, troublesLeftOut, seconds]).toEqual([maxTroublesInSummary, 2, 1.5]);
});
