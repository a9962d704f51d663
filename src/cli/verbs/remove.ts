import type { Command } from 'commander';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, withArchive } from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { printResult } from '../frame/results.ts';
import { addSelectionOptions, requiredSelection, type SelectionFlags } from '../frame/selection-options.ts';
import { formatBytes, formatCountOf } from '../text/quantities.ts';

interface RemoveFlags extends SelectionFlags {
  readonly reason?: string;
}

export function command(cli: Cli): Command {
  const remove = createCommand(
    'remove',
    'Put images in the trash; they can be restored until the grace period ends',
    [['remove --study 1.2.840.99 --reason "wrong patient"', 'one study']],
  );
  return addArchiveOptions(addSelectionOptions(remove))
    .option('--reason <text>', 'why; kept with the removal')
    .action((flags: RemoveFlags) =>
      withArchive(cli, { ...flags }, async (session) => {
        const request = { selection: requiredSelection(flags), reason: flags.reason };
        const removed = await session.client.remove(request, session);
        if (removed.instances === 0) {
          printResult(session, removed, ['Nothing like that is in the archive; nothing was removed.']);
          return exitCodes.ok;
        }
        const until = removed.keptUntil ? `, kept until ${removed.keptUntil.slice(0, 10)}` : '';
        printResult(session, removed, [
          `${formatCountOf(removed.instances, 'image')} (${formatBytes(removed.bytes)}) in the trash${until}.`,
          '`isocenter trash list` shows it; `isocenter trash restore ID` brings it back.',
        ]);
        return exitCodes.ok;
      }),
    );
}
