import { describe, expect, it } from 'vitest';
import type { SubOperationResult } from './handlers.ts';
import { SubOperationCounter } from './sub-operation-counter.ts';

const result = (outcome: SubOperationResult['outcome']): SubOperationResult => ({
  outcome,
  sopInstanceUid: '1.2',
});

describe('counting sub-operations', () => {
  it.each([
    [[], 0x0000],
    [['completed', 'completed'], 0x0000],
    [['completed', 'warning'], 0xb000],
    [['completed', 'failed'], 0xb000],
    [['failed', 'failed'], 0xa702],
  ] as const)('ends %j with its status (PS3.4 C.4.2.1.5)', (outcomes, status) => {
    const counter = new SubOperationCounter(outcomes.length);
    for (const outcome of outcomes) counter.add(result(outcome));
    expect(counter.finalAnswer().status).toBe(status);
  });

  it('says what remains in pending and cancelled responses only', () => {
    const counter = new SubOperationCounter(70_000);
    counter.add(result('completed'));
    expect(counter.pendingCounts()).toMatchObject({
      NumberOfRemainingSuboperations: 65_535,
      NumberOfCompletedSuboperations: 1,
    });
    expect(counter.finalCounts(false)).not.toHaveProperty('NumberOfRemainingSuboperations');
    expect(counter.finalCounts(true)).toHaveProperty('NumberOfRemainingSuboperations');
  });

  it('reports the first, then at most four times a second, and not the last', () => {
    const counter = new SubOperationCounter(3);
    expect([0, 100, 250, 499].map((now) => counter.isReportDue(now))).toEqual([true, false, true, false]);
    for (let i = 0; i < 3; i++) counter.add(result('completed'));
    expect(counter.isReportDue(10_000)).toBe(false);
  });
});
