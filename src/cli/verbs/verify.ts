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
  const { missing, extra, rotten, swapped } = summary;
  return missing + extra + rotten + swapped > 0 ? exitCodes.problems : exitCodes.ok;
}

const problemWords: Readonly<Record<Finding['problem'], string>> = {
  missing: 'the file is missing',
  extra: 'this file is not in the catalog',
  rotten: 'the content no longer matches its hash',
  swapped: 'this is the content of another image',
};

function describeFinding({ problem, key, action }: Finding): string {
  return `${printable(key)}: ${problemWords[problem]}${action === 'none' ? '' : `; ${action}`}`;
}

function describeSummary({ checked, bytes, seconds, quarantined, ...found }: VerifySummary): string[] {
  const kinds = ['missing', 'extra', 'rotten', 'swapped'] as const;
  const wrong = kinds.filter((kind) => found[kind] > 0).map((kind) => `${formatCount(found[kind])} ${kind}`);
  if (quarantined > 0) wrong.push(`${formatCount(quarantined)} moved to quarantine/`);
  return [
    `${formatCountOf(checked, 'image')}, ${formatBytes(bytes)} checked in ${formatDuration(seconds)}`,
    wrong.length > 0 ? `Found: ${wrong.join(', ')}` : 'Everything is as it was stored.',
  ];
}
