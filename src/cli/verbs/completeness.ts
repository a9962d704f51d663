import type { Command } from 'commander';
import type { SeriesCompleteness } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, withArchive } from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { printResult, printRows } from '../frame/results.ts';
import { formatCount, formatCountOf } from '../text/quantities.ts';
import type { Column } from '../text/table.ts';

interface CompletenessFlags {
  readonly quick?: boolean;
}

export function command(cli: Cli): Command {
  const completeness = createCommand('completeness', 'Whether all that a node has of a study is here', [
    ['completeness ct1 1.2.840.99', 'each image: named by the node, here, and as its hash says'],
  ])
    .argument('<node>', 'name of a node (isocenter nodes list)')
    .argument('<study>', 'Study Instance UID');
  return addArchiveOptions(completeness)
    .option('--quick', 'do not read again what is here')
    .action((name: string, study: string, flags: CompletenessFlags) =>
      withArchive(cli, { ...flags }, async (session) => {
        const found = await session.client.nodeCompleteness({ name, study, verify: !flags.quick }, session);
        const { isComplete, damaged, series } = found;
        if (session.json) printResult(session, found, []);
        else {
          printRows(session, columns, series, `${name} has nothing of this study.`);
          if (damaged > 0)
            session.out.tell(`${formatCountOf(damaged, 'image')} here found damaged and set aside.`);
          if (isComplete) session.out.tell(`Everything that ${name} has of it is here.`);
          else if (series.length > 0)
            session.out.tell(`Next: isocenter nodes fetch ${name} --study ${study}`);
        }
        return isComplete ? exitCodes.ok : exitCodes.problems;
      }),
    );
}

const columns: readonly Column<SeriesCompleteness>[] = [
  { title: 'Series', value: ({ number, seriesInstanceUid }) => number || seriesInstanceUid, whole: true },
  { title: 'Modality', value: ({ modality }) => modality },
  { title: 'Description', value: ({ description }) => description },
  { title: 'There', value: ({ there }) => formatCount(there), align: 'right' },
  { title: 'Here', value: ({ here }) => formatCount(here), align: 'right' },
  {
    title: 'Verdict',
    value: ({ there, here }) => (there === here ? 'everything is here' : `${there - here} missing`),
  },
];
