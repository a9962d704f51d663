import { expect, it } from 'vitest';
import { newTotpSecret, stepOfCode, totpAddress } from './totp.ts';

/** "12345678901234567890" in Base32: the secret of the vectors in RFC 6238 appendix B. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

it.each([
  // The last six of the eight digits of the standard.
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('at %i seconds the code of RFC 6238 is right', async (seconds, code) => {
  expect(await stepOfCode(secret, code, seconds * 1_000)).toBe(Math.floor(seconds / 30));
});

it('a code counts a little before and after its time, and no longer', async () => {
  const step = 41_152_263;
  const start = 1_234_567_890_000;
  expect(await stepOfCode(secret, '005924', start + 30_000)).toBe(step);
  expect(await stepOfCode(secret, '005924', start - 30_000)).toBe(step);
  expect(await stepOfCode(secret, '005924', start + 90_000)).toBeUndefined();
  expect(await stepOfCode(secret, '005924', start - 90_000)).toBeUndefined();
});

it.each(['', '5924', '0059240', '00592４', 'abcdef', ' 005924'])('%j is no code', async (code) => {
  expect(await stepOfCode(secret, code, 1_234_567_890_000)).toBeUndefined();
});

it('a new secret has 160 bits, and its address what apps need', async () => {
  const made = await newTotpSecret();
  expect(made).toMatch(/^[A-Z2-7]{32}$/);
  expect(await totpAddress(made, 'Isocenter localhost', 'ada')).toBe(
    `otpauth://totp/Isocenter%20localhost:ada?secret=${made}&issuer=Isocenter%20localhost`,
  );
});
