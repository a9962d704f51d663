/** Rows as aligned columns that fit the terminal. */
import { pad, printable, textWidth, truncate } from './width.ts';

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string | number | null | undefined;
  readonly align?: 'left' | 'right';
  /** Never cut, however narrow the terminal: identifiers that are copied. */
  readonly whole?: boolean;
}

const gap = '  ';
/** A column is cut down to this before the table is allowed to be wider than the terminal. */
const narrowest = 6;

export function formatTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  terminalWidth: number | undefined,
): string {
  const cells = rows.map((row) => columns.map(({ value }) => printable(String(value(row) ?? ''))));
  const lines = [columns.map(({ title }) => title), ...cells];
  const limit = terminalWidth ?? Number.POSITIVE_INFINITY;
  const widths = fitWidths(naturalWidths(columns, cells), columns, limit);
  if (totalWidth(widths) <= limit || !columns.at(-1)?.whole || columns.length === 1)
    return lines.map((line) => formatLine(line, widths, columns)).join('\n');
  return formatInPairs(lines, columns, limit);
}

/** For a narrow terminal: what must not be cut, the last column, gets a line of its own below the others. */
function formatInPairs(lines: readonly string[][], columns: readonly Column<never>[], limit: number): string {
  const others = columns.slice(0, -1);
  const [, ...cells] = lines;
  const widths = fitWidths(naturalWidths(others, cells), others, limit);
  return lines
    .flatMap((line) => [formatLine(line.slice(0, -1), widths, others), `${gap}${line.at(-1)}`])
    .join('\n');
}

function totalWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, gap.length * (widths.length - 1));
}

function naturalWidths(columns: readonly { title: string }[], cells: readonly string[][]): number[] {
  return columns.map(({ title }, i) =>
    cells.reduce((widest, line) => Math.max(widest, textWidth(line[i] ?? '')), textWidth(title)),
  );
}

/** Takes columns from the widest that may be cut, until the line fits. */
function fitWidths(
  natural: readonly number[],
  columns: readonly Pick<Column<never>, 'whole'>[],
  limit: number,
): number[] {
  const widths = [...natural];
  let excess = totalWidth(widths) - limit;
  while (excess > 0) {
    const widest = indexOfWidest(widths, columns);
    if (widest < 0) break;
    widths[widest]!--;
    excess--;
  }
  return widths;
}

function indexOfWidest(widths: readonly number[], columns: readonly Pick<Column<never>, 'whole'>[]): number {
  let best = -1;
  widths.forEach((width, i) => {
    if (columns[i]?.whole || width <= narrowest) return;
    if (best < 0 || width > widths[best]!) best = i;
  });
  return best;
}

function formatLine(
  line: readonly string[],
  widths: readonly number[],
  columns: readonly Pick<Column<never>, 'align'>[],
): string {
  return line
    .map((cell, i) => pad(truncate(cell, widths[i]!), widths[i]!, columns[i]?.align ?? 'left'))
    .join(gap)
    .trimEnd();
}
