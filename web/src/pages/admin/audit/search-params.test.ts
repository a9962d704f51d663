import { expect, it } from 'vitest';
import { auditSearch, filterOf } from './search-params.ts';

it('reads what an address says, and leaves out what it cannot mean', () => {
  const address = { study: 1.2, actor: 'ada', outcome: 'perhaps', from: '2026-01-31', to: 'soon' };
  expect(auditSearch(address)).toEqual({ study: '1.2', actor: 'ada', from: '2026-01-31' });
});

it('asks for whole days, the last one too', () => {
  const { since = '', until = '' } = filterOf({ from: '2026-01-31', to: '2026-01-31' });
  expect(new Date(since).getHours()).toBe(0);
  expect([new Date(until).getDate(), new Date(until).getHours()]).toEqual([1, 0]);
});
