import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Archive } from '../../archive/index.ts';
import {
  type Caller,
  type CommandDefinition,
  commandDefinition,
  type RuleJobKind,
} from '../../contract/index.ts';
import type { JobKind } from '../../jobs/index.ts';
import type { Action, Order } from './action.ts';
import { filesOf } from './files-of.ts';
import { order, parseOrder } from './order.ts';
import { runProgram, type Said } from './run-program.ts';

/** Two kinds, because jobs of one kind are repeated alike. */
const ONCE = 'ruleCommand' satisfies RuleJobKind;
const REPEATABLE = 'ruleCommandRepeatable' satisfies RuleJobKind;

const input = order.extend({ command: commandDefinition });

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
  command: CommandDefinition,
  given: Order,
  signal: AbortSignal,
): Promise<Said> {
  const folder = await mkdtemp(join(tmpdir(), 'isocenter-rule-'));
  try {
    const known: Record<string, string> = {};
    if (asks(command.run, 'files')) {
      known.files = join(folder, 'files');
      await filesOf(archive, caller, given.subject, known.files);
    }
    if (asks(command.run, 'manifest')) {
      known.manifest = join(folder, 'manifest.json');
      await writeFile(known.manifest, JSON.stringify(given, null, 2));
    }
    return await runProgram(command, { given, known, folder, signal });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const asks = (command: readonly string[], name: string): boolean =>
  command.some((argument) => argument.includes(`{${name}}`));
