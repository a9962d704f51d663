import { describe, expect, it } from 'vitest';
import { type Column, formatTable } from './table.ts';
import { textWidth } from './width.ts';

interface Row {
  readonly name: string;
  readonly images: number | null;
  readonly uid: string;
}

const columns: readonly Column<Row>[] = [
  { title: 'Patient', value: ({ name }) => name },
  { title: 'Images', value: ({ images }) => images, align: 'right' },
  { title: 'UID', value: ({ uid }) => uid, whole: true },
];
const rows: readonly Row[] = [
  { name: 'DOE^JOHN', images: 12, uid: '1.2.3' },
  { name: '山田^太郎', images: null, uid: '1.2.3.4.5.6.7' },
];

describe('a table', () => {
  it('aligns its columns', () => {
    expect(formatTable(columns, rows, undefined)).toBe(
      ['Patient    Images  UID', 'DOE^JOHN       12  1.2.3', '山田^太郎          1.2.3.4.5.6.7'].join('\n'),
    );
  });

  it('fits the terminal by cutting the widest column, never an identifier', () => {
    const long = [{ name: 'A very long name indeed, of a person', images: 1, uid: '1.2.3.4.5.6.7.8.9.10' }];
    const lines = formatTable(columns, long, 50).split('\n');
    expect(Math.max(...lines.map(textWidth))).toBe(50);
    expect(lines[1]).toContain('…');
    expect(lines[1]).toContain('1.2.3.4.5.6.7.8.9.10');
  });

  it('is wider than a terminal that is too narrow for what must be whole', () => {
    expect(formatTable(columns, rows, 10)).toContain('1.2.3.4.5.6.7');
  });

  it('puts the identifier below the rest on a narrow terminal', () => {
    expect(formatTable(columns, rows, 20).split('\n').slice(0, 4)).toEqual([
      'Patient    Images',
      '  UID',
      'DOE^JOHN       12',
      '  1.2.3',
    ]);
  });

  it('shows control characters of a value as what they are not', () => {
    expect(formatTable(columns, [{ name: 'A\x1b]0;x\x07', images: 1, uid: '1' }], undefined)).not.toContain(
      '\x1b',
    );
  });
});
