import type {
  DatasetSummary,
  DatasetVerdict,
  NamedInDataset,
  NiftiItem,
  NiftiSummary,
} from '../../contract/index.ts';
import { formatCount, formatCountOf, formatDuration } from '../text/quantities.ts';
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
  const why = reason === undefined ? '' : `: ${printable(reason.title)}`;
  return [`${words[state]}  ${what}${why}`, ...warnings.map((line) => `    ${printable(line)}`)].join('\n');
}

function describeSummary(summary: NiftiSummary): string[] {
  const counts = (Object.keys(words) as (keyof typeof words)[])
    .filter((state) => summary[state] > 0)
    .map((state) => `${formatCountOf(summary[state], 'series', 'series')} ${words[state]}`);
  const place = summary.folder ?? 'the archive';
  const written = summary.files > 0 ? `${formatCountOf(summary.files, 'file')} in ${place}` : place;
  return [
    `${counts.join(', ') || 'No images'}: ${written}, ${formatDuration(summary.seconds)}`,
    ...(summary.dataset ? describeDataset(summary.dataset, place) : []),
  ];
}

/** What is there, and what a person should look at. */
function describeDataset(dataset: DatasetSummary, folder: string): string[] {
  const { named, aside, renamed, doubtful, mapping, verdict } = dataset;
  const counts = [
    `${formatCountOf(named, 'series', 'series')} with names`,
    ...(aside > 0 ? [`${formatCount(aside)} kept in the folder unnamed`] : []),
    ...(renamed > 0 ? [`${formatCountOf(renamed, 'image')} called otherwise than before`] : []),
  ];
  return [
    `The BIDS dataset has ${counts.join(', ')}`,
    ...(doubtful.length > 0
      ? [
          'Look at these, and say what they are in',
          `  ${folder}/${mapping}`,
          'then run the same command again; only names change:',
          ...doubtful.map((row) => `  ${describeDoubt(row)}`),
        ]
      : []),
    ...(verdict ? describeVerdict(verdict) : []),
  ];
}

function describeVerdict({ errors, warnings, found, failure }: DatasetVerdict): string[] {
  if (failure !== undefined) return [`The BIDS validator could not look at it: ${printable(failure.title)}`];
  const counts = `${formatCountOf(errors, 'error')}, ${formatCountOf(warnings, 'warning')}`;
  return [`The BIDS validator says: ${counts}`, ...found.map((line) => `  ${printable(line)}`)];
}

function describeDoubt({ protocol, description, name, confidence, problem }: NamedInDataset): string {
  const what = printable([...new Set([protocol, description])].filter((text) => text !== '').join(', '));
  if (problem !== undefined) return `${what}: ${printable(problem.title)}`;
  if (name === null) return `${what}: not known`;
  return `${what}: ${printable(name)}, ${Math.round(confidence * 100)} % sure`;
}
