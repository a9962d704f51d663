import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Archive } from '../../archive/index.ts';
import { IsocenterError } from '../../base/index.ts';
import {
  type Caller,
  type CommandDefinition,
  commandDefinition,
  type RuleJobKind,
} from '../../contract/index.ts';
import type { JobKind } from '../../jobs/index.ts';
import { runBounded } from '../../programs/index.ts';
import type { Action, Order } from './action.ts';
import { filesOf } from './files-of.ts';
import { order, parseOrder } from './order.ts';
import { filledIn, knownOf } from './placeholders.ts';

/** Two kinds, because jobs of one kind are repeated alike. */
const ONCE = 'ruleCommand' satisfies RuleJobKind;
const REPEATABLE = 'ruleCommandRepeatable' satisfies RuleJobKind;

const input = order.extend({ command: commandDefinition });

/** Of what a program says: the end, which tells why it failed. */
const KEPT_CHARACTERS = 4_000;

/**
 * Runs a program of the machine. It gets what it works on as JSON on its standard input; where its arguments ask for
 * them, also the images themselves. It is trusted: it runs as the archive does, only without its environment.
 */
export const runCommand = (command: CommandDefinition): Action => ({
  name: 'command',
  about: command.run.join(' '),
  kind: command.repeatable ? REPEATABLE : ONCE,
  input: (given) => ({ ...given, command }),
});

export const commandKinds = (archive: Archive): JobKind<z.output<typeof input>>[] =>
  [ONCE, REPEATABLE].map((name) => ({
    name,
    // What it starts is as mighty as the archive.
    right: 'administer',
    concurrency: 1,
    repeatable: name === REPEATABLE,
    parse: (stored) => parseOrder(input, stored),
    run: ({ command, ...given }, { caller, signal }) => run(archive, caller, command, given, signal),
  }));

async function run(
  archive: Archive,
  caller: Caller,
  { run: asked, seconds, megabytes, environment }: CommandDefinition,
  given: Order,
  signal: AbortSignal,
): Promise<{ said: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'isocenter-rule-'));
  try {
    const known: Record<string, string> = knownOf(given);
    if (asks(asked, 'files')) {
      known.files = join(folder, 'files');
      await filesOf(archive, caller, given.subject, known.files);
    }
    if (asks(asked, 'manifest')) {
      known.manifest = join(folder, 'manifest.json');
      await writeFile(known.manifest, JSON.stringify(given, null, 2));
    }
    const [program = '', ...args] = asked.map((one) => filledIn(one, known));
    const { code, said } = await runBounded({
      ...{ command: [program, ...args], environment, folder, seconds, signal },
      input: JSON.stringify(given),
      memoryBytes: megabytes * 1024 ** 2,
      isOfSomebody: true,
    });
    if (code !== 0)
      throw new IsocenterError('program/failed', { program, code: code ?? 'none', said: endOf(said) });
    return { said: endOf(said) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const asks = (command: readonly string[], name: string): boolean =>
  command.some((argument) => argument.includes(`{${name}}`));

const endOf = (said: string): string => said.trim().slice(-KEPT_CHARACTERS);
