import { Argument, type Command } from 'commander';
import type { CallFor, Level } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, type Session, withArchive } from '../frame/command.ts';
import { type ExitCode, exitCodes } from '../frame/exit-codes.ts';
import { printFound } from '../frame/found-rows.ts';
import { wholeNumber } from '../frame/numbers.ts';
import { collectList, levels, parseMatch } from '../frame/selection-options.ts';

interface FindFlags {
  readonly include?: string[];
  readonly limit?: number;
  readonly offset?: number;
  readonly fuzzy?: boolean;
  readonly exact?: boolean;
  readonly sort?: string;
  readonly after?: string;
  readonly node?: string;
}

export function command(cli: Cli): Command {
  const find = createCommand('find', 'Find patients, studies, series or images', [
    ['find', 'the newest 100 studies'],
    ["find 'PatientName=DOE*' StudyDate=2020-01-01-", 'studies of DOE since 2020'],
    ['find series StudyInstanceUID=1.2.840.99 --json', 'series of a study, for a program'],
    ['find series SliceThickness=..1.5 KVP=100..120', 'series by what they were made with'],
    ['find --sort PatientName --limit 20', 'studies by name; --sort -StudyDate: the newest first'],
    ['find patient --node hospital PatientID=42', 'ask another archive'],
  ]).addArgument(
    new Argument(
      '[what...]',
      `level (${levels.join(', ')}; default study), then KEY=VALUE as in C-FIND: * ? ranges; numbers of series parameters: 1.5..3`,
    ),
  );
  return addArchiveOptions(find)
    .option('--include <keyword>', 'show this element too; several with commas', collectList)
    .option('--limit <n>', 'at most so many rows (default: 100)', wholeNumber)
    .option('--offset <n>', 'leave out the first rows', wholeNumber)
    .option('--after <cursor>', 'go on behind a page, with the cursor that it ended with')
    .option(
      '--sort <keyword>',
      'order by this element; with - in front the other way round; several with commas',
    )
    .option('--fuzzy', 'names that sound alike')
    .option('--exact', 'case and accents count, as in C-FIND')
    .option('--node <name>', 'ask this node instead of our archive')
    .action((words: string[], flags: FindFlags) =>
      withArchive(cli, { ...flags }, (session) => find_(session, words, flags)),
    );
}

async function find_(session: Session, words: readonly string[], flags: FindFlags): Promise<ExitCode> {
  const { node, offset, after, exact, sort, ...rest } = flags;
  const { level, match } = parseWords(words);
  const request = { level, match, include: rest.include, limit: rest.limit, fuzzy: rest.fuzzy };
  const found = node
    ? await session.client.nodeFind({ ...request, name: node }, session)
    : await session.client.find({ ...request, offset, after, exact, ...parseSort(sort) }, session);
  printFound(session, level, flags.include ?? [], found);
  if (!node && found.rows.length === 0) await tellWhatIsMissing(session);
  return exitCodes.ok;
}

/** Nothing found means little while the catalog is not whole. */
async function tellWhatIsMissing({ client, out }: Session): Promise<void> {
  const { reasons } = await client.health();
  for (const reason of reasons) out.tell(reason);
}

/** `-StudyDate,PatientID`: one direction for all, as the first says. */
function parseSort(sort: string | undefined): { order?: string[]; descending?: boolean } {
  if (sort === undefined) return {};
  const order = sort.split(',').map((keyword) => keyword.replace(/^[-+]/, ''));
  return { order, descending: sort.startsWith('-') };
}

/** People also say `studies` and `images`. */
const otherWords: Readonly<Record<string, Level>> = {
  patients: 'patient',
  studies: 'study',
  image: 'instance',
  images: 'instance',
  instances: 'instance',
};

function levelNamed(word = ''): Level | undefined {
  return levels.find((name) => name === word) ?? otherWords[word];
}

function parseWords(words: readonly string[]): {
  level: Level;
  match: NonNullable<CallFor<'find'>['match']>;
} {
  const level = levelNamed(words[0]);
  const matches = words.slice(level ? 1 : 0).map(parseMatch);
  return { level: level ?? 'study', match: Object.fromEntries(matches) };
}
