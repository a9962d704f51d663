import { expect, it } from 'vitest';
import { Attempts } from './attempts.ts';

const MINUTE = 60_000;

function fail(attempts: Attempts, account: string, source: string, times: number, now = 0): void {
  for (let i = 0; i < times; i++) attempts.begin(account, source, now);
}

it('lets five failures pass, then makes the same place wait longer and longer', () => {
  const attempts = new Attempts();
  fail(attempts, 'ada', '10.0.0.1', 5);
  expect(() => attempts.begin('ada', '10.0.0.1', 500)).toThrow(
    expect.objectContaining({ params: { seconds: 1 } }),
  );
  attempts.begin('ada', '10.0.0.1', 1_000);
  expect(() => attempts.begin('ada', '10.0.0.1', 1_500)).toThrow(
    expect.objectContaining({ params: { seconds: 2 } }),
  );
});

it('never makes anybody wait longer than 15 minutes, and forgets after an hour', () => {
  const attempts = new Attempts();
  let now = 0;
  for (let i = 0; i < 40; i++) {
    attempts.begin('ada', '10.0.0.1', now);
    now += 15 * MINUTE;
  }
  expect(() => attempts.begin('ada', '10.0.0.1', now - 14 * MINUTE)).toThrow('Too many');
  fail(attempts, 'ada', '10.0.0.1', 5, now + 61 * MINUTE);
});

it('does not lock a person out of their own place when others guess from elsewhere', () => {
  const attempts = new Attempts();
  attempts.begin('ada', '10.0.0.1', 0);
  attempts.succeeded('ada', '10.0.0.1');
  for (let host = 0; host < 300; host++) {
    try {
      attempts.begin('ada', `192.0.2.${host}`, 0);
    } catch {
      // The guessing itself is slowed down; see below.
    }
  }
  expect(() => attempts.begin('ada', '203.0.113.1', 0)).toThrow('Too many');
  attempts.begin('ada', '10.0.0.1', 0);
});

it('counts all accounts that one place tries', () => {
  const attempts = new Attempts();
  for (let i = 0; i < 50; i++) attempts.begin(`account${i}`, '10.0.0.1', 0);
  expect(() => attempts.begin('account51', '10.0.0.1', 0)).toThrow('Too many');
  attempts.begin('account51', '10.0.0.2', 0);
});

it('counts attempts that are still being checked', () => {
  const attempts = new Attempts();
  fail(attempts, 'ada', '10.0.0.1', 5);
  attempts.succeeded('ada', '10.0.0.1');
  fail(attempts, 'ada', '10.0.0.1', 5);
  expect(() => attempts.begin('ada', '10.0.0.1', 0)).toThrow('Too many');
});
