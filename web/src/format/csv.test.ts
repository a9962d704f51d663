import { expect, it } from 'vitest';
import { csvText } from './csv.ts';

it('has a line for each row, with quotation marks doubled', () => {
  expect(
    csvText([
      ['name', 'value'],
      ['a "node", left', '12.5'],
    ]),
  ).toBe('"name","value"\r\n"a ""node"", left","12.5"\r\n');
});

it('has no formulas, and numbers as they are', () => {
  const row = ['=1+1', '+1', '-1+cmd', '@sum', '-12.5', '-1e-7'];
  expect(csvText([row])).toBe(`"'=1+1","'+1","'-1+cmd","'@sum","-12.5","-1e-7"\r\n`);
});
