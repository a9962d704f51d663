import { expect, it } from 'vitest';
import { newRecoveryCodes, RECOVERY_CODES, withoutCode } from './recovery-codes.ts';

it('are different, and each is worth one use, however it is typed', () => {
  const { codes, hashes } = newRecoveryCodes();
  expect(new Set(codes).size).toBe(RECOVERY_CODES);
  expect(codes[0]).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
  const typed = codes[3]!.toUpperCase().replaceAll('-', ' ').replaceAll('0', 'O').replaceAll('1', 'l');
  const left = withoutCode(hashes, typed)!;
  expect(left).toEqual(hashes.filter((_, i) => i !== 3));
  expect(withoutCode(left, codes[3]!)).toBeUndefined();
  expect(withoutCode(left, codes[4]!)).toHaveLength(RECOVERY_CODES - 2);
  expect(withoutCode(hashes, '')).toBeUndefined();
});

it('are not in their hashes', () => {
  const { codes, hashes } = newRecoveryCodes();
  expect(hashes.join()).not.toContain(codes[0]!.slice(0, 4).repeat(2));
  expect(hashes.every((hash) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
});
