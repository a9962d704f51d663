import { expect, it } from 'vitest';
import { encodedWords } from './encoded-words.ts';

it('leaves ASCII as it is', () => {
  expect(encodedWords('Lab 3: night')).toBe('Lab 3: night');
  expect(encodedWords('')).toBe('');
});

it.each(['Röntgen', '夜間の取得', '🩻'.repeat(50), 'a\r\nX-Other: b'])(
  'writes %j in words that a header may have, each of whole characters',
  (text) => {
    const words = encodedWords(text).split(' ');
    for (const word of words) {
      expect(word).toMatch(/^=\?UTF-8\?B\?[\w+/=]+\?=$/);
      expect(word.length).toBeLessThanOrEqual(75);
    }
    const bytes = words.map((word) => new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(word)));
    expect(bytes.join('')).toBe(text);
  },
);

const bytesOf = (word: string) => Buffer.from(word.slice('=?UTF-8?B?'.length, -2), 'base64');
