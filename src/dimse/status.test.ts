import { describe, expect, it } from 'vitest';
import { isValidAeTitle } from './ae-title.ts';
import { commentText, formatStatus, statusKind } from './status.ts';

describe('statuses', () => {
  it.each([
    [0x0000, 'success'],
    [0xff00, 'pending'],
    [0xff01, 'pending'],
    [0xfe00, 'cancel'],
    [0xb000, 'warning'],
    [0xb007, 'warning'],
    [0x0001, 'warning'],
    [0x0107, 'warning'],
    [0xa700, 'failure'],
    [0xc123, 'failure'],
    [0x0110, 'failure'],
  ] as const)('%d is %s', (status, kind) => expect(statusKind(status)).toBe(kind));

  it('are written as the standard writes them', () => expect(formatStatus(0x110)).toBe('0x0110'));

  it('have comments that fit (0000,0902)', () => {
    expect(commentText('a\nb\\cé')).toBe('a?b?c?');
    expect(commentText('x'.repeat(100))).toHaveLength(64);
  });
});

describe('AE titles', () => {
  it.each(['A', 'ABCDEFGHIJKLMNOP', 'with space'])('takes %j', (title) =>
    expect(isValidAeTitle(title)).toBe(true),
  );
  it.each(['', '  ', 'ABCDEFGHIJKLMNOPQ', 'A\\B', 'A\nB', 'Ä'])('refuses %j', (title) =>
    expect(isValidAeTitle(title)).toBe(false),
  );
});
