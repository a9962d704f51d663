/** Results on standard output: a table or lines for people, JSON for programs. */
import { type Column, formatTable } from '../text/table.ts';
import type { Session } from './command.ts';

export function printRows<Row>(
  { out, json }: Pick<Session, 'out' | 'json'>,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  whenEmpty: string,
): void {
  if (json) out.print(JSON.stringify(rows, undefined, 2));
  else if (rows.length === 0) out.tell(whenEmpty);
  else out.print(formatTable(columns, rows, out.width));
}

/** A single result: its lines for people, the value for programs. */
export function printResult(
  { out, json }: Pick<Session, 'out' | 'json'>,
  value: unknown,
  lines: readonly string[],
): void {
  out.print(json ? JSON.stringify(value, undefined, 2) : lines.join('\n'));
}
