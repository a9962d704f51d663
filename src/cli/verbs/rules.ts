import type { Command } from 'commander';
import { minuteOf } from '../../base/index.ts';
import type { ListedRule, ListedRun, ToldAction } from '../../contract/index.ts';
import { type BackgroundFlag, backgroundOption, submit } from '../frame/background.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, withArchive } from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { printResult, printRows } from '../frame/results.ts';
import { describeTrouble, follow } from '../frame/streams.ts';
import { formatCount, formatCountOf } from '../text/quantities.ts';
import type { Column } from '../text/table.ts';

export function command(cli: Cli): Command {
  return createCommand('rules', 'What is done by itself when something happens', [
    ['rules list', 'rules of the automation file, and how they do'],
    ['rules try convert-mr', 'what it would work on and do, of what is here; nothing is done'],
    ['rules replay convert-mr', 'do it for everything that is here'],
    ['rules runs --study 1.2.840.99', 'what rules did with a study'],
    ['rules runs --state failed', 'what failed, and why; `isocenter jobs retry ID` goes on there'],
    ['rules key', 'what calls of servers are signed with'],
  ])
    .addCommand(list(cli), { isDefault: true })
    .addCommand(tryOut(cli))
    .addCommand(replay(cli))
    .addCommand(runs(cli))
    .addCommand(key(cli));
}

function list(cli: Cli): Command {
  return addArchiveOptions(createCommand('list', 'Rules, and how they do', [])).action((flags: object) =>
    withArchive(cli, { ...flags }, async (session) => {
      const { rules } = await session.client.rulesList({}, session);
      printRows(
        session,
        ruleColumns,
        rules,
        'There are no rules. `isocenter automation` says how to make one.',
      );
      return rules.some(({ problem }) => problem !== null) ? exitCodes.problems : exitCodes.ok;
    }),
  );
}

/** As the automation file says it. */
const wordsOf = ({ action, about }: ToldAction): string => `${action} ${about}`;

const countOf = (count: number): string => (count > 0 ? formatCount(count) : '');

const ruleColumns: readonly Column<ListedRule>[] = [
  { title: 'Rule', value: ({ name }) => name, whole: true },
  { title: 'When', value: ({ isOn, when, at }) => (isOn ? (at ?? when) : 'off') },
  { title: 'Next', value: ({ nextAt }) => (nextAt === null ? '' : minuteOf(nextAt)) },
  { title: 'Does', value: ({ actions }) => actions.map(wordsOf).join(', ') },
  { title: 'Done', value: ({ done }) => countOf(done), align: 'right' },
  { title: 'Waiting', value: ({ waiting }) => countOf(waiting), align: 'right' },
  { title: 'Failed', value: ({ failed }) => countOf(failed), align: 'right' },
  { title: 'Last', value: ({ lastRunAt }) => (lastRunAt === null ? '' : minuteOf(lastRunAt)) },
  { title: 'Problem', value: ({ problem }) => problem?.title ?? '' },
];

function tryOut(cli: Cli): Command {
  const command = createCommand('try', 'What a rule would work on and do; nothing is done', []);
  return addArchiveOptions(command.argument('<name>', 'of the rule')).action((name: string, flags: object) =>
    withArchive(cli, { ...flags }, async (session) => {
      const tried = await session.client.ruleTry({ name }, session);
      const { studies, looked, actions, nextAt } = tried;
      printResult(session, tried, [
        ...studies.map(
          ({ studyInstanceUid, seriesInstanceUids, matched }) =>
            `${studyInstanceUid}: ${formatCountOf(seriesInstanceUids.length, 'series', 'series')}${becauseOf(matched)}`,
        ),
        `${formatCount(studies.length)} of the newest ${formatCountOf(looked, 'study', 'studies')} looked at would be worked on: ${actions.map(wordsOf).join(', then ')}.`,
        ...(nextAt === null
          ? []
          : [`It looks next at ${minuteOf(nextAt)}; what it did with the same images before is left out.`]),
      ]);
      return exitCodes.ok;
    }),
  );
}

function becauseOf(matched: Readonly<Record<string, string>>): string {
  const words = Object.entries(matched).map(([element, value]) => `${element} ${value || '(empty)'}`);
  return words.length > 0 ? ` (${words.join(', ')})` : '';
}

interface ReplayFlags extends BackgroundFlag {
  readonly again?: boolean;
}

function replay(cli: Cli): Command {
  const command = createCommand('replay', 'Do it for everything that is here and was not done yet', [
    ['rules replay convert-mr --again', 'also what was done: a list or a target changed since'],
  ]);
  return addArchiveOptions(command.argument('<name>', 'of the rule'))
    .option('--again', 'also what was done before')
    .option(...backgroundOption)
    .action((name: string, flags: ReplayFlags) =>
      withArchive(cli, { ...flags }, async (session) => {
        const request = { name, ...(flags.again && { doneSince: new Date().toISOString() }) };
        if (flags.background) return await submit(session, 'ruleReplay', request);
        const summary = await follow(session, session.client.ruleReplay(request, session), {
          unit: 'studies',
          whenCancelled: 'What was begun goes on; run the same command again for the rest.',
          describe: describeTrouble,
        });
        const { studies, begun, doneBefore } = summary;
        printResult(session, summary, [
          `${formatCountOf(studies, 'study', 'studies')} looked at: ${formatCountOf(begun, 'run')} began, ${formatCount(doneBefore)} had been done before.`,
          ...(begun > 0 ? [`Next: isocenter rules runs --rule ${name} shows how they do.`] : []),
        ]);
        return exitCodes.ok;
      }),
    );
}

interface RunFlags {
  readonly rule?: string;
  readonly study?: string;
  readonly state?: ListedRun['state'];
}

function runs(cli: Cli): Command {
  const command = createCommand('runs', 'What rules did and do, the newest first', []);
  return addArchiveOptions(command)
    .option('--rule <name>', 'of this rule')
    .option('--study <uid>', 'with this study')
    .option('--state <state>', 'new, waiting, done, failed or cancelled')
    .action(({ rule, study, state, ...flags }: RunFlags) =>
      withArchive(cli, { ...flags }, async (session) => {
        const listed = await session.client.runsList({ rule, study, state }, session);
        printRows(session, runColumns, listed.runs, 'Rules did nothing like that.');
        return exitCodes.ok;
      }),
    );
}

const runColumns: readonly Column<ListedRun>[] = [
  { title: 'When', value: ({ createdAt }) => minuteOf(createdAt) },
  { title: 'Rule', value: ({ rule }) => rule },
  { title: 'State', value: ({ state }) => state },
  { title: 'Done', value: ({ steps }) => doneOf(steps) },
  { title: 'Study', value: ({ studyInstanceUid }) => studyInstanceUid, whole: true },
  { title: 'Job', value: ({ id }) => id.slice(0, 8) },
  { title: 'Problem', value: ({ problem }) => problem?.title ?? '' },
];

const doneOf = (steps: ListedRun['steps']): string =>
  `${steps.filter(({ state }) => state === 'done').length} of ${steps.length}`;

function key(cli: Cli): Command {
  return addArchiveOptions(createCommand('key', 'What calls of servers are signed with', [])).action(
    (flags: object) =>
      withArchive(cli, { ...flags }, async (session) => {
        const shown = await session.client.automationKey({}, session);
        printResult(session, shown, [shown.key]);
        return exitCodes.ok;
      }),
  );
}
