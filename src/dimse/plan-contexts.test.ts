import { describe, expect, it } from 'vitest';
import { planContexts } from './plan-contexts.ts';

const needs = (classes: number, syntaxes: number) =>
  Array.from({ length: classes * syntaxes }, (_, i) => ({
    sopClassUid: `1.${i % classes}`,
    transferSyntaxUid: `2.${Math.floor(i / classes)}`,
  }));

describe('context plans', () => {
  it('propose each SOP class and transfer syntax once, and the fallback', () => {
    expect(planContexts([...needs(1, 2), ...needs(1, 2)], ['2.0', '3'])).toEqual([
      ['2.0', '2.1', '3'].map((uid) => ({ abstractSyntax: '1.0', transferSyntaxes: [uid] })),
    ]);
  });

  it('are split when an association cannot hold them, a SOP class never between two', () => {
    const plans = planContexts(needs(50, 4));
    expect(plans.map((plan) => plan.length)).toEqual([125, 125]);
    expect(planContexts([])).toEqual([]);
  });
});
