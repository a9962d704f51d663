import { type Command, Option } from 'commander';
import type { Conflict, ResultFor } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, withArchive } from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { wholeNumber } from '../frame/numbers.ts';
import { printResult, printRows } from '../frame/results.ts';
import { rowValue } from '../text/row-value.ts';
import type { Column } from '../text/table.ts';

type ConflictState = 'open' | 'resolved' | 'all';
/** Enough of a digest to tell two contents apart, and to name one in `resolve`. */
const shownDigestLength = 12;

export function command(cli: Cli): Command {
  return createCommand('conflicts', 'Images that came twice under one identity with different content', [
    ['conflicts list', 'the open ones; both contents are kept, the first is current'],
    ['conflicts show 17', 'where the contents differ'],
    ['conflicts resolve 17 --keep 3fa9c2d811e0', 'make that content the current one'],
  ])
    .addCommand(list(cli), { isDefault: true })
    .addCommand(show(cli))
    .addCommand(resolve(cli));
}

function list(cli: Cli): Command {
  return addArchiveOptions(createCommand('list', 'Conflicts and their contents', []))
    .addOption(new Option('--state <state>').choices(['open', 'resolved', 'all']).default('open'))
    .option('--limit <n>', 'at most so many (default: 100)', wholeNumber)
    .action((flags: { state: ConflictState; limit?: number }) =>
      withArchive(cli, { ...flags }, async (session) => {
        const { conflicts } = await session.client.conflictsList(flags, session);
        if (session.json) session.out.print(JSON.stringify(conflicts, undefined, 2));
        else printRows(session, columns, conflicts.flatMap(contenderRows), 'There are no such conflicts.');
        return exitCodes.ok;
      }),
    );
}

function show(cli: Cli): Command {
  const command = createCommand(
    'show',
    'What the contents of a conflict say, where they differ',
    [],
  ).argument('<id>', 'of the conflict');
  return addArchiveOptions(command).action((id: string, flags: object) =>
    withArchive(cli, { ...flags }, async (session) => {
      const conflict = await session.client.conflictShow({ id }, session);
      const differences = differencesOf(conflict);
      const same = 'The elements are the same, but for sequences and what is not text: compare the pictures.';
      if (session.json) session.out.print(JSON.stringify(conflict, undefined, 2));
      else printRows(session, differenceColumns(conflict), differences, same);
      return exitCodes.ok;
    }),
  );
}

type ShownConflict = ResultFor<'conflictShow'>;
interface Difference {
  readonly element: string;
  /** Of each content, in their order. */
  readonly values: readonly string[];
}

function differencesOf({ contenders }: ShownConflict): Difference[] {
  const elements = new Set(contenders.flatMap(({ header }) => Object.keys(header)));
  return [...elements]
    .map((element) => ({ element, values: contenders.map(({ header }) => rowValue(header[element])) }))
    .filter(({ values }) => new Set(values).size > 1);
}

const differenceColumns = ({ contenders }: ShownConflict): Column<Difference>[] => [
  { title: 'Element', value: ({ element }) => element, whole: true },
  ...contenders.map(({ digest, current }, i) => ({
    title: `${digest.slice(0, shownDigestLength)}${current ? ' (current)' : ''}`,
    value: ({ values }: Difference) => values[i]!,
  })),
];

function resolve(cli: Cli): Command {
  const command = createCommand('resolve', 'Choose the content that is current; the other is kept', [])
    .argument('<id>', 'of the conflict')
    .requiredOption('--keep <digest>', 'the content to make current: its digest or the beginning of it');
  return addArchiveOptions(command).action((id: string, flags: { keep: string }) =>
    withArchive(cli, { ...flags }, async (session) => {
      const conflict = await session.client.conflictResolve({ id, keep: flags.keep }, session);
      printResult(session, conflict, [
        `Conflict ${id} is resolved. The other content is kept and can be chosen later.`,
      ]);
      return exitCodes.ok;
    }),
  );
}

type ContenderRow = Conflict['contenders'][number] & Pick<Conflict, 'id' | 'sopInstanceUid'>;

function contenderRows({ id, sopInstanceUid, contenders }: Conflict): ContenderRow[] {
  return contenders.map((contender) => ({ ...contender, id, sopInstanceUid }));
}

const columns: readonly Column<ContenderRow>[] = [
  { title: 'Conflict', value: ({ id }) => id, whole: true },
  { title: 'Current', value: ({ current }) => (current ? 'yes' : '') },
  { title: 'Content', value: ({ digest }) => digest.slice(0, shownDigestLength), whole: true },
  { title: 'Received', value: ({ receivedAt }) => receivedAt },
  { title: 'Sender', value: ({ sender }) => sender },
  { title: 'SOPInstanceUID', value: ({ sopInstanceUid }) => sopInstanceUid, whole: true },
];
