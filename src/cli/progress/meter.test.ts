import { describe, expect, it } from 'vitest';
import { Meter } from './meter.ts';
import { progressText } from './progress-view.ts';

describe('a meter', () => {
  it('knows no rate from one mark', () => {
    expect(new Meter().add({ done: 5 }, 0)).toEqual({
      perSecond: 0,
      bytesPerSecond: 0,
      secondsLeft: undefined,
    });
  });

  it('takes the time left from bytes where they are known', () => {
    const meter = new Meter();
    meter.add({ done: 0, total: 100, bytes: 0, totalBytes: 1000 }, 0);
    const pace = meter.add({ done: 50, total: 100, bytes: 100, totalBytes: 1000 }, 10);
    expect(pace).toEqual({ perSecond: 5, bytesPerSecond: 10, secondsLeft: 90 });
  });

  it('forgets what is long ago', () => {
    const meter = new Meter();
    for (let second = 0; second <= 60; second++) {
      const pace = meter.add({ done: second < 30 ? second * 100 : 3000 + second }, second);
      if (second === 60) expect(pace.perSecond).toBeCloseTo(1);
    }
  });
});

it('is one line of text', () => {
  const pace = { perSecond: 310.4, bytesPerSecond: 45e6, secondsLeft: 12 };
  const progress = { kind: 'progress', done: 1_200, total: 5_000, bytes: 1 } as const;
  expect(progressText(progress, pace, 'files')).toBe('1,200 of 5,000 files · 310/s · 45.0 MB/s · 12 s left');
});
