import { afterEach, expect, it, vi } from 'vitest';
import { newUid, newUuid } from './uids.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

it('are made of random bytes alone: browsers have no more without encryption', () => {
  vi.spyOn(crypto, 'randomUUID').mockImplementation(() => {
    throw new TypeError('crypto.randomUUID is not a function');
  });
  expect(newUuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(newUid()).toMatch(/^2\.25\.[1-9]\d{30,38}$/);
  expect(newUid()).not.toBe(newUid());
});
