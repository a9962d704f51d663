import { describe, expect, it } from 'vitest';
import { personName } from './person-name.ts';

describe('a person name', () => {
  it.each([
    ['Müller^Änne', 'Müller, Änne'],
    ['Adams^John Robert Quincy^^Rev.^B.A. M.Div.', 'Adams, John Robert Quincy Rev. B.A. M.Div.'],
    ['Yamada^Tarou=山田^太郎=やまだ^たろう', 'Yamada, Tarou (山田 太郎)'],
    ['=山田^太郎', '山田 太郎'],
    ['CLUNIE', 'CLUNIE'],
    ['^^^', ''],
    ['', ''],
  ])('%s is written %s', (value, written) => {
    expect(personName(value)).toBe(written);
  });
});
