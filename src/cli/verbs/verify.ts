import type { Command } from 'commander';
import type { Finding, VerifySummary } from '../../contract/index.ts';
import { type BackgroundFlag, backgroundOption, submit } from '../frame/background.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, type Session, withArchive } from '../frame/command.ts';
import { type ExitCode, exitCodes } from '../frame/exit-codes.ts';
import { printResult } from '../frame/results.ts';
import { addSelectionOptions, type SelectionFlags, selectionOf } from '../frame/selection-options.ts';
import { follow } from '../frame/streams.ts';
import { formatBytes, formatCount, formatCountOf, formatDuration } from '../text/quantities.ts';
import { printable } from '../text/width.ts';

interface VerifyFlags extends SelectionFlags, BackgroundFlag {
  readonly quick?: boolean;
}

export function command(cli: Cli): Command {
  const verify = createCommand(
    'verify',
    'Read everything again and compare with its hash; nothing is ever deleted',
    [
      ['verify', 'the whole archive'],
      ['verify --quick', 'only whether every file is there and has its size'],
      ['verify --study 1.2.840.99', 'one study'],
    ],
  );
  return addArchiveOptions(addSelectionOptions(verify))
    .option('--quick', 'do not read the content')
    .option(...backgroundOption)
    .action((flags: VerifyFlags) =>
      withArchive(cli, { ...flags }, (session) => verifyArchive(session, flags)),
    );
}

async function verifyArchive(session: Session, flags: VerifyFlags): Promise<ExitCode> {
  const request = { selection: selectionOf(flags), quick: flags.quick };
  if (flags.background) return await submit(session, 'verify', request);
  const summary = await follow(session, session.client.verify(request, session), {
    unit: 'images',
    whenCancelled: 'Nothing was changed by stopping.',
    describe: describeFinding,
  });
  printResult(session, summary, describeSummary(summary));
  return kinds.some((kind) => summary[kind] > 0) ? exitCodes.problems : exitCodes.ok;
}

const kinds = ['missing', 'rotten', 'swapped', 'extra', 'copy'] as const;

const problemWords: Readonly<Record<Finding['problem'], string>> = {
  missing: 'the file is missing',
  extra: 'this file is not in the catalog',
  copy: 'this is a copy of what has its own file',
  rotten: 'the content no longer matches its hash',
  swapped: 'this is the content of another image',
};

function describeFinding({ problem, key, action, quarantined, since }: Finding): string {
  if (action === 'found again') return `${printable(key)}: what was lost is here again`;
  const place = quarantined === undefined ? '' : `; it is in ${printable(quarantined)}`;
  const known = since === undefined ? '' : ` (known since ${since.slice(0, 10)})`;
  return `${printable(key)}: ${problemWords[problem]}${action === 'taken in' ? '; taken in' : place}${known}`;
}

function describeSummary({
  checked,
  bytes,
  seconds,
  quarantined,
  foundAgain,
  ...found
}: VerifySummary): string[] {
  const wrong = kinds.filter((kind) => found[kind] > 0).map((kind) => `${formatCount(found[kind])} ${kind}`);
  if (quarantined > 0) wrong.push(`${formatCount(quarantined)} moved to quarantine/`);
  return [
    `${formatCountOf(checked, 'image')}, ${formatBytes(bytes)} checked in ${formatDuration(seconds)}`,
    wrong.length > 0 ? `Found: ${wrong.join(', ')}` : 'Everything is as it was stored.',
    ...(foundAgain > 0 ? [`${formatCount(foundAgain)} that had been lost found again`] : []),
    ...nextSteps(found),
  ];
}

function nextSteps({ missing, rotten, swapped, extra, copy }: Readonly<Record<Finding['problem'], number>>) {
  const steps: string[] = [];
  if (missing + rotten + swapped > 0)
    steps.push(
      'Next: `isocenter losses` lists what is lost. Put a good copy where it belongs and verify again, send the image again, or accept the loss: `isocenter losses accept`.',
    );
  if (extra > 0)
    steps.push(
      'Next: what was taken in can be found now. Other extra files are left alone: move them elsewhere.',
    );
  if (copy > 0) steps.push('Next: copies are left alone; the archive does not need them.');
  return steps;
}
