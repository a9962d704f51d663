import { describe, expect, it } from 'vitest';
import { pad, printable, textWidth, truncate } from './width.ts';

describe('text on a terminal', () => {
  it.each([
    ['plain', 5],
    ['Müller', 6],
    ['Mu\u0308ller', 6],
    ['山田^太郎', 9],
    ['김희중', 6],
    ['ｶﾅ', 4],
  ])('%s takes %d columns', (text, width) => {
    expect(textWidth(text)).toBe(width);
  });

  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdefg', 6, 'abcde…'],
    ['山田太郎', 5, '山田…'],
    ['山田太郎', 4, '山…'],
    ['', 3, ''],
  ])('%s cut to %d is %s', (text, width, cut) => {
    expect(truncate(text, width)).toBe(cut);
    expect(textWidth(truncate(text, width))).toBeLessThanOrEqual(width);
  });

  it('fills up to a width on either side', () => {
    expect(pad('山', 4, 'left')).toBe('山  ');
    expect(pad('7', 3, 'right')).toBe('  7');
  });

  it('lets nothing through that steers a terminal or hides text', () => {
    expect(printable('A\x1b[2J\x07B\u202eC\u200bD\n')).toBe('A\ufffd[2J\ufffdB\ufffdC\ufffdD\ufffd');
  });
});
