import { IsocenterError } from '../../base/index.ts';
import type { ProgramDefinition } from '../../contract/index.ts';
import { runBounded } from '../../programs/index.ts';
import type { Order } from './action.ts';
import { filledIn, knownOf } from './placeholders.ts';

/** Of what a program says: the end, which tells why it failed. */
const KEPT_CHARACTERS = 4_000;

/** What a program printed, its end. */
export interface Said {
  readonly said: string;
}

export interface ProgramRun {
  /** What it works on: it can read that as JSON on its standard input. */
  readonly given: Order;
  /** What its arguments may name besides rule and study. */
  readonly known: Readonly<Record<string, string>>;
  /** Where it starts. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** Runs a program of the machine for a rule. @throws IsocenterError `program/*`, `cancelled` */
export async function runProgram(
  { run, seconds, megabytes, environment }: ProgramDefinition,
  { given, known, folder, signal }: ProgramRun,
): Promise<Said> {
  const all = { ...knownOf(given), ...known };
  const [program = '', ...args] = run.map((one) => filledIn(one, all));
  const { code, said } = await runBounded({
    ...{ command: [program, ...args], environment, folder, seconds, signal },
    input: JSON.stringify(given),
    memoryBytes: megabytes * 1024 ** 2,
    isOfSomebody: true,
  });
  const end = said.trim().slice(-KEPT_CHARACTERS);
  if (code !== 0) throw new IsocenterError('program/failed', { program, code: code ?? 'none', said: end });
  return { said: end };
}
