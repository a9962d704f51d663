import { expect, it } from 'vitest';
import { prettyLine } from './log-line.ts';

it('is short, and shows fields and stacks', () => {
  const entry = {
    level: 40,
    time: '2026-01-02T14:03:59.123Z',
    msg: 'slow disk',
    ms: 120,
    peer: 'A\x1b[0m',
    err: { stack: 'Error: x\n  at y' },
  };
  expect(prettyLine(`${JSON.stringify(entry)}\n`)).toBe(
    '14:03:59 WARN  slow disk  ms=120  peer=A\ufffd[0m\nError: x\n  at y\n',
  );
});
