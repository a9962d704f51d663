import { insertRows, statement, type Work } from '../../catalog/index.ts';
import { problemKept, type RetentionReport } from '../../contract/index.ts';

/** The last time that it looked: the table `retention_report`. */
export function* readReport(retention: string): Work<RetentionReport | undefined> {
  const [row] = (yield* statement('SELECT report FROM retention_report WHERE retention = ?', [
    retention,
  ])) as readonly unknown[] as readonly { readonly report: string }[];
  const report = row && (JSON.parse(row.report) as RetentionReport);
  return report && { ...report, problem: problemKept(report.problem) };
}

export function* writeReport(retention: string, report: RetentionReport): Work<void> {
  yield* statement('DELETE FROM retention_report WHERE retention = ?', [retention]);
  yield* insertRows('retention_report', ['retention', 'report'], [[retention, JSON.stringify(report)]]);
}
