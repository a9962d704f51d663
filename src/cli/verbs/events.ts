import type { Command } from 'commander';
import type { ArchiveEvent } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, type Session, withArchive } from '../frame/command.ts';
import { type ExitCode, exitCodes } from '../frame/exit-codes.ts';
import { wholeNumber } from '../frame/numbers.ts';
import { printable } from '../text/width.ts';

interface EventFlags {
  readonly after?: number;
  readonly limit?: number;
  readonly follow?: boolean;
}

const DEFAULT_LIMIT = 1_000;

export function command(cli: Cli): Command {
  const events = createCommand('events', 'What happened, and what happens', [
    ['events --after 1200', 'everything after a cursor'],
    ['events --follow --json', 'one line of JSON for each, as it happens'],
  ]);
  return addArchiveOptions(events)
    .option('--after <cursor>', 'start after this event (default: at the beginning)', wholeNumber)
    .option('--limit <n>', `at most so many (default: ${DEFAULT_LIMIT})`, wholeNumber)
    .option('--follow', 'stay and show what comes, until Ctrl-C')
    .action((flags: EventFlags) => withArchive(cli, { ...flags }, (session) => showEvents(session, flags)));
}

async function showEvents(
  session: Session,
  { after = 0, limit = DEFAULT_LIMIT, follow }: EventFlags,
): Promise<ExitCode> {
  let [cursor, left] = [after, limit];
  while (left > 0) {
    const steps = session.client.events({ after: cursor, limit: left, follow }, session);
    let step = await steps.next();
    for (; !step.done; step = await steps.next()) {
      session.out.print(session.json ? JSON.stringify(step.value) : describeEvent(step.value));
      left--;
    }
    // An answer ends before the last event where there is much that the caller may not see.
    if (follow || step.value.cursor === cursor) break;
    cursor = step.value.cursor;
  }
  return exitCodes.ok;
}

function describeEvent({ cursor, at, kind, actor, ...event }: ArchiveEvent): string {
  const uid = event.sopInstanceUid ?? event.seriesInstanceUid ?? event.studyInstanceUid ?? '';
  return printable(
    `${String(cursor).padStart(8)}  ${at}  ${kind.padEnd(20)}  ${actor.padEnd(16)}  ${uid}`,
  ).trimEnd();
}
