/** `list` without choices: all there is of something, as a table. */
import type { Command } from 'commander';
import type { Column } from '../text/table.ts';
import type { Cli } from './cli.ts';
import { addArchiveOptions, createCommand, type Session, withArchive } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { printRows } from './results.ts';

interface Listing<Row> {
  readonly summary: string;
  readonly columns: readonly Column<Row>[];
  /** Said when there is nothing. */
  readonly none: string;
  rows(session: Session): Promise<readonly Row[]>;
}

export function listCommand<Row>(cli: Cli, { summary, columns, none, rows }: Listing<Row>): Command {
  return addArchiveOptions(createCommand('list', summary, [])).action((flags) =>
    withArchive(cli, flags, async (session) => {
      printRows(session, columns, await rows(session), none);
      return exitCodes.ok;
    }),
  );
}
