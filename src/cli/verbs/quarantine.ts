import { resolve } from 'node:path';
import type { Command } from 'commander';
import { IsocenterError, minuteOf } from '../../base/index.ts';
import type { QuarantinedFile, ResultFor } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, withArchive } from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { wholeNumber } from '../frame/numbers.ts';
import { fetchFile } from '../frame/remote-files.ts';
import { printResult, printRows } from '../frame/results.ts';
import { formatBytes, formatCount, formatCountOf } from '../text/quantities.ts';
import { rowValue } from '../text/row-value.ts';
import type { Column } from '../text/table.ts';

const ID = 'as in `quarantine list`';

export function command(cli: Cli): Command {
  return createCommand('quarantine', 'What could not be taken in, or was found damaged', [
    ['quarantine', 'what lies there, the newest first, and why'],
    ['quarantine show ID', 'all that can be read of one'],
    ['quarantine save ID damaged.dcm', 'write it to a file, as it is'],
    ['quarantine retry ID', 'take it in once more, as after an update'],
    ['quarantine discard ID --yes', 'delete it; it cannot be undone'],
  ])
    .addCommand(list(cli), { isDefault: true })
    .addCommand(show(cli))
    .addCommand(save(cli))
    .addCommand(retry(cli))
    .addCommand(discard(cli));
}

function list(cli: Cli): Command {
  return addArchiveOptions(createCommand('list', 'Files in quarantine, the newest first', []))
    .option('--limit <n>', 'at most so many (default: 100)', wholeNumber)
    .option('--after <id>', 'go on after this one')
    .action((flags: { limit?: number; after?: string }) =>
      withArchive(cli, { ...flags }, async (session) => {
        const { limit, after } = flags;
        const { files, total, next } = await session.client.quarantineList({ limit, after }, session);
        printRows(session, columns, files, 'Nothing is in quarantine.');
        if (next !== null && !session.json)
          session.out.print(`${formatCount(total)} in all. Go on with --after ${next}`);
        return exitCodes.ok;
      }),
    );
}

function show(cli: Cli): Command {
  const command = createCommand('show', 'One of them, and what can be read of it', []).argument('<id>', ID);
  return addArchiveOptions(command).action((id: string, flags: object) =>
    withArchive(cli, { ...flags }, async (session) => {
      const shown = await session.client.quarantineShow({ id }, session);
      if (session.json) session.out.print(JSON.stringify(shown, undefined, 2));
      else printRows(session, factColumns, factsOf(shown), '');
      return exitCodes.ok;
    }),
  );
}

function save(cli: Cli): Command {
  const command = createCommand('save', 'Write one to a file of this machine, as it is', [])
    .argument('<id>', ID)
    .argument('<path>', 'where to; never overwrites');
  return addArchiveOptions(command).action((id: string, path: string, flags: object) =>
    withArchive(cli, { ...flags }, async (session) => {
      const { client, remote, signal } = session;
      const place = resolve(path);
      const bytes = remote
        ? await fetchFile(remote, (calls) => calls.quarantineContent(id, signal), place, signal)
        : (await client.quarantineExport({ id, path: place }, session)).bytes;
      printResult(session, { path: place, bytes }, [`${formatBytes(bytes)} to ${place}`]);
      return exitCodes.ok;
    }),
  );
}

function retry(cli: Cli): Command {
  const command = createCommand('retry', 'Take them in once more; what is refused again stays', []).argument(
    '<id...>',
    ID,
  );
  return addArchiveOptions(command).action((ids: string[], flags: object) =>
    withArchive(cli, { ...flags }, async (session) => {
      const retried: (ResultFor<'quarantineRetry'> & { id: string })[] = [];
      for (const id of ids) retried.push({ id, ...(await session.client.quarantineRetry({ id }, session)) });
      printRows(session, retriedColumns, retried, '');
      return retried.some(({ outcome }) => outcome === 'refused') ? exitCodes.problems : exitCodes.ok;
    }),
  );
}

function discard(cli: Cli): Command {
  const command = createCommand('discard', 'Delete them for good', [])
    .argument('<id...>', ID)
    .option('--yes', 'really: there may be no other copy');
  return addArchiveOptions(command).action((ids: string[], flags: { yes?: boolean }) =>
    withArchive(cli, { ...flags }, async (session) => {
      if (!flags.yes) {
        const reason = 'This deletes for good, and there may be no other copy. Add --yes to do it.';
        throw new IsocenterError('input/invalid', { reason });
      }
      const done = await session.client.quarantineDiscard({ ids }, session);
      printResult(session, done, [
        `${formatCountOf(done.discarded, 'file')} deleted, ${formatBytes(done.bytes)} freed.`,
      ]);
      return exitCodes.ok;
    }),
  );
}

const columns: readonly Column<QuarantinedFile>[] = [
  { title: 'ID', value: ({ id }) => id, whole: true },
  { title: 'When', value: ({ quarantinedAt }) => minuteOf(quarantinedAt) },
  { title: 'What', value: ({ kind }) => kind },
  { title: 'From', value: ({ origin, key }) => origin?.sender || key || '' },
  { title: 'Size', value: ({ size }) => formatBytes(size), align: 'right' },
  { title: 'Patient', value: ({ patientName }) => patientName ?? '' },
  { title: 'Why', value: ({ reason, code }) => reason || (code ?? '') },
];

interface Fact {
  readonly name: string;
  readonly value: string;
}

function factsOf({ header, origin, ...file }: ResultFor<'quarantineShow'>): Fact[] {
  const { id, kind, code, reason, key, size, quarantinedAt, digest } = file;
  const facts = { id, kind, code, reason, key, size, quarantinedAt, digest, ...origin };
  return Object.entries({ ...facts, ...header })
    .map(([name, value]) => ({ name, value: rowValue(value) }))
    .filter(({ value }) => value !== '');
}

const factColumns: readonly Column<Fact>[] = [
  { title: 'What', value: ({ name }) => name, whole: true },
  { title: 'Value', value: ({ value }) => value },
];

const retriedColumns: readonly Column<ResultFor<'quarantineRetry'> & { id: string }>[] = [
  { title: 'ID', value: ({ id }) => id, whole: true },
  { title: 'Outcome', value: ({ outcome }) => outcome },
  { title: 'Why', value: ({ reason }) => reason },
];
