import { expect, it } from 'vitest';
import { nameOf, titleOf } from './title.ts';

it.each([
  ['Befund Knie.pdf', 'Befund Knie', '.pdf'],
  ['scan.2011.03.jpeg', 'scan.2011.03', '.jpeg'],
  ['README', 'README', ''],
  ['.hidden', '.hidden', ''],
  ['Dr. Weber', 'Dr. Weber', ''],
])('%s is called %s', (name, title, end) => {
  expect(titleOf({ name })).toBe(title);
  expect(nameOf('Letter', { name })).toBe(`Letter${end}`);
});
