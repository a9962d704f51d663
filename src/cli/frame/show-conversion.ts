import type { NiftiItem, NiftiSummary } from '../../contract/index.ts';
import { formatCountOf, formatDuration } from '../text/quantities.ts';
import { printable } from '../text/width.ts';
import type { Session } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { printResult } from './results.ts';
import { follow } from './streams.ts';

/** Shows how a conversion goes, series by series, and what came of it. */
export async function showConversion(
  to: Pick<Session, 'out' | 'json'>,
  stream: AsyncGenerator<NiftiItem, NiftiSummary, void>,
): Promise<ExitCode> {
  const summary = await follow(to, stream, {
    unit: 'images',
    whenCancelled: 'The files written so far are whole; run the same command again for the rest.',
    describe: describeSeries,
  });
  printResult(to, summary, describeSummary(summary));
  return summary.failed > 0 ? exitCodes.problems : exitCodes.ok;
}

const words = {
  converted: 'converted',
  current: 'unchanged',
  planned: 'to convert',
  nothing: 'left out',
  failed: 'failed',
} as const;

function describeSeries({
  state,
  seriesInstanceUid,
  files,
  warnings,
  reason,
}: Exclude<NiftiItem, { kind: 'progress' }>): string {
  const what = files.length > 0 ? files.map(printable).join(', ') : `series ${printable(seriesInstanceUid)}`;
  const why = reason === undefined ? '' : `: ${printable(reason)}`;
  return [`${words[state]}  ${what}${why}`, ...warnings.map((line) => `    ${printable(line)}`)].join('\n');
}

function describeSummary(summary: NiftiSummary): string[] {
  const counts = (Object.keys(words) as (keyof typeof words)[])
    .filter((state) => summary[state] > 0)
    .map((state) => `${formatCountOf(summary[state], 'series', 'series')} ${words[state]}`);
  const place = summary.folder ?? 'the archive';
  const written = summary.files > 0 ? `${formatCountOf(summary.files, 'file')} in ${place}` : place;
  return [`${counts.join(', ') || 'No images'}: ${written}, ${formatDuration(summary.seconds)}`];
}
