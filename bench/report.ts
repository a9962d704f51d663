import { judge, type Result } from './result.ts';

const columns = ['bar', 'what', 'unit', 'ours', 'peer', 'ratio', 'wanted', 'met'] as const;

/** All results as a table of plain text. */
export function reportTable(results: readonly Result[]): string {
  const rows = results.map((result) => {
    const { ours, peer, ratio, wanted, met } = judge(result);
    const verdict = met === undefined ? '-' : met ? 'yes' : 'NO';
    return [String(result.bar), result.what, result.unit, ours, peer, ratio, wanted, verdict];
  });
  const widths = columns.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(columns), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** For programs: the results with their verdicts. */
export function reportJson(results: readonly Result[]): string {
  return JSON.stringify(
    results.map((result) => ({ ...result, verdict: judge(result) })),
    undefined,
    2,
  );
}
