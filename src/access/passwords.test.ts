import { describe, expect, it } from 'vitest';
import { Passwords, requireStrong } from './passwords.ts';

describe('a password', () => {
  it.each([
    ['short', 'fewer than 10 characters'],
    ['aaaaaaaaaaaaaaaa', 'fewer than 5 different'],
    ['Password1234!', 'tried first'],
    ['xx-ada-lovelace-xx', 'name of the account'],
  ])('%s is refused: %s', (password, reason) => {
    expect(() => requireStrong(password, 'ada-lovelace')).toThrow(reason);
  });

  it.each(['correct horse battery', 'ÄÖÜ-зимой-снег', 'password but a whole long sentence'])(
    '%s is taken',
    (password) => {
      requireStrong(password, 'ada');
    },
  );
});

describe('hashes', () => {
  it('are Argon2id with a salt of their own, and fit their password only', async () => {
    const passwords = new Passwords();
    const [one, two] = await Promise.all([passwords.hash('correct horse'), passwords.hash('correct horse')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    expect(await passwords.verify(one, 'correct horse', 0)).toBe(true);
    expect(await passwords.verify(one, 'correct horse ', 0)).toBe(false);
    expect(await passwords.verify(undefined, 'correct horse', 0)).toBe(false);
  });

  it('are not checked without end: what is too much is refused at once', async () => {
    const passwords = new Passwords();
    const hash = await passwords.hash('correct horse');
    await passwords.verify(undefined, 'x', 0);
    const checks = Array.from({ length: 100 }, (_, i) => passwords.verify(hash, `guess ${i}`, 0));
    const outcomes = await Promise.allSettled(checks);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(100 - 2 - 64);
    expect(await passwords.verify(hash, 'correct horse', 0)).toBe(true);
  });

  it('are refused as at first when there was too much to do as the first unknown account came', async () => {
    const passwords = new Passwords();
    const hash = await passwords.hash('correct horse');
    const checks = Array.from({ length: 66 }, (_, i) => passwords.verify(hash, `guess ${i}`, 0));
    await expect(passwords.verify(undefined, 'x', 0)).rejects.toMatchObject({ code: 'access/busy' });
    await Promise.all(checks);
    expect(await passwords.verify(undefined, 'x', 0)).toBe(false);
  });
});
