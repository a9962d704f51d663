import { expect, it } from 'vitest';
import { threadPoolSize } from './thread-pool-size.ts';

it.each([
  [[], {}, '16'],
  [['serve', '--threads', '8'], { ISOCENTER_THREADS: '4' }, '8'],
  [['serve', '--threads=9'], {}, '9'],
  [['serve'], { ISOCENTER_THREADS: '4' }, '4'],
  [['serve', '--threads', 'many'], {}, '16'],
] as const)('%j with %j: %s threads', (argv, env, threads) => {
  expect(threadPoolSize(argv, env)).toBe(threads);
});
