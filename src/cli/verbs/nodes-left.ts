import type { Command } from 'commander';
import type { LeftRun, LeftState, LeftStudy } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, withArchive } from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { printResult, printRows } from '../frame/results.ts';
import { collectList } from '../frame/selection-options.ts';
import { formatCount, formatCountOf } from '../text/quantities.ts';
import type { Column } from '../text/table.ts';

interface LeftFlags {
  readonly forget?: string[];
}

/** `isocenter nodes left`: what is missing here of studies that nodes will delete by themselves. */
export function leftBehind(cli: Cli): Command {
  const command = createCommand(
    'left',
    'What is missing here of studies that nodes will delete by themselves, the most urgent first',
    [
      ['nodes left', 'at all nodes that have --keeps-days'],
      ['nodes left ct1 --forget 1.2.840.99', 'tell no more of this study'],
    ],
  ).argument('[name]', 'of the node');
  return addArchiveOptions(command)
    .option(
      '--forget <uid>',
      'tell no more of this study, until something else is missing; several with commas',
      collectList,
    )
    .action((node: string | undefined, { forget, ...flags }: LeftFlags) =>
      withArchive(cli, flags, async (session) => {
        if (forget) {
          const result = await session.client.leftBehindForget(
            { node: node ?? '', studies: forget },
            session,
          );
          printResult(session, result, [
            `No more is told of ${formatCountOf(result.forgotten, 'study', 'studies')}, until something else is missing.`,
          ]);
          return exitCodes.ok;
        }
        const left = await session.client.leftBehindList({ node }, session);
        const { studies, runs, more } = left;
        if (session.json) printResult(session, left, []);
        else {
          printRows(session, studyColumns, studies, 'Nothing is left behind.');
          if (more) session.out.tell('There are more.');
          if (runs.length > 0) printRows(session, runColumns, runs, '');
        }
        return [...studies, ...runs].some(({ state }) => state !== 'later')
          ? exitCodes.problems
          : exitCodes.ok;
      }),
    );
}

const words: Readonly<Record<LeftState, string>> = {
  later: 'goes',
  soon: 'goes soon,',
  over: 'may be gone since',
};
const when = ({ state, goesOn }: { readonly state: LeftState; readonly goesOn: string }): string =>
  `${words[state]} ${goesOn}`;

const studyColumns: readonly Column<LeftStudy>[] = [
  { title: 'Node', value: ({ node }) => node },
  { title: 'Study', value: ({ studyInstanceUid }) => studyInstanceUid, whole: true },
  { title: 'Study date', value: ({ studyDate }) => studyDate ?? '' },
  { title: 'First seen', value: ({ firstSeenOn }) => firstSeenOn },
  { title: 'When', value: when },
  {
    title: 'Missing',
    value: ({ images, missing }) =>
      images === null || missing === null ? 'not known' : `${formatCount(missing)} of ${formatCount(images)}`,
  },
  { title: 'Reason', value: ({ reason }) => reason.title },
];

const runColumns: readonly Column<LeftRun>[] = [
  { title: 'Node', value: ({ node }) => node },
  { title: 'Run', value: ({ schedule, day }) => `${schedule} ${day}`, whole: true },
  { title: 'When', value: when },
  { title: 'Reason', value: ({ reason }) => reason?.title ?? 'it has not begun' },
];
