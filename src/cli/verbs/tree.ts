import type { Command } from 'commander';
import type { ListedTree, TreeFinding, TreeSummary } from '../../contract/index.ts';
import { type BackgroundFlag, backgroundOption, submit } from '../frame/background.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, type Session, withArchive } from '../frame/command.ts';
import { type ExitCode, exitCodes } from '../frame/exit-codes.ts';
import { printResult, printRows } from '../frame/results.ts';
import { describeTrouble, follow } from '../frame/streams.ts';
import { formatBytes, formatCount, formatCountOf, formatDuration } from '../text/quantities.ts';
import type { Column } from '../text/table.ts';
import { printable } from '../text/width.ts';

export function command(cli: Cli): Command {
  return createCommand('tree', 'Live views of the archive as folders, with readable names', [
    ['tree list', 'trees of the automation file, and how they do'],
    ['tree build by-physician', 'look at all studies and make what is missing'],
    ['tree build by-physician --anew', 'the folder was deleted: fill it again'],
    ['tree verify by-physician', 'which files are missing, changed or not ours'],
    [
      'tree which by-physician "SMITH/2024-01-31 P7/003 T1/00012.dcm"',
      'which image a file is, or of which series',
    ],
    ['tree clear by-physician', 'take its files away again, when it is off'],
  ])
    .addCommand(list(cli), { isDefault: true })
    .addCommand(build(cli))
    .addCommand(verify(cli))
    .addCommand(which(cli))
    .addCommand(clear(cli));
}

function list(cli: Cli): Command {
  return addArchiveOptions(createCommand('list', 'Trees, and how they do', [])).action((flags: object) =>
    withArchive(cli, { ...flags }, async (session) => {
      const { trees } = await session.client.treesList({}, session);
      printRows(session, columns, trees, 'There are no trees. `isocenter automation` says how to make one.');
      return trees.some(({ problem }) => problem !== null) ? exitCodes.problems : exitCodes.ok;
    }),
  );
}

const stateOf = ({ isOn, state }: ListedTree): string => (isOn ? state : 'off');

const columns: readonly Column<ListedTree>[] = [
  { title: 'Tree', value: ({ name }) => name, whole: true },
  { title: 'State', value: stateOf },
  { title: 'Files', value: ({ files }) => formatCount(files), align: 'right' },
  { title: 'Leaving', value: ({ leaving }) => (leaving > 0 ? formatCount(leaving) : ''), align: 'right' },
  { title: 'Contents', value: ({ contents }) => contents },
  { title: 'Form', value: ({ form }) => form },
  {
    title: 'Not converted',
    value: ({ unconverted: { count } }) => (count > 0 ? formatCount(count) : ''),
    align: 'right',
  },
  { title: 'Owner', value: ({ owner }) => owner },
  { title: 'Folder', value: ({ folder }) => folder },
  { title: 'Problem', value: ({ problem }) => problem?.title ?? '' },
];

interface BuildFlags extends BackgroundFlag {
  readonly anew?: boolean;
}

function build(cli: Cli): Command {
  const command = createCommand('build', 'Look at all studies and make what is missing', []);
  return addArchiveOptions(command.argument('<name>', 'of the tree'))
    .option('--anew', 'also when the folder is gone or another one')
    .option(...backgroundOption)
    .action((name: string, flags: BuildFlags) =>
      withArchive(cli, { ...flags }, (session) => buildTree(session, name, flags)),
    );
}

async function buildTree(session: Session, name: string, flags: BuildFlags): Promise<ExitCode> {
  const request = { name, anew: flags.anew };
  if (flags.background) return await submit(session, 'treeBuild', request);
  const summary = await follow(session, session.client.treeBuild(request, session), {
    unit: 'studies',
    whenCancelled: 'The files made so far are whole; run the same command again for the rest.',
    describe: describeTrouble,
  });
  printResult(session, summary, describeBuilt(summary));
  return summary.failed > 0 ? exitCodes.problems : exitCodes.ok;
}

function describeBuilt({ made, kept, leaving, removed, failed, bytes, seconds }: TreeSummary): string[] {
  return [
    `${formatCountOf(made, 'file')} made (${formatBytes(bytes)}), ${formatCount(kept)} there already, in ${formatDuration(seconds)}`,
    ...(leaving > 0
      ? [`${formatCountOf(leaving, 'file')} of what is gone will leave when its time is over`]
      : []),
    ...(removed > 0 ? [`${formatCountOf(removed, 'file')} taken away`] : []),
    ...(failed > 0 ? [`${formatCountOf(failed, 'image')} could not be placed; listed above.`] : []),
  ];
}

const findingWords: Readonly<Record<TreeFinding['problem'], string>> = {
  missing: 'is not there any more',
  changed: 'was changed by somebody; the tree leaves it alone',
  foreign: 'was not made by the tree; it is left alone',
};

function verify(cli: Cli): Command {
  const command = createCommand('verify', 'Compare the files of a tree with what was made', []);
  return addArchiveOptions(command.argument('<name>', 'of the tree')).action((name: string, flags: object) =>
    withArchive(cli, { ...flags }, async (session) => {
      const summary = await follow(session, session.client.treeVerify({ name }, session), {
        unit: 'files',
        whenCancelled: 'Nothing was changed.',
        describe: ({ path, problem }) => `${printable(path)} ${findingWords[problem]}`,
      });
      const { checked, missing, changed, foreign, seconds } = summary;
      printResult(session, summary, [
        `${formatCountOf(checked, 'file')} looked at in ${formatDuration(seconds)}: ${formatCount(missing)} missing, ${formatCount(changed)} changed, ${formatCount(foreign)} of others`,
        ...(missing > 0 ? [`Next: isocenter tree build ${name} makes them again.`] : []),
      ]);
      return missing + changed > 0 ? exitCodes.problems : exitCodes.ok;
    }),
  );
}

function which(cli: Cli): Command {
  const command = createCommand('which', 'Which image a file of a tree is', [])
    .argument('<name>', 'of the tree')
    .argument('<path>', 'of the file, below the folder of the tree');
  return addArchiveOptions(command).action((name: string, path: string, flags: object) =>
    withArchive(cli, { ...flags }, async (session) => {
      const found = await session.client.treeWhich({ name, path }, session);
      printResult(session, found, [
        `Study    ${found.studyInstanceUid}`,
        `Series   ${found.seriesInstanceUid}`,
        ...(found.sopInstanceUid === null
          ? [`Made by  ${found.convertedBy === null ? 'dcm2niix' : `dcm2niix, ${found.convertedBy}`}`]
          : [`Image    ${found.sopInstanceUid}`, `SHA-256  ${found.digest}`]),
        ...(found.goneSince === null ? [] : [`Not in the archive any more since ${found.goneSince}`]),
      ]);
      return exitCodes.ok;
    }),
  );
}

function clear(cli: Cli): Command {
  const command = createCommand('clear', 'Take away all files that a tree made; it has to be off', []);
  return addArchiveOptions(command.argument('<name>', 'of the tree')).action((name: string, flags: object) =>
    withArchive(cli, { ...flags }, async (session) => {
      const cleared = await session.client.treeClear({ name }, session);
      printResult(session, cleared, [
        `${formatCountOf(cleared.removed, 'file')} taken away`,
        ...(cleared.left > 0
          ? [`${formatCountOf(cleared.left, 'file')} changed by somebody meanwhile, and left there`]
          : []),
      ]);
      return exitCodes.ok;
    }),
  );
}
